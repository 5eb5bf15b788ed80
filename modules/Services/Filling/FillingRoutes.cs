using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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
        routes.MapGet($"/podani/{{token}}/{Begin}", StartOf).BeforePages();
    }

    /// <summary>A page of the same path answers GET; this endpoint comes first.</summary>
    public static RouteHandlerBuilder BeforePages(this RouteHandlerBuilder route)
    {
        route.ExcludeFromDescription().Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = -1);
        return route;
    }

    private static async Task<IResult> Start(string office, string form, HttpContext http, BeginDraft act, CancellationToken cancel)
    {
        var begun = await act.Run(new(office, form, Network.Of(http)), cancel);
        return begun.Succeeded ? See($"/podani/{begun.Value.Token}/{begun.Value.Page}") : Results.StatusCode(begun.Refusals[0].Kind.Status());
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
        if (result.Succeeded) return See(Next(token, result.Value, zpet));
        return result.Refusals[0].Kind is RefusalKind.Invalid
            ? new RazorComponentResult<QuestionPage>(new Dictionary<string, object?> { ["Token"] = token, ["Page"] = page, ["Posted"] = posted, ["Errors"] = result.Refusals.ToErrors(texts) }) { StatusCode = 422 }
            : Gone(result.Refusals[0], token);
    }

    private static async Task<IResult> Send(string token, HttpContext http, SendDraft act, Texts texts, CancellationToken cancel)
    {
        var posted = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(token, long.TryParse(posted["seen"], out var seen) ? seen : -1, texts.Language, Network.Of(http)), cancel);
        if (result.Succeeded) return See($"/podani/{token}/potvrzeni");
        var refusal = result.Refusals[0];
        return refusal.Kind is RefusalKind.NotFound || refusal.Code is DraftReader.Expired
            ? Gone(refusal, token)
            : new RazorComponentResult<CheckPage>(new Dictionary<string, object?> { ["Token"] = token, ["Errors"] = result.Refusals.Select(r => new FieldError("", texts.Say(r))).ToList() }) { StatusCode = refusal.Kind.Status() };
    }

    private static async Task<IResult> StartOf(string token, DraftReader drafts, Contracts.Directory.IDirectory directory, CancellationToken cancel) =>
        await drafts.Find(token, cancel) is { } draft && await directory.Office(draft.Addressee, cancel) is { } office ? Results.LocalRedirect($"/urad/{office.Slug}/podat/{draft.Form}") : Results.NotFound();

    private static async Task<IResult> Save(string token, HttpContext http, SaveForLater act, Texts texts, CancellationToken cancel)
    {
        var email = (await http.Request.ReadFormAsync(cancel))["email"].ToString();
        var result = await act.Run(new(token, email), cancel);
        if (result.Succeeded) return See($"/podani/{token}/ulozit?odeslano=ano");
        return result.Refusals[0].Kind is RefusalKind.Invalid or RefusalKind.TooMany
            ? new RazorComponentResult<SavePage>(new Dictionary<string, object?> { ["Token"] = token, ["Email"] = email, ["Errors"] = result.Refusals.ToErrors(texts) }) { StatusCode = result.Refusals[0].Kind.Status() }
            : Gone(result.Refusals[0], token);
    }

    private static async Task<IResult> Resume(string key, ResumeDraft act, Texts texts, CancellationToken cancel)
    {
        var result = await act.Run(new(key), cancel);
        return result.Succeeded
            ? See($"/podani/{result.Value.Token}/{result.Value.WhereToGoOn ?? FormPage.Check}")
            : new RazorComponentResult<ResumePage>(new Dictionary<string, object?> { ["Key"] = key, ["Errors"] = result.Refusals.Select(r => new FieldError("", texts.Say(r))).ToList() }) { StatusCode = result.Refusals[0].Kind.Status() };
    }

    /// <summary>Address of the page that comes next; on the way back to the check page it keeps saying so.</summary>
    public static string Next(string token, NextStep next, string? zpet) => $"/podani/{token}/{next.Page}{(next.Page == FormPage.Check ? "" : Query(zpet))}";

    public static string Query(string? zpet) => zpet == FormPage.Check ? "?zpet=kontrola" : "";

    // The page itself explains why the draft cannot be gone on with.
    public static IResult Gone(Refusal refusal, string token) => refusal.Code == DraftReader.Sent ? See($"/podani/{token}/potvrzeni")
        : refusal.Code == DraftReader.Expired ? See($"/podani/{token}/{FormPage.Check}")
        : Results.StatusCode(refusal.Kind.Status());

    /// <summary>303: the answer to a form is another page, so that reloading sends nothing again.</summary>
    public static IResult See(string path) => new SeeOther(path);

    private sealed class SeeOther(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
