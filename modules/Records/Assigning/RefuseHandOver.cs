using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

internal sealed record RefuseHandOverInput(Guid Document, string? Reason, uint? Version = null);

/// <summary>Whoever a document was given to does not take it over and says why: it goes back to where it came from.</summary>
internal sealed class RefuseHandOver(Caller caller, RecordsDb db, Sight sight, Circulation circulation, Sorter sorter, RunBook runs, IDirectory directory) : UseCase<RefuseHandOverInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(RefuseHandOverInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        await runs.Hold(input.Document, cancel);
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        if (document.State != DocumentState.Registered || await Circulation.LastMove(db, document.Id, cancel) is not { Kind: StepKind.HandedOver, FromUnit: { } unit } given) return Refusal.Conflict("records.hand-over.not-given");
        var reason = SafeText.Clean(input.Reason, HandOver.LongestReason, multiline: true);
        if (reason.Text.Length == 0) return Refusal.Invalid("RefusalReason", "records.hand-over.reason-missing");
        if (reason.TooLong) return Refusal.Invalid("RefusalReason", "records.refusal.too-long", ("count", HandOver.LongestReason));

        var (fromUnit, fromHolder) = (document.Unit, document.Holder);
        // Somebody who left meanwhile cannot get it back: then their unit does.
        var giver = given.FromHolder is { } id ? await directory.Official(id, cancel) : null;
        if (document.HandOver(unit, giver?.Unit == unit ? giver.Id : null) is { } no) return no;
        await circulation.Note(document, StepKind.HandOverRefused, fromUnit, fromHolder, giver?.Unit == unit ? giver : null, reason.Text, cancel);
        await sorter.Undo(document, fromUnit, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}

/// <summary>Whoever gave a document away takes it back before anybody has taken it over.</summary>
internal sealed class Recall(Caller caller, RecordsDb db, Sight sight, Circulation circulation, Sorter sorter, RunBook runs, IDirectory directory) : UseCase<Guid, Done>(caller, RecordsPermissions.HandOver)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        await runs.Hold(input, cancel);
        if (await sight.Find(input, cancel) is not { } document) return Refusal.NotFound();
        if (!await sight.Gave(document, cancel) || await Circulation.LastMove(db, document.Id, cancel) is not { FromUnit: { } unit } given) return Refusal.Conflict("records.hand-over.taken");
        var (fromUnit, fromHolder) = (document.Unit, document.Holder);
        var giver = given.FromHolder is { } id ? await directory.Official(id, cancel) : null;
        if (giver is not null && giver.Unit != unit) giver = null;
        if (document.HandOver(unit, giver?.Id) is { } no) return no;
        // It never left the hands of whoever had it.
        if (giver is not null) document.TakeOver(giver.Id);
        await circulation.Note(document, StepKind.Recalled, fromUnit, fromHolder, giver, null, cancel);
        await sorter.Undo(document, fromUnit, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
