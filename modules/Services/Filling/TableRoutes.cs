using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Services.FormEngine;
using Virtuos.Ui;

namespace Virtuos.Services.Filling;

/// <summary>Where the rows of a table are sent: edited in the page, pasted, or as a CSV file; and where they come back as CSV.</summary>
internal static class TableRoutes
{
    private const int MostBytes = 16 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/podani/{token}/tabulka/{field}/radky", Edit).BeforePages();
        routes.MapPost("/podani/{token}/tabulka/{field}/vlozit", Paste).BeforePages();
        routes.MapGet("/podani/{token}/tabulka/{field}.csv", Export).ExcludeFromDescription();
    }

    private static async Task<IResult> Edit(string token, string field, string? zpet, HttpContext http, ChangeTable act, AnswerPage answer, DraftReader drafts, Texts texts, CancellationToken cancel)
    {
        var posted = await Form(http, cancel);
        if (await Table(drafts, token, field, cancel) is not ({ } page, { } table, _)) return await Missing(drafts, token, cancel);
        var start = TableView.Start(posted["start"], table);
        var rows = Enumerable.Range(start, TableView.RowsOf(table) + TableView.EmptyRows).Where(at => posted.ContainsKey($"{table.Id}.{at + 1}.{table.Columns[0].Id}"))
            .Select(at => table.Columns.Select(c => posted[$"{table.Id}.{at + 1}.{c.Id}"].ToString()).ToArray()).ToList();
        var struck = posted["struck"].Select(s => int.TryParse(s, out var at) ? at - 1 : -1).Where(at => at >= 0).ToHashSet();
        var result = await act.Run(new(token, field, new TableChange.Edit(start, rows, struck, long.TryParse(posted["stamp"], out var seen) ? seen : -1)), cancel);
        if (!result.Succeeded) return Again(result.Refusals, texts, token, page, start, posted);
        if (int.TryParse(posted["go"], out var part)) return PageAnswer.Go($"/podani/{token}/{page}?od={part}{(zpet == FormPage.Check ? "&zpet=kontrola" : "")}");
        var next = await answer.Run(new(token, page, new Dictionary<string, Answer?>(), zpet == FormPage.Check), cancel);
        return next.Succeeded ? PageAnswer.Go(FillingRoutes.Next(token, next.Value, zpet)) : Again(next.Refusals, texts, token, page, FirstWrong(next.Refusals, table) ?? start, null);
    }

    private static async Task<IResult> Paste(string token, string field, string? zpet, HttpContext http, ChangeTable act, DraftReader drafts, Texts texts, CancellationToken cancel)
    {
        var posted = await Form(http, cancel);
        if (await Table(drafts, token, field, cancel) is not ({ } page, _, _)) return await Missing(drafts, token, cancel);
        var text = posted["paste"].ToString();
        if (posted.Files["csv"] is { Length: > 0 } file)
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, cancel);
            text = TableText.Decode(bytes.ToArray());
        }
        var result = await act.Run(new(token, field, new TableChange.Put(text, posted["how"] == "replace")), cancel);
        return result.Succeeded ? PageAnswer.Go($"/podani/{token}/{page}{FillingRoutes.Query(zpet)}") : Again(result.Refusals, texts, token, page, 0, posted);
    }

    private static async Task<IResult> Export(string token, string field, DraftReader drafts, Texts texts, CancellationToken cancel)
    {
        if (await Table(drafts, token, field, cancel) is not (_, { } table, { } draft)) return Results.NotFound();
        var csv = TableText.Csv(table, (draft.Content.Answers[field] as TableAnswer)?.Rows ?? [], texts.Language);
        return Results.Bytes([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv)], "text/csv; charset=utf-8", $"{field}.csv");
    }

    /// <exception cref="BadHttpRequestException">It is larger than a table can be.</exception>
    private static async Task<IFormCollection> Form(HttpContext http, CancellationToken cancel)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MostBytes;
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions { ValueCountLimit = 4096, ValueLengthLimit = MostBytes, MultipartBodyLengthLimit = MostBytes, BufferBodyLengthLimit = MostBytes }));
        return await http.Request.ReadFormAsync(cancel);
    }

    private static async Task<(string Page, Question Table, OpenDraft Draft)?> Table(DraftReader drafts, string token, string field, CancellationToken cancel)
    {
        var opened = await drafts.Open(token, cancel);
        return opened.Succeeded && opened.Value.Form.Questions.TryGetValue(field, out var table) && table.Type == QuestionType.Table ? (opened.Value.Form.PageOf(field).Id, table, opened.Value) : null;
    }

    private static async Task<IResult> Missing(DraftReader drafts, string token, CancellationToken cancel) =>
        await drafts.Open(token, cancel) is { Succeeded: false } gone ? FillingRoutes.Gone(gone.Refusals[0], token) : Results.NotFound();

    private static int? FirstWrong(IReadOnlyList<Refusal> refusals, Question table) =>
        refusals.Select(r => TableView.RowOf(r.Field, table)).FirstOrDefault(row => row is not null) is { } row ? TableView.Start((row - 1).ToString(), table) : null;

    private static IResult Again(IReadOnlyList<Refusal> refusals, Texts texts, string token, string page, int start, IFormCollection? posted) =>
        refusals[0].Kind is RefusalKind.Invalid or RefusalKind.Conflict && refusals[0].Code is not (DraftReader.Sent or DraftReader.Expired)
            ? new RazorComponentResult<QuestionPage>(new Dictionary<string, object?> { ["Token"] = token, ["Page"] = page, ["From"] = start, ["Posted"] = posted, ["Errors"] = TableView.Errors(refusals, texts) }) { StatusCode = refusals[0].Kind is RefusalKind.Conflict ? 409 : 422 }
            : FillingRoutes.Gone(refusals[0], token);
}
