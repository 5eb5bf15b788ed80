using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Services.Filling;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.PaperTwin;

/// <summary>Where forms are printed: a draft with what is filled in, and a blank one.</summary>
internal static class PaperTwinRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/podani/{token}/tisk.pdf", async (string token, HttpContext http, DraftReader drafts, IDirectory directory, PaperPress press, Texts texts, TimeProvider clock, CancellationToken cancel) =>
        {
            if (await drafts.Open(token, cancel) is not { Succeeded: true, Value: var draft } || await directory.Office(draft.Draft.Addressee, cancel) is not { } office) return Results.NotFound();
            http.Response.Headers.CacheControl = "no-store";
            return Results.Bytes(press.Press(TwinPaper.Of(draft.Form, draft.Answers, token, office, clock.GetUtcNow(), texts)).Bytes, "application/pdf", $"{draft.Form.Slug}.pdf");
        }).ExcludeFromDescription();
        routes.MapGet("/urad/{slug}/podat/{form}/tisk.pdf", async (string slug, string form, FormShelf forms, IDirectory directory, PaperPress press, Texts texts, TimeProvider clock, CancellationToken cancel) =>
            forms.Today(form, clock) is { } asked && await directory.OfficeBySlug(slug, cancel) is { } office
                ? Results.Bytes(press.Press(TwinPaper.Of(asked, null, null, office, clock.GetUtcNow(), texts)).Bytes, "application/pdf", $"{asked.Slug}.pdf")
                : Results.NotFound()).ExcludeFromDescription();
    }
}
