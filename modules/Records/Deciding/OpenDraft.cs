using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>What the page of a text shows.</summary>
/// <param name="Approvers">Who can approve it, the likeliest first; empty for whoever only reads.</param>
/// <param name="Returned">The reason of the last return, while it is being reworked.</param>
/// <param name="Route">The way it will go; null where the author chooses who approves it.</param>
internal sealed record DraftView(OwnPaperParts Parts, DecisionTemplate? Template, IReadOnlyList<OfficialCard> Approvers, bool Writes, Step? Returned, PlannedRoute? Route);

/// <summary>An official opens the text of an own document; the reading goes to the ledger.</summary>
internal sealed class OpenDraft(Caller caller, RecordsDb db, Sight sight, OwnShelf shelf, Approvers approvers, ReadRuns runs, DecisionTemplates templates, TimeProvider clock)
    : UseCase<Guid, DraftView>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<DraftView>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { } document || await shelf.Parts(document, cancel) is not { } parts) return Refusal.NotFound();
        db.NoteRead(nameof(OwnDocument), document.Id);
        await db.SaveChangesAsync(cancel);
        var writes = document.IsDraft && sight.Handles(document);
        return new DraftView(parts, templates.On(parts.Own.Template, Prague.Today(clock)), writes ? await approvers.For(document, parts.Own.Author, cancel) : [], writes,
            document.State == DocumentState.Returned ? await approvers.LastReturn(document.Id, cancel) : null,
            writes ? await runs.Planned(document, parts.Own, cancel) : null);
    }
}
