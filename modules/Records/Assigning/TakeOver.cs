using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Version">The version the official saw; null when they act on a list.</param>
internal sealed record TakeOverInput(Guid Document, uint? Version = null);

/// <summary>An official takes a document over: from now on they handle it and the citizen sees who they are.</summary>
internal sealed class TakeOver(Caller caller, RecordsDb db, Sight sight, Circulation circulation, Sorter sorter, IDirectory directory)
    : UseCase<TakeOverInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(TakeOverInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        if (Caller.Person is not { } me || await directory.Official(me, cancel) is not { } official) return Refusal.Forbidden();

        var (unit, holder) = (document.Unit, document.Holder);
        // Work of a colleague is taken by the head or by a substitute, not by whoever comes first.
        if (holder is { } other && !Caller.ActsFor.Contains(other) && !sight.Leads(document)) return Refusal.Conflict("records.refusal.held-by-other");
        if (document.TakeOver(me) is { } no) return no;
        await circulation.Note(document, StepKind.TakenOver, unit, holder, official, null, cancel);
        await sorter.Note(document, me, moved: false, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
