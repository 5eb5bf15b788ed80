using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Language;
using Virtuos.Mailroom.DataBoxes;
using Virtuos.Ui;

namespace Virtuos.Mailroom;

/// <summary>Where data boxes are set and tried, and letters sent again.</summary>
internal static class BoxRoutes
{
    private const string Page = "/sprava/datove-schranky";
    private const long LargestCertificate = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Page, async (HttpContext http, SetDataBox act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            Guid? id = Guid.TryParse(form["Id"], out var given) ? given : null;
            var result = await act.Run(new(id, form["Box"], form["Address"], form["BigAddress"], form["Login"], form["UserName"], form["Password"], await Certificate(form, cancel), form["CertificatePassword"], form["IsOn"] == "true"), cancel);
            return result.Succeeded ? PageAnswer.Go($"{Page}?hotovo=1") : PageAnswer.Again<DataBoxesPage>(texts, result.Refusals, (nameof(DataBoxesPage.Form), form));
        }).BeforePages();
        routes.MapPost($"{Page}/vyzkouset", async (HttpContext http, TryDataBox act, Texts texts, CancellationToken cancel) =>
        {
            var result = await act.Run(Given(await http.Request.ReadFormAsync(cancel)), cancel);
            return result.Succeeded ? PageAnswer.Go($"{Page}?hotovo=2") : PageAnswer.AgainIfThere<DataBoxesPage>(texts, result.Refusals);
        }).BeforePages();
        routes.MapPost($"{Page}/znovu", async (HttpContext http, RetryBoxLetter act, Texts texts, CancellationToken cancel) =>
        {
            var result = await act.Run(Given(await http.Request.ReadFormAsync(cancel)), cancel);
            return result.Succeeded ? PageAnswer.Go(Page) : PageAnswer.AgainIfThere<DataBoxesPage>(texts, result.Refusals);
        }).BeforePages();
    }

    private static Guid Given(IFormCollection form) => Guid.TryParse(form["id"], out var id) ? id : Guid.Empty;

    // Larger than any certificate is read as none.
    private static async Task<byte[]?> Certificate(IFormCollection form, CancellationToken cancel)
    {
        if (form.Files["Certificate"] is not { Length: > 0 and <= LargestCertificate } file) return null;
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }
}
