using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Virtuos.Contracts.Records;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Records.Completing;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where the call to complete is sent from its page.</summary>
internal static class CallRoutes
{
    private const string Field = "defect-";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/stul/dokument/{id:guid}/vyzva", Send).BeforePages();

    private static async Task<IResult> Send(Guid id, HttpContext http, CallToComplete act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        List<Defect> defects = [.. form.Where(f => f.Key.StartsWith(Field, StringComparison.Ordinal)).Select(f => new Defect(f.Key[Field.Length..], f.Value.ToString()))];
        defects.Add(new(null, form["Defects"].ToString()));
        var days = int.TryParse(form["Days"], out var given) ? given : form["Days"].ToString().Length > 0 ? -1 : (int?)null;
        var result = await act.Run(new(id, defects, days, uint.TryParse(form["Version"], out var version) ? version : null), cancel);
        if (result.Succeeded) return Results.LocalRedirect($"/stul/dokument/{id}?hotovo=vyzva");
        return new RazorComponentResult<CallPage>(new Dictionary<string, object?>
        {
            [nameof(CallPage.Id)] = id,
            [nameof(CallPage.Errors)] = result.Refusals.ToErrors(texts),
            [nameof(CallPage.Typed)] = form.ToDictionary(f => f.Key, f => f.Value.ToString()),
        })
        {
            StatusCode = result.Refusals[0].Kind.Status(),
        };
    }
}
