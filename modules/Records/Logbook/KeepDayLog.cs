using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Ledger;

namespace Virtuos.Records;

/// <summary>
/// The log of a day that is over is sealed and kept as a document of the office, once, whoever asks and how many at once. What goes wrong
/// is written on the day, which waits for another try: the ledger has everything meanwhile.
/// </summary>
internal sealed class KeepDayLog(Caller caller, RecordsDb db, LedgerBook ledger, DayLogPress press, LogVocabularies vocabularies, FilePlans plans, KeptPapers papers, RegisterBook book, IDirectory directory, Texts texts, TimeProvider clock)
    : UseCase<DateOnly, Done>(caller, RecordsPermissions.Log)
{
    public const int LongestTrouble = 300;

    /// <param name="input">The day in Prague.</param>
    protected override async Task<Result<Done>> Do(DateOnly input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office || await Find(office, input, cancel) is not { } log) return Refusal.NotFound();
        if (log.IsKept) return new Done();
        if (await End(log, cancel) is { } notYet) return notYet;
        try
        {
            await Keep(log, (await directory.Office(office, cancel))!, cancel);
            return new Done();
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else keeps it at this moment.
            throw;
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException)
        {
            db.ChangeTracker.Clear();
            if (await Find(office, input, cancel) is not { IsKept: false } waiting) return new Done();
            waiting.Fail(wrong.Message.Length > LongestTrouble ? wrong.Message[..LongestTrouble] : wrong.Message, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return Refusal.Unavailable("records.log.not-kept");
        }
    }

    private Task<DayLog?> Find(Guid office, DateOnly day, CancellationToken cancel) => db.DayLogs.FirstOrDefaultAsync(l => l.Office == office && l.Day == day, cancel);

    // The day ends in the chain before the first entry of a later day; none of its own may still be on its way there.
    private async Task<Refusal?> End(DayLog log, CancellationToken cancel)
    {
        if (log.UpTo is not null) return null;
        if (Prague.Today(clock) <= log.Day) return Refusal.Conflict("records.log.not-over");
        log.After ??= (await Find(log.Office, log.Day.AddDays(-1), cancel))?.UpTo;
        if (log.After is not { } after || await ledger.Awaiting(log.Office, cancel) < log.Ends) return Refusal.Conflict("records.log.not-chained");
        var next = await ledger.FirstFrom(log.Office, after, log.Ends, cancel);
        if (next == 0) return Refusal.Conflict("records.log.not-chained");
        log.End(next - 1);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    private async Task<FilingPlace> Place(DayLog log, DateOnly day, CancellationToken cancel)
    {
        var marks = vocabularies.On(log.Day).FilingMarks;
        foreach (var mark in marks)
            if (await plans.Place(log.Office, mark, day, cancel) is { } place) return place;
        throw new InvalidOperationException($"The file plan has none of the marks {string.Join(", ", marks)} to take it.");
    }

    private async Task Keep(DayLog log, OfficeCard office, CancellationToken cancel)
    {
        var (id, at, czech) = (Guid.CreateVersion7(), clock.GetUtcNow(), texts.In("cs"));
        // Sealed before the counter is locked: a long day must not hold up who registers.
        var part = await press.Make(log, office, id, at, cancel);
        var place = await Place(log, Prague.Day(at), cancel);
        var unit = await directory.UnitFor(office.Id, "records", cancel);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from records.day_log where office = {log.Office} and id = {log.Id} for update", cancel);
        await book.Prepare(office.Id, cancel);
        var matter = czech["records.log.file", ("year", $"{Prague.Day(at).Year}")];
        var file = await db.Files.FirstOrDefaultAsync(f => f.Office == office.Id && f.FilingMark == place.Mark && f.Plan == place.Plan && f.Matter == matter && f.State != FileState.Closed, cancel);
        if (file is null) db.Add(file = CaseFile.Open(office.Id, await book.NextFileMark(office.Id, cancel), matter, place, unit.Id, null, at));
        var title = czech["records.log.paper.title", ("day", log.Day)];
        // One source, one document: the register itself refuses a second log of a day.
        await papers.Keep(part, file, log.Id, log.Id, unit.Id, title, office, at, cancel);
        log.Keep(id, at);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
