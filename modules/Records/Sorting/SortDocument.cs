using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Agenda">The right agenda; null confirms the proposal as it stands.</param>
/// <param name="Unit">The right unit; without it the one competent for the agenda.</param>
internal sealed record SortDocumentInput(Guid Document, string? Agenda, Guid? Unit = null, Guid? Official = null, uint? Version = null);

/// <summary>
/// A person confirms or corrects where a document was proposed to go, and it goes there at once; the decision is counted, and teaches. What
/// was sorted before can be sorted again: then only the last decision counts.
/// </summary>
internal sealed class SortDocument(Caller caller, RecordsDb db, Sight sight, Sorter sorter, Circulation circulation, IDirectory directory, TimeProvider clock)
    : UseCase<SortDocumentInput, Done>(caller, RecordsPermissions.HandOver)
{
    protected override async Task<Result<Done>> Do(SortDocumentInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.HandsOver(document)) return Refusal.Forbidden();
        if (document is not { Kind: DocumentKind.Received, Parent: null, IsOpen: true }) return Refusal.Conflict("records.refusal.not-open");
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        if (await db.SortingProposals.FirstOrDefaultAsync(p => p.Document == document.Id, cancel) is not { } proposal) return Refusal.NotFound();

        var (agenda, unit, wanted) = input.Agenda is { } said ? (said, input.Unit, input.Official) : (proposal.Agenda, proposal.Unit, proposal.Official);
        if (agenda is null) return Refusal.Conflict("records.sorting.nothing-proposed");
        // A form may name an agenda that the counter does not know.
        var paper = Array.Find(PaperAgenda.All, a => a.Code == agenda);
        if (paper is null && agenda != document.Agenda) return Refusal.Invalid(nameof(input.Agenda), "records.refusal.no-agenda");
        var official = wanted is { } id ? await directory.Official(id, cancel) : null;
        if (wanted is not null && official?.Office != document.Office) return Refusal.Invalid(nameof(input.Official), "records.refusal.no-such-official");
        var place = (unit ?? official?.Unit) is { } one ? (await directory.Units(document.Office, cancel)).FirstOrDefault(u => u.Id == one) : await directory.UnitFor(document.Office, agenda, cancel);
        if (place is null) return Refusal.Invalid(nameof(input.Unit), "records.refusal.no-such-unit");
        if (official is not null && official.Unit != place.Id) return Refusal.Invalid(nameof(input.Official), "records.refusal.official-elsewhere", ("name", official.Name), ("unit", place.Name));

        var before = proposal.Taken;
        proposal.Decide(new(agenda, place.Id, official?.Id), Caller.Name, clock.GetUtcNow());
        var asProposed = proposal.Agenda == agenda;
        if (paper is not null && (agenda != document.Agenda || (asProposed && (proposal.FilingMark ?? proposal.DeadlineRule) is not null)))
            document.BelongTo(agenda, asProposed && proposal.FilingMark is { } mark ? mark : paper.FilingMark, asProposed && proposal.DeadlineRule is { } rule ? rule : paper.DeadlineRule);
        var (fromUnit, fromHolder) = (document.Unit, document.Holder);
        if (fromUnit != place.Id || (official is not null && fromHolder != official.Id))
        {
            if (document.HandOver(place.Id, official?.Id) is { } no) return no;
            await circulation.Note(document, StepKind.HandedOver, fromUnit, fromHolder, official, null, cancel);
        }
        await sorter.Learn(proposal, before, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
