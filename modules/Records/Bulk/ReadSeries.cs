using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>One line of the list of bulk acts.</summary>
internal sealed record SeriesLine(Series Series, int Rows, int Ready);

/// <param name="Groups">Where files of a new bulk act can lie.</param>
/// <param name="Writes">The caller may begin one.</param>
internal sealed record SeriesListView(IReadOnlyList<SeriesLine> Lines, int Total, Guid? After, IReadOnlyList<SeriesTemplate> Templates, IReadOnlyList<(SubjectGroup Group, RetentionRule Rule)> Groups, bool Writes);

/// <summary>An official lists the bulk acts that they may see, the newest first.</summary>
internal sealed class ListSeries(Caller caller, RecordsDb db, SeriesShelf shelf, SeriesTemplates templates, FilePlans plans, TimeProvider clock) : UseCase<Guid?, SeriesListView>(caller, RecordsPermissions.Desk)
{
    private const int Page = 50;

    /// <param name="input">The last series of the page before.</param>
    protected override async Task<Result<SeriesListView>> Do(Guid? input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var seen = shelf.Seen.AsNoTracking().Where(s => s.State != SeriesState.Dropped);
        var page = input is { } after ? seen.Where(s => s.Id.CompareTo(after) < 0) : seen;
        var series = await page.OrderByDescending(s => s.Id).Take(Page + 1).ToListAsync(cancel);
        var ids = series.Take(Page).Select(s => s.Id).ToList();
        var counts = (await db.SeriesRows.Where(r => ids.Contains(r.Series)).GroupBy(r => new { r.Series, Ready = r.Document != null }).Select(g => new { g.Key.Series, g.Key.Ready, N = g.Count() }).ToListAsync(cancel)).ToLookup(g => g.Series);
        var today = Prague.Today(clock);
        return new SeriesListView(
            [.. series.Take(Page).Select(s => new SeriesLine(s, counts[s.Id].Sum(g => g.N), counts[s.Id].Where(g => g.Ready).Sum(g => g.N)))],
            await seen.CountAsync(cancel), series.Count > Page ? ids[^1] : null, templates.All(today), await plans.ForFiles(office, today, cancel), Caller.May(RecordsPermissions.Handle));
    }
}

/// <summary>What the page of a bulk act shows.</summary>
/// <param name="Faulty">The first wrong rows; all of them are in the export.</param>
/// <param name="Refused">The first refused rows.</param>
/// <param name="Sample">Rows to look at before sending or approving.</param>
/// <param name="File">The one file of all documents.</param>
internal sealed record SeriesView(Series Series, SeriesCounts Counts, IReadOnlyList<SeriesRow> Faulty, IReadOnlyList<SeriesRow> Refused, IReadOnlyList<SeriesRow> Sample, IReadOnlyDictionary<ConsignmentChannel, int> Ways,
    CaseFile? File, IReadOnlyList<OfficialCard> Approvers, IReadOnlyList<string> Unused, Guid? ContinuedBy, bool Writes, bool Decides);

/// <summary>An official opens a bulk act: its check, its sample, how far it is and what came of it.</summary>
internal sealed class ReadSeries(Caller caller, RecordsDb db, SeriesShelf shelf) : UseCase<Guid, SeriesView>(caller, RecordsPermissions.Desk)
{
    public const int Shown = 100;

    protected override async Task<Result<SeriesView>> Do(Guid input, CancellationToken cancel)
    {
        if (await shelf.Find(input, cancel) is not { } series) return Refusal.NotFound();
        db.NoteRead(nameof(Series), series.Id);
        await db.SaveChangesAsync(cancel);
        var counts = await shelf.Counts(series.Id, cancel);
        var rows = db.SeriesRows.AsNoTracking().Where(r => r.Series == series.Id).OrderBy(r => r.Position);
        var asked = SeriesText.Asked(series).Concat(SeriesColumns.Standard).ToHashSet(StringComparer.Ordinal);
        var writes = shelf.Writes(series);
        return new SeriesView(series, counts,
            await rows.Where(r => r.State == SeriesRowState.Faulty).Take(Shown).ToListAsync(cancel),
            await rows.Where(r => r.State == SeriesRowState.Refused).Take(Shown).ToListAsync(cancel),
            await Sample(rows, counts.All, cancel),
            await db.SeriesRows.Where(r => r.Series == series.Id && r.Channel != null).GroupBy(r => r.Channel!.Value).Select(g => new { g.Key, N = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.N, cancel),
            series.CommonFile is { } file ? await db.Files.AsNoTracking().FirstAsync(f => f.Id == file, cancel) : null,
            series.IsOpen && writes ? await shelf.Approvers(series, cancel) : [],
            [.. series.Columns.Where(c => !asked.Contains(c))],
            await db.Series.Where(s => s.Follows == series.Id && s.State != SeriesState.Dropped).Select(s => (Guid?)s.Id).FirstOrDefaultAsync(cancel),
            writes, series.State == SeriesState.ForApproval && shelf.Decides(series));
    }

    // The first, the middle and the last one.
    private static async Task<IReadOnlyList<SeriesRow>> Sample(IQueryable<SeriesRow> rows, int count, CancellationToken cancel)
    {
        List<SeriesRow> sample = [];
        foreach (var at in ((int[])[0, count / 2, count - 1]).Where(at => at >= 0 && at < count).Distinct()) sample.AddRange(await rows.Skip(at).Take(1).ToListAsync(cancel));
        return sample;
    }
}

internal sealed record PreviewSeriesInput(Guid Series, int Position);

/// <summary>An official looks at the document of one row as it will be, marked as a draft.</summary>
internal sealed class PreviewSeries(Caller caller, RecordsDb db, SeriesShelf shelf, Kernel.Paper.PaperPress press, Kernel.Language.Texts texts, TimeProvider clock) : UseCase<PreviewSeriesInput, byte[]>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<byte[]>> Do(PreviewSeriesInput input, CancellationToken cancel)
    {
        if (await shelf.Find(input.Series, cancel) is not { } series) return Refusal.NotFound();
        if (await db.SeriesRows.AsNoTracking().FirstOrDefaultAsync(r => r.Series == series.Id && r.Position == input.Position, cancel) is not { } row) return Refusal.NotFound();
        db.NoteRead(nameof(Series), series.Id);
        await db.SaveChangesAsync(cancel);
        var (office, now) = (await shelf.Office(series, cancel), clock.GetUtcNow());
        var (document, own) = shelf.Compose(series, row, office, now);
        return press.Press(OwnPaper.Of(new(document, own, null, office.Office, office.Unit, office.Author, null), null, now, texts.In("cs"))).Bytes;
    }
}
