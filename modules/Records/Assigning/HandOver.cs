using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Unit">The unit it goes to; that of the official when only they are given.</param>
/// <param name="Official">The official it goes to, or null for the unit as a whole.</param>
internal sealed record HandOverInput(Guid Document, Guid? Unit, Guid? Official, string? Reason, uint? Version = null);

/// <summary>A document is given to another unit or official with a reason; the receiver takes it over.</summary>
internal sealed class HandOver(Caller caller, RecordsDb db, Sight sight, Circulation circulation, Sorter sorter, IDirectory directory)
    : UseCase<HandOverInput, Done>(caller, RecordsPermissions.HandOver)
{
    public const int LongestReason = 500;

    protected override async Task<Result<Done>> Do(HandOverInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.HandsOver(document)) return Refusal.Forbidden();
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        var reason = SafeText.Clean(input.Reason, LongestReason);
        if (reason.TooLong) return Refusal.Invalid(nameof(input.Reason), "records.refusal.too-long", ("count", LongestReason));

        var official = input.Official is { } id ? await directory.Official(id, cancel) : null;
        if (input.Official is not null && official?.Office != document.Office) return Refusal.Invalid(nameof(input.Official), "records.refusal.no-such-official");
        var wanted = input.Unit ?? official?.Unit;
        if ((await directory.Units(document.Office, cancel)).FirstOrDefault(u => u.Id == wanted) is not { } unit)
            return Refusal.Invalid(nameof(input.Unit), "records.refusal.no-such-unit");
        if (official is not null && official.Unit != unit.Id) return Refusal.Invalid(nameof(input.Official), "records.refusal.official-elsewhere", ("name", official.Name), ("unit", unit.Name));

        var (fromUnit, fromHolder) = (document.Unit, document.Holder);
        if (fromUnit == unit.Id && fromHolder == official?.Id && document.State == DocumentState.Registered) return Refusal.Conflict("records.refusal.already-there");
        if (document.HandOver(unit.Id, official?.Id) is { } no) return no;
        await circulation.Note(document, StepKind.HandedOver, fromUnit, fromHolder, official, reason.Text, cancel);
        await sorter.Note(document, official?.Id, moved: true, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
