using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Records.Posting;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where consignments are handed to the post, printed for it, and what the post says is taken in.</summary>
internal static class PostingRoutes
{
    public const string Root = "/stul/vypravna/posta";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root + "/arch", async (HttpContext http, ClosePostingSheet act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var pieces = Chosen(form).Select(id => new PostedPiece(id, form[$"postage-{id}"], form[$"tracking-{id}"])).ToList();
            var result = await act.Run(new(DateAnswer.Read(form, "Day").Date, Unit(form["odbor"]), pieces), cancel);
            return result.Succeeded ? PageAnswer.Go($"{Root}?hotovo={result.Value}") : Again(http, texts, result.Refusals, form);
        }).BeforePages();
        routes.MapPost(Root + "/obalky", async (HttpContext http, PrintEnvelopes act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var result = await act.Run(new(Chosen(form), form["Size"]), cancel);
            return result.Succeeded ? Pdf(http, result.Value, "obalky.pdf") : Again(http, texts, result.Refusals, form);
        }).BeforePages();
        routes.MapPost(Root + "/sledovani", async (HttpContext http, ImportTracking act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            await using var table = form.Files.GetFile(CsvReader.Field) is { Length: > 0 } sent ? sent.OpenReadStream() : null;
            var result = await act.Run(new(table), cancel);
            if (!result.Succeeded) return Again(http, texts, result.Refusals, form);
            DeskRoutes.Forget(http);
            return PageAnswer.Show<TrackingResultPage>((nameof(TrackingResultPage.Rows), result.Value.Select(r => new TrackingResultPage.Line(r.Line, r.Number, r.Changed, r.Refusal is { } no ? texts.Say(no) : null)).ToList()));
        }).BeforePages();
        routes.MapGet(Root + "/arch/{id:guid}.pdf", async (Guid id, HttpContext http, PrintPostingSheet act, CancellationToken cancel) =>
            await act.Run(new(id), cancel) is { Succeeded: true } printed ? Pdf(http, printed.Value, "podaci-list.pdf") : Results.NotFound()).ExcludeFromDescription();
        routes.MapGet(Root + "/arch/{id:guid}.csv", async (Guid id, HttpContext http, PrintPostingSheet act, CancellationToken cancel) =>
        {
            if (await act.Run(new(id, AsTable: true), cancel) is not { Succeeded: true } written) return Results.NotFound();
            http.Response.Headers.CacheControl = "no-store";
            return Results.Bytes(written.Value, "text/csv; charset=utf-8", "podaci-list.csv");
        }).ExcludeFromDescription();
        routes.MapGet("/stul/dokument/{id:guid}/obalka/{consignment:guid}.pdf", async (Guid id, Guid consignment, HttpContext http, PrintEnvelopes act, CancellationToken cancel) =>
            await act.Run(new([consignment], http.Request.Query["format"].ToString() is { Length: > 0 } size ? size : "C5"), cancel) is { Succeeded: true } printed ? Pdf(http, printed.Value, "obalka.pdf") : Results.NotFound()).ExcludeFromDescription();
    }

    private static List<Guid> Chosen(IFormCollection form) => [.. form["id"].Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];

    public static Guid? Unit(string? text) => Guid.TryParse(text, out var unit) ? unit : null;

    private static IResult Pdf(HttpContext http, byte[] bytes, string name) => DocumentBytes.Answer(http, new(new MemoryStream(bytes), name, "application/pdf"));

    private static IResult Again(HttpContext http, Texts texts, IReadOnlyList<Kernel.Refusal> refusals, IFormCollection form)
    {
        DeskRoutes.Forget(http);
        return PageAnswer.Again<PostingPage>(texts, refusals, (nameof(PostingPage.Odbor), form["odbor"].ToString()), (nameof(PostingPage.Typed), form.ToDictionary(f => f.Key, f => f.Value.ToString())));
    }
}
