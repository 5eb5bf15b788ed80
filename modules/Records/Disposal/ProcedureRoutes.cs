using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Records.Disposal;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where the forms of disposal procedures are sent, and their packages and papers taken.</summary>
internal static class ProcedureRoutes
{
    private const string Root = "/stul/skartace/rizeni";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root, async (HttpContext http, OpenProcedure act, Texts texts, CancellationToken cancel) =>
        {
            var result = await act.Run(default, cancel);
            if (result.Succeeded) return Results.LocalRedirect($"{Root}/{result.Value}");
            DeskRoutes.Forget(http);
            return PageAnswer.Again<ProceduresPage>(texts, result.Refusals);
        }).BeforePages();
        routes.MapPost("/stul/skartace/archiv", async (HttpContext http, SetArchive act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var result = await act.Run(new(form["Name"], form["Code"], form["Originator"], form["Address"], form["SignIn"], form["Secret"]), cancel);
            return result.Succeeded ? Results.LocalRedirect("/stul/skartace/archiv?hotovo=1") : PageAnswer.Again<ArchivePage>(texts, result.Refusals, (nameof(ArchivePage.Form), form));
        }).BeforePages();
        var one = routes.MapGroup(Root + "/{id:guid}").ExcludeFromDescription();
        one.MapPost("/zkontrolovat", (Guid id, HttpContext http, CheckProposal act, Texts texts, CancellationToken cancel) => Do(http, id, "zkontrolovat", () => act.Run(id, cancel), texts));
        one.MapPost("/odeslat", (Guid id, HttpContext http, SendProposal act, Texts texts, CancellationToken cancel) => Do(http, id, "odeslat", () => act.Run(id, cancel), texts));
        one.MapPost("/zahodit", (Guid id, HttpContext http, DropProcedure act, Texts texts, CancellationToken cancel) => Do(http, id, "zahodit", () => act.Run(id, cancel), texts));
        one.MapPost("/predano", (Guid id, HttpContext http, HandedByHand act, Texts texts, CancellationToken cancel) => Do(http, id, "predano", () => act.Run(id, cancel), texts));
        one.MapPost("/pozadat", (Guid id, HttpContext http, AskRelease act, Texts texts, CancellationToken cancel) => Do(http, id, "pozadat", () => act.Run(id, cancel), texts));
        one.MapPost("/uvolnit", (Guid id, HttpContext http, ReleaseDestruction act, Texts texts, CancellationToken cancel) => Do(http, id, "uvolnit", () => act.Run(id, cancel), texts));
        // A megabyte over the largest list, for the other fields.
        one.MapPost("/odpoved", async (Guid id, HttpContext http, TakeAnswer act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            using var list = form.Files.GetFile(TakeAnswer.Field) is { Length: > 0 } sent ? await Whole(sent, cancel) : null;
            return Answer(http, id, "odpoved", await act.Run(new(id, list, form["Why"]), cancel), texts);
        }).WithMetadata(new RequestSizeLimitAttribute(ArchiveList.Largest + (1024 * 1024)));
        var item = one.MapGroup("/polozka/{item:guid}");
        item.MapPost("/vynechat", async (Guid id, Guid item, HttpContext http, LeaveOut act, Texts texts, CancellationToken cancel) =>
            Answer(http, id, "vynechat", await act.Run(new(item, (await http.Request.ReadFormAsync(cancel))[LeaveOut.FieldOf(item)]), cancel), texts));
        item.MapPost("/vratit", (Guid id, Guid item, HttpContext http, PutBack act, Texts texts, CancellationToken cancel) => Do(http, id, "vratit", () => act.Run(item, cancel), texts));
        item.MapPost("/znovu", (Guid id, Guid item, HttpContext http, SendAgain act, Texts texts, CancellationToken cancel) => Do(http, id, "znovu", () => act.Run(item, cancel), texts));
        item.MapPost("/lhuta", async (Guid id, Guid item, HttpContext http, KeepLonger act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            return Answer(http, id, "lhuta", await act.Run(new(item, int.TryParse(form[KeepLonger.YearOf(item)], NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null, form[KeepLonger.ReasonOf(item)]), cancel), texts);
        });
        one.MapGet("/balicek/{parcel:guid}", async (Guid id, Guid parcel, HttpContext http, TakeParcel act, CancellationToken cancel) =>
            await act.Run(new(id, parcel), cancel) is { Succeeded: true } read ? DocumentBytes.Answer(http, read.Value) : Results.NotFound());
        one.MapGet("/navrh.pdf", (Guid id, HttpContext http, ReadProcedurePaper act, CancellationToken cancel) => Paper(http, act, new(id, Certificate: false), cancel));
        one.MapGet("/protokol.pdf", (Guid id, HttpContext http, ReadProcedurePaper act, CancellationToken cancel) => Paper(http, act, new(id, Certificate: true), cancel));
    }

    private static async Task<IResult> Paper(HttpContext http, ReadProcedurePaper act, ProcedurePaperInput which, CancellationToken cancel) =>
        await act.Run(which, cancel) is { Succeeded: true } read ? DocumentBytes.Answer(http, read.Value) : Results.NotFound();

    private static async Task<MemoryStream> Whole(IFormFile sent, CancellationToken cancel)
    {
        var bytes = new MemoryStream();
        await sent.CopyToAsync(bytes, cancel);
        bytes.Position = 0;
        return bytes;
    }

    private static async Task<IResult> Do<T>(HttpContext http, Guid id, string act, Func<Task<Result<T>>> run, Texts texts) => Answer(http, id, act, await run(), texts);

    private static IResult Answer<T>(HttpContext http, Guid id, string act, Result<T> result, Texts texts)
    {
        if (result.Succeeded) return Results.LocalRedirect($"{Root}/{id}?hotovo={act}");
        DeskRoutes.Forget(http);
        return PageAnswer.AgainIfThere<ProcedurePage>(texts, result.Refusals, (nameof(ProcedurePage.Id), id));
    }
}
