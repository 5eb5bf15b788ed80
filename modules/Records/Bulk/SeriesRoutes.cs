using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Records.Bulk;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where tables for bulk acts are sent, and what is done with the acts.</summary>
internal static class SeriesRoutes
{
    public const string Root = "/stul/hromadne-dokumenty";

    public static void Map(IEndpointRouteBuilder routes)
    {
        // A megabyte over the largest table, for the other fields.
        var size = new RequestSizeLimitAttribute(SeriesIntake.Largest + (1024 * 1024));
        routes.MapPost(Root, async (HttpContext http, BeginSeries act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            await using var table = Table(form);
            var result = await act.Run(new(form["Name"], form["Template"], form["FilingMark"], form["File"], form["DispatchAtOnce"] == "true", table), cancel);
            if (result.Succeeded) return Results.LocalRedirect($"{Root}/{result.Value}");
            DeskRoutes.Forget(http);
            return PageAnswer.Again<SeriesListPage>(texts, result.Refusals, (nameof(SeriesListPage.Typed), form.ToDictionary(f => f.Key, f => f.Value.ToString())));
        }).WithMetadata(size).BeforePages();
        var one = routes.MapGroup(Root + "/{id:guid}").ExcludeFromDescription();
        one.MapPost("/tabulka", async (Guid id, HttpContext http, UploadSeries act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            await using var table = Table(form);
            return Answer(http, id, await act.Run(new(id, table, DeskRoutes.Version(form)), cancel), texts);
        }).WithMetadata(size);
        one.MapPost("/text", async (Guid id, HttpContext http, SaveSeriesText act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            string? Typed(string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;
            return Answer(http, id, await act.Run(new(id, Typed("Matter"), Typed("Title"), Typed("Statement"), Typed("Reasons"), Typed("Instruction"), Typed("Body"), DeskRoutes.Version(form)), cancel), texts);
        });
        one.MapPost("/predlozit", async (Guid id, HttpContext http, SendSeries act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            return Answer(http, id, await act.Run(new(id, Guid.TryParse(form["Approver"], out var approver) ? approver : null, DeskRoutes.Version(form)), cancel), texts);
        });
        one.MapPost("/schvalit", async (Guid id, HttpContext http, ApproveSeries act, Texts texts, CancellationToken cancel) =>
            Answer(http, id, await act.Run(new(id, DeskRoutes.Version(await http.Request.ReadFormAsync(cancel))), cancel), texts));
        one.MapPost("/vratit", async (Guid id, HttpContext http, ReturnSeries act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            return Answer(http, id, await act.Run(new(id, form["Reason"], DeskRoutes.Version(form)), cancel), texts);
        });
        one.MapPost("/ridit", async (Guid id, HttpContext http, SteerSeries act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            return Answer(http, id, await act.Run(new(id, form["What"], DeskRoutes.Version(form)), cancel), texts);
        });
        one.MapPost("/opravit", async (Guid id, HttpContext http, ContinueSeries act, Texts texts, CancellationToken cancel) =>
        {
            var result = await act.Run(id, cancel);
            return result.Succeeded ? Results.LocalRedirect($"{Root}/{result.Value}") : Answer(http, id, result, texts);
        });
        one.MapGet("/nahled/{position:int}.pdf", async (Guid id, int position, HttpContext http, PreviewSeries act, CancellationToken cancel) =>
            await act.Run(new(id, position), cancel) is { Succeeded: true } read ? DocumentBytes.Answer(http, new(new MemoryStream(read.Value), "nahled.pdf", "application/pdf")) : Results.NotFound());
        Export(one, "/vysledky.csv", wrong: false);
        Export(one, "/opravit.csv", wrong: true);
    }

    private static void Export(RouteGroupBuilder one, string path, bool wrong) =>
        one.MapGet(path, async (Guid id, HttpContext http, ExportSeries act, Texts texts, CancellationToken cancel) =>
        {
            if (await act.Run(new(id, wrong), cancel) is not { Succeeded: true } read) return Results.NotFound();
            http.Response.Headers.CacheControl = "no-store";
            return Results.Stream(to => read.Value(to, cancel), "text/csv; charset=utf-8", path[1..]);
        });

    private static Stream? Table(IFormCollection form) => form.Files.GetFile(CsvReader.Field) is { Length: > 0 } sent ? sent.OpenReadStream() : null;

    private static IResult Answer<T>(HttpContext http, Guid id, Result<T> result, Texts texts)
    {
        if (result.Succeeded) return Results.LocalRedirect($"{Root}/{id}");
        DeskRoutes.Forget(http);
        return PageAnswer.AgainIfThere<SeriesPage>(texts, result.Refusals, (nameof(SeriesPage.Id), id));
    }
}
