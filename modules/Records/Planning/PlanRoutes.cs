using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Records.Planning;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where plans are imported, adopted, given up and taken out.</summary>
internal static class PlanRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/stul/spisovy-plan.xml", async (Guid? verze, HttpContext http, ExportPlan act, CancellationToken cancel) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return await act.Run(verze, cancel) is { Succeeded: true } read ? Results.Bytes(read.Value, "application/xml", "spisovy-plan.xml") : Results.NotFound();
        }).ExcludeFromDescription();
        // A megabyte over the largest plan, for the other fields.
        routes.MapPost("/stul/spisovy-plan", async (HttpContext http, ProposePlan act, Texts texts, CancellationToken cancel) =>
        {
            var sent = (await http.Request.ReadFormAsync(cancel)).Files.GetFile(PlanFaults.Field);
            await using var plan = sent is { Length: > 0 } ? sent.OpenReadStream() : null;
            var result = await act.Run(new(plan), cancel);
            return result.Succeeded ? Results.LocalRedirect($"/stul/spisovy-plan/navrh/{result.Value}") : PageAnswer.Again<PlanPage>(texts, result.Refusals);
        }).WithMetadata(new RequestSizeLimitAttribute(PlanXmlReader.Largest + (1024 * 1024))).BeforePages();
        var proposal = routes.MapGroup("/stul/spisovy-plan/navrh/{id:guid}").ExcludeFromDescription();
        proposal.MapPost("/prijmout", async (Guid id, HttpContext http, AdoptPlan act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var from = DateAnswer.Read(form, nameof(AdoptPlanInput.From));
            var result = await act.Run(new(id, from.Date, DeskRoutes.Version(form)), cancel);
            DeskRoutes.Forget(http);
            return result.Succeeded ? Results.LocalRedirect("/stul/spisovy-plan?hotovo=prijato")
                : PageAnswer.AgainIfThere<ProposalPage>(texts, result.Refusals, (nameof(ProposalPage.Id), id), (nameof(ProposalPage.Typed), from));
        });
        proposal.MapPost("/zahodit", async (Guid id, DropPlan act, Texts texts, CancellationToken cancel) =>
        {
            var result = await act.Run(id, cancel);
            return result.Succeeded ? Results.LocalRedirect("/stul/spisovy-plan?hotovo=zahozeno") : result.ToHttp(texts);
        });
    }
}
