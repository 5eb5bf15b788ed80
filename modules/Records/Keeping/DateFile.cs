using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Year">The year in which the event came.</param>
internal sealed record DateFileInput(Guid File, int? Year);

/// <summary>The event came from which a closed file is kept, where that is not the closing: the year of its disposal is known now (§ 15 of decree 259/2012).</summary>
internal sealed class DateFile(Caller caller, RecordsDb db, Sight sight, FileKeeping keeping, TimeProvider clock) : UseCase<DateFileInput, int>(caller, RecordsPermissions.Desk)
{
    /// <returns>The year of disposal.</returns>
    protected override async Task<Result<int>> Do(DateFileInput input, CancellationToken cancel)
    {
        if (await sight.FindFile(input.File, cancel) is not { } file) return Refusal.NotFound();
        if (!MoveFile.Moves(Caller, file)) return Refusal.Forbidden();
        if (file.State != FileState.Closed) return Refusal.Conflict("records.keep.not-closed");
        if (file.Volume is not null) return Refusal.Conflict("records.keep.in-volume");
        if (file.TriggerYear is not null) return Refusal.Conflict("records.keep.dated", ("year", $"{file.TriggerYear}"));
        var (first, last) = (Prague.Day(file.OpenedAt).Year, Prague.Today(clock).Year);
        if (input.Year is not { } year || year < first || year > last) return Refusal.Invalid(nameof(input.Year), "records.keep.no-year", ("first", $"{first}"), ("last", $"{last}"));
        file.Date(year, (await keeping.Of(file, cancel)).Terms.YearAfter(year));
        db.Add(FileStep.Of(file.Office, file.Id, FileStepKind.Dated, Caller, clock.GetUtcNow(), $"{year} → {file.DiscardYear}"));
        await db.SaveChangesAsync(cancel);
        return file.DiscardYear!.Value;
    }
}
