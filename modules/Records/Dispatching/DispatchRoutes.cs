using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Language;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where documents are sent out, deliveries entered and appeals tied to decisions.</summary>
internal static class DispatchRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var document = routes.MapGroup("/stul/dokument/{id:guid}").ExcludeFromDescription();
        document.MapPost("/vypravit", (Guid id, HttpContext http, DispatchDocument act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "vypravit", texts, form => act.Run(new(id, form["Channel"], form["Address"], DeskRoutes.Version(form))
            {
                Addressee = Guid.TryParse(form["Addressee"], out var addressee) ? addressee : null,
                Why = form["Why"],
                Service = form["Service"],
            }, cancel), cancel));
        document.MapPost("/adresat", (Guid id, HttpContext http, SaveAddressee act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "adresat", texts, form => act.Run(new(id, Guid.TryParse(form["Addressee"], out var addressee) ? addressee : null, form["Name"], form["Address"], form["Email"], form["Box"], form["Portal"] == "true"), cancel), cancel));
        document.MapPost("/adresat-schranka", (Guid id, HttpContext http, FindBox act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "adresat", texts, form => act.Run(new(id, Guid.TryParse(form["Addressee"], out var addressee) ? addressee : Guid.Empty), cancel), cancel));
        document.MapPost("/adresat-odebrat", (Guid id, HttpContext http, DropAddressee act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "adresat-odebrat", texts, form => act.Run(new(id, Guid.TryParse(form["Addressee"], out var addressee) ? addressee : Guid.Empty), cancel), cancel));
        document.MapPost("/zasilka/{consignment:guid}", (Guid id, Guid consignment, HttpContext http, RecordPost act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "zasilka", texts, form => act.Run(new(id, consignment, form["What"], DateAnswer.Read(form, "Day").Date, form["Note"], form["Postage"], form["Tracking"]), cancel), cancel));
        document.MapGet("/obalka.pdf", async (Guid id, HttpContext http, PrintCover act, CancellationToken cancel) =>
            await act.Run(new(id, Guid.TryParse(http.Request.Query["zasilka"], out var consignment) ? consignment : null), cancel) is { Succeeded: true } read
                ? DocumentBytes.Answer(http, new(new MemoryStream(read.Value), "obalka.pdf", "application/pdf"))
                : Results.NotFound());
        document.MapPost("/odvolani", (Guid id, HttpContext http, LinkAppeal act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "odvolani", texts, form => act.Run(new(id, form["Number"]), cancel), cancel));
        document.MapPost("/odvolani-vysledek", (Guid id, HttpContext http, EndAppeal act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "odvolani-vysledek", texts, form => act.Run(new(id, form["Outcome"], DateAnswer.Read(form, "OutcomeDay").Date), cancel), cancel));
    }
}
