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
            DeskRoutes.Do(http, id, "vypravit", texts, form => act.Run(new(id, form["Channel"], form["Address"], DeskRoutes.Version(form)), cancel), cancel));
        document.MapPost("/zasilka/{consignment:guid}", (Guid id, Guid consignment, HttpContext http, RecordPost act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "zasilka", texts, form => act.Run(new(id, consignment, form["What"], DateAnswer.Read(form, "Day").Date, form["Note"], form["Postage"]), cancel), cancel));
        document.MapGet("/obalka.pdf", async (Guid id, HttpContext http, PrintCover act, CancellationToken cancel) =>
            await act.Run(id, cancel) is { Succeeded: true } read
                ? DocumentBytes.Answer(http, new(new MemoryStream(read.Value), "obalka.pdf", "application/pdf"))
                : Results.NotFound());
        document.MapPost("/odvolani", (Guid id, HttpContext http, LinkAppeal act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "odvolani", texts, form => act.Run(new(id, form["Number"]), cancel), cancel));
        document.MapPost("/odvolani-vysledek", (Guid id, HttpContext http, EndAppeal act, Texts texts, CancellationToken cancel) =>
            DeskRoutes.Do(http, id, "odvolani-vysledek", texts, form => act.Run(new(id, form["Outcome"], DateAnswer.Read(form, "OutcomeDay").Date), cancel), cancel));
    }
}
