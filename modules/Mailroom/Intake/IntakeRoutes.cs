using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Mailroom.Intake;
using Virtuos.Ui;

namespace Virtuos.Mailroom;

/// <summary>Where the filing room decides about what came and takes it out as evidence.</summary>
internal static class IntakeRoutes
{
    public const string Root = "/stul/dosle";

    /// <summary>In bytes.</summary>
    public const long LargestArchive = 500L << 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root + "/{id:guid}", async (Guid id, HttpContext http, DecideMessage act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            if (!Enum.TryParse<IntakeDecision>(form["What"], out var what)) return Results.BadRequest();
            var result = await act.Run(new(id, what, form["Words"], form["Other"]), cancel);
            if (result.Succeeded) return PageAnswer.Go($"{Root}/{id}");
            Forget(http);
            return PageAnswer.AgainIfThere<MessagePage>(texts, result.Refusals, (nameof(MessagePage.Id), id), (nameof(MessagePage.Words), form["Words"].ToString()), (nameof(MessagePage.Other), form["Other"].ToString()));
        }).BeforePages();
        // Two megabytes over the largest archive, for the other fields.
        routes.MapPost(Root + "/nahrat", async (HttpContext http, Caller caller, ImportArchive act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var sent = form.Files.GetFile(ImportArchive.Field);
            await using var content = sent is { Length: > 0 } ? sent.OpenReadStream() : null;
            var result = await act.Run(new(caller.Office ?? Guid.Empty, form["Channel"].ToString(), content), cancel);
            return result.Succeeded ? PageAnswer.Show<ImportPage>((nameof(ImportPage.Done), result.Value)) : PageAnswer.Again<ImportPage>(texts, result.Refusals);
        }).WithMetadata(new RequestSizeLimitAttribute(LargestArchive + (2L << 20)), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = LargestArchive + (2L << 20) }).BeforePages();
        routes.MapGet(Root + "/{id:guid}/soubor/{position:int}", async (Guid id, int position, HttpContext http, TakeEvidence act, CancellationToken cancel) =>
            await act.Run(new(id, position), cancel) is { Succeeded: true } taken ? Answer(http, taken.Value) : Results.NotFound()).ExcludeFromDescription();
    }

    // Whatever it is, a browser only saves it: evidence may be hostile.
    private static IResult Answer(HttpContext http, Evidence evidence)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue(DispositionTypeNames.Attachment) { FileNameStar = evidence.Name }.ToString();
        return Results.Stream(evidence.Content, MediaTypeNames.Application.Octet);
    }

    // What a refused act left behind must not be saved with the reading of the page that says why.
    private static void Forget(HttpContext http) => http.RequestServices.GetRequiredService<MailroomDb>().ChangeTracker.Clear();
}
