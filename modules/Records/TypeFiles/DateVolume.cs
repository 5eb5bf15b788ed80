using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

internal sealed record DateVolumeInput(Guid Volume, int? Year);

/// <summary>The event came from which a closed volume is kept, where that is not the closing; all its files are due with it.</summary>
internal sealed class DateVolume(Caller caller, RecordsDb db, TypeFileSight sight, VolumeClosing closing, TimeProvider clock) : UseCase<DateVolumeInput, Guid>(caller, RecordsPermissions.Desk)
{
    /// <returns>The type file.</returns>
    protected override async Task<Result<Guid>> Do(DateVolumeInput input, CancellationToken cancel)
    {
        if (await db.Volumes.FirstOrDefaultAsync(v => v.Id == input.Volume, cancel) is not { } volume) return Refusal.NotFound();
        var section = await db.Sections.AsNoTracking().FirstAsync(s => s.Id == volume.Section, cancel);
        if (await sight.Find(section.TypeFile, cancel) is not { } file) return Refusal.NotFound();
        if (!sight.Handles(file)) return Refusal.Forbidden();
        if (volume is not { ClosedAt: not null, DiscardYear: null }) return Refusal.Conflict("records.type-file.not-dated");
        var (first, last) = (Prague.Day(volume.OpenedAt).Year, Prague.Today(clock).Year);
        if (input.Year is not { } year || year < first || year > last) return Refusal.Invalid($"Year-{volume.Id}", "records.keep.no-year", ("first", $"{first}"), ("last", $"{last}"));
        var files = await db.Files.Where(f => f.Volume == volume.Id).ToListAsync(cancel);
        if (await closing.Kept(file, section, files, cancel) is not var (kept, _)) return Refusal.Conflict("records.refusal.no-such-filing-mark");
        var due = kept.YearAfter(year);
        volume.Date(year, due);
        foreach (var inside in files) inside.Date(year, due);
        db.Add(FileStep.Of(file.Office, file.Id, FileStepKind.Dated, Caller, clock.GetUtcNow(), $"{section.Mark}/{volume.Number}: {year} → {due}"));
        await db.SaveChangesAsync(cancel);
        return file.Id;
    }
}
