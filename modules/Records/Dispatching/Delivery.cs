using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Writes down that a document was delivered: the day starts the time for an appeal. Runs within the caller's transaction.</summary>
internal sealed class Delivery(RecordsDb db, AppealRules rules, Registry registry, Caller caller, TimeProvider clock)
{
    public async Task Deliver(Consignment consignment, DateOnly day, bool byFiction, DateTimeOffset at, CancellationToken cancel)
    {
        var document = await db.Documents.FirstAsync(d => d.Id == consignment.Document, cancel);
        var own = await db.OwnDocuments.FirstAsync(o => o.Id == document.Id, cancel);
        consignment.Deliver(day, byFiction);
        own.Deliver(day, own.AppealRule is { } code ? rules.On(code, day).LastDay(day) : null);
        db.Add(Step.Of(document, StepKind.Delivered, caller, at, $"{day:d. M. yyyy}"));
    }

    /// <summary>The proof of delivery becomes a part of the document it proves; when its file is closed meanwhile, a document of its own.</summary>
    public async Task File(Consignment consignment, FiledPart proof, DateTimeOffset at, CancellationToken cancel)
    {
        var document = await db.Documents.FirstAsync(d => d.Id == consignment.Document, cancel);
        if (document.File is { } id && await db.Files.AnyAsync(f => f.Id == id && f.State == FileState.Closed, cancel))
        {
            await registry.Enter(document.Office, new(document.Origin, consignment.Id, "own", document.Matter, document.Party, at, Kernel.Calendar.Prague.Day(at), document.Agenda), [proof], "proof", cancel, document);
            return;
        }
        var position = await db.Components.Where(c => c.Document == document.Id).MaxAsync(c => c.Position, cancel) + 1;
        db.Add(Component.Of(document, position, ComponentRole.Original, "proof", proof, clock.GetUtcNow()));
    }
}
