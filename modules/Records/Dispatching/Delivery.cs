using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Writes down that a document was delivered: the day starts the time for an appeal. Runs within the caller's transaction.</summary>
internal sealed class Delivery(RecordsDb db, AppealRules rules, Registry registry, Caller caller, TimeProvider clock)
{
    /// <summary>One addressee has it; the time for an appeal of the whole ends with that of the last of them.</summary>
    public async Task Deliver(Consignment consignment, DateOnly day, bool byFiction, DateTimeOffset at, CancellationToken cancel)
    {
        var document = await db.Documents.FirstAsync(d => d.Id == consignment.Document, cancel);
        var own = await db.OwnDocuments.FirstAsync(o => o.Id == document.Id, cancel);
        consignment.Deliver(day, byFiction, own.AppealRule is { } code ? rules.On(code, day).LastDay(day) : null);
        // Two deliveries at once must not each take the other addressee for unreached: the second is tried anew.
        own.Reach();
        var delivered = await db.Consignments.Where(c => c.Document == document.Id && c.State == ConsignmentState.Delivered && c.Id != consignment.Id).ToListAsync(cancel);
        List<Guid> wanted = [document.Id, .. await db.Addressees.Where(a => a.Document == document.Id && a.Position > 0).Select(a => a.Id).ToListAsync(cancel)];
        var first = delivered.Append(consignment).GroupBy(c => c.Addressee).ToDictionary(g => g.Key, g => g.MinBy(c => c.DeliveredOn)!);
        if (wanted.TrueForAll(first.ContainsKey)) own.Deliver(first.Values.Max(c => c.DeliveredOn)!.Value, first.Values.Max(c => c.AppealUntil));
        db.Add(Step.Of(document, StepKind.Delivered, caller, at, wanted.Count > 1 ? $"{consignment.Name}, {day:d. M. yyyy}" : $"{day:d. M. yyyy}"));
    }

    /// <summary>What counted as delivered was not: the notice was taken off before its time.</summary>
    public async Task Undo(Consignment consignment, string why, CancellationToken cancel)
    {
        var own = await db.OwnDocuments.FirstAsync(o => o.Id == consignment.Document, cancel);
        consignment.Fail(why);
        own.Reach();
        own.LoseDelivery();
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
