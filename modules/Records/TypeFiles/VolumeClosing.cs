using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>Closes a volume and starts the time of everything in it; runs within the caller's transaction, which holds the volume's row.</summary>
internal sealed class VolumeClosing(Caller caller, RecordsDb db, FilePlans plans, RetentionMarks marks, ActingPerson persons, TimeProvider clock)
{
    public async Task<Refusal?> Close(TypeFile file, FileSection section, FileVolume volume, CancellationToken cancel)
    {
        var files = await db.Files.Where(f => f.Volume == volume.Id).ToListAsync(cancel);
        if (files.Find(f => f.State != FileState.Closed) is { } open) return Refusal.Conflict("records.type-file.file-open", ("mark", open.Mark));
        var at = clock.GetUtcNow();
        var rule = (await plans.Version(file.Office, file.Plan, file.OpenedAt, cancel)).RuleUnder(section.Mark);
        if (rule is null) return Refusal.Conflict("records.refusal.no-such-filing-mark");
        var kept = files.Aggregate(rule.Terms, (terms, f) => terms.With(new(f.RetentionMark, f.RetentionYears)));
        if (!marks.AtClosing(kept.Mark, Prague.Day(at))) return Refusal.Conflict("records.close.hindrance.mark", ("name", $"{kept.Mark}{kept.Years}"));
        volume.Close(await persons.Now(file.Office, file.Unit, cancel), at, kept);
        if (marks.IsClosing(rule.TriggerEvent))
        {
            var year = Prague.Day(at).Year;
            volume.Date(year, kept.YearAfter(year));
            // A volume goes for disposal as a whole, so its files are due with it.
            foreach (var inside in files) inside.Date(year, kept.YearAfter(year));
        }
        db.Add(FileStep.Of(file.Office, file.Id, FileStepKind.VolumeClosed, caller, at, $"{section.Mark}/{volume.Number}"));
        return null;
    }
}
