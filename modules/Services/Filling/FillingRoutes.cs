using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Services.FormEngine;
using Virtuos.Ui;

namespace Virtuos.Services.Filling;

/// <summary>Where the forms of filling in are sent. A GET of the same paths is answered by the pages.</summary>
internal static class FillingRoutes
{
    /// <summary>Path of a draft's start page.</summary>
    public const string Begin = "zacatek";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/urad/{office}/podat/{form}", Start).BeforePages();
        routes.MapPost("/podani/{token}/{page}", Answer).BeforePages();
        routes.MapPost("/podani/{token}/kontrola", Send).BeforePages();
        routes.MapPost("/podani/{token}/ulozit", Save).BeforePages();
        routes.MapPost("/pokracovat/{key}", Resume).BeforePages();
        routes.MapPost("/moje/koncept/{draft:guid}", Reopen).BeforePages();
        routes.MapGet($"/podani/{{token}}/{Begin}", StartOf).BeforePages();
    }

    private static async Task<IResult> Start(string office, string form, HttpContext http, BeginDraft act, Texts texts, CancellationToken cancel)
    {
        var against = http.Request.HasFormContentType ? (await http.Request.ReadFormAsync(cancel))["proti"].ToString() : null;
        var begun = await act.Run(new(office, form, Network.Of(http), against), cancel);
        if (begun.Succeeded) return PageAnswer.Go($"/podani/{begun.Value.Token}/{begun.Value.Page}");
        return begun.Refusals[0].Kind is RefusalKind.NotFound
            ? Results.NotFound()
            : PageAnswer.Again<StartPage>(texts, begun.Refusals, ("Office", office), ("Form", form));
    }

    private static async Task<IResult> Answer(string token, string page, string? zpet, HttpContext http, AnswerPage act, DraftReader drafts, Texts texts, CancellationToken cancel)
    {
        var posted = await http.Request.ReadFormAsync(cancel);
        var opened = await drafts.Open(token, cancel);
        if (!opened.Succeeded) return Gone(opened.Refusals[0], token);
        if (opened.Value.Form.Page(page) is not { } asked) return Results.NotFound();
        var given = asked.Questions.ToDictionary(q => q.Id, q => AnswerForm.Read(q, posted), StringComparer.Ordinal);
        var back = zpet == FormPage.Check;
        var result = await act.Run(new(token, page, given, back), cancel);
        if (result.Succeeded) return PageAnswer.Go(Next(token, result.Value, zpet));
        return result.Refusals[0].Kind is RefusalKind.Invalid
            ? PageAnswer.Again<QuestionPage>(texts, result.Refusals, ("Token", token), ("Page", page), ("Posted", posted))
            : Gone(result.Refusals[0], token);
    }

    private static async Task<IResult> Send(string token, HttpContext http, SendDraft act, Texts texts, CancellationToken cancel)
    {
        var posted = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(token, long.TryParse(posted["seen"], out var seen) ? seen : -1, texts.Language, Network.Of(http)), cancel);
        if (result.Succeeded) return PageAnswer.Go($"/podani/{token}/potvrzeni");
        var refusal = result.Refusals[0];
        return refusal.Kind is RefusalKind.NotFound || refusal.Code is DraftReader.Expired
            ? Gone(refusal, token)
            : PageAnswer.Again<CheckPage>(texts, [.. result.Refusals.Select(r => r with { Field = null })], ("Token", token));
    }

    private static async Task<IResult> StartOf(string token, DraftReader drafts, Contracts.Directory.IDirectory directory, CancellationToken cancel) =>
        await drafts.Find(token, cancel) is { } draft && await directory.Office(draft.Addressee, cancel) is { } office ? Results.LocalRedirect($"/urad/{office.Slug}/podat/{draft.Form}") : Results.NotFound();

    private static async Task<IResult> Save(string token, HttpContext http, SaveForLater act, Texts texts, CancellationToken cancel)
    {
        var email = (await http.Request.ReadFormAsync(cancel))["email"].ToString();
        var result = await act.Run(new(token, email), cancel);
        if (result.Succeeded) return PageAnswer.Go($"/podani/{token}/ulozit?odeslano=ano");
        return result.Refusals[0].Kind is RefusalKind.Invalid or RefusalKind.TooMany
            ? PageAnswer.Again<SavePage>(texts, result.Refusals, ("Token", token), ("Email", email))
            : Gone(result.Refusals[0], token);
    }

    private static async Task<IResult> Reopen(Guid draft, ReopenDraft act, CancellationToken cancel)
    {
        var result = await act.Run(draft, cancel);
        if (result.Succeeded) return PageAnswer.Go($"/podani/{result.Value.Token}/{result.Value.WhereToGoOn ?? FormPage.Check}");
        return Gone(result.Refusals[0], "");
    }

    private static async Task<IResult> Resume(string key, ResumeDraft act, Texts texts, CancellationToken cancel)
    {
        var result = await act.Run(new(key), cancel);
        return result.Succeeded
            ? PageAnswer.Go($"/podani/{result.Value.Token}/{result.Value.WhereToGoOn ?? FormPage.Check}")
            : PageAnswer.Again<ResumePage>(texts, result.Refusals, ("Key", key));
    }

    /// <summary>Address of the page that comes next; on the way back to the check page it keeps saying so.</summary>
    public static string Next(string token, NextStep next, string? zpet) => $"/podani/{token}/{next.Page}{(next.Page == FormPage.Check ? "" : Query(zpet))}";

    public static string Query(string? zpet) => zpet == FormPage.Check ? "?zpet=kontrola" : "";

    // The page itself explains why the draft cannot be gone on with.
    public static IResult Gone(Refusal refusal, string token) => refusal.Code == DraftReader.Sent ? PageAnswer.Go($"/podani/{token}/potvrzeni")
        : refusal.Code == DraftReader.Expired ? PageAnswer.Go($"/podani/{token}/{FormPage.Check}")
        : Results.StatusCode(refusal.Kind.Status());
}
