using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Signing;

namespace Virtuos.Records;

/// <summary>Does one handful of rows of a bulk act in one transaction: numbers, files, documents, seals, dispatch, and the rows themselves.</summary>
internal sealed class SeriesWorker(RecordsDb db, SeriesShelf shelf, SeriesTemplates templates, SeriesPress press, SeriesDispatch dispatch, RegisterBook book, FilePlans plans, IDirectory directory, Caller caller, TimeProvider clock)
{
    /// <summary>Rows of one transaction: few enough that nobody at the counter waits for a number, enough that a commit is paid by many.</summary>
    public const int Handful = 40;

    /// <param name="refused">Rows that a try before could not make, with the reason.</param>
    /// <returns>False when there is nothing more to do now.</returns>
    public async Task<bool> Turn(Guid id, IReadOnlyDictionary<int, RowFault> refused, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from records.series where id = {id} for update", cancel);
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == id, cancel) is not { IsRunning: true } series) return false;
        caller.For(series.Approver, null);
        var at = clock.GetUtcNow();
        var owed = series.Owed;
        var rows = await db.SeriesRows.Where(r => r.Series == id && (r.State == owed || (series.State == SeriesState.Undoing && r.State == SeriesRowState.Waiting))).OrderBy(r => r.Position).Take(Handful).ToListAsync(cancel);
        if (rows.Count == 0)
        {
            await dispatch.SettleCommonFile(series, cancel);
            series.Finish(await db.SeriesRows.AnyAsync(r => r.Series == id && r.State == SeriesRowState.Dispatched, cancel), at);
        }
        else if (series.State == SeriesState.Making) await Make(series, rows, refused, at, cancel);
        else if (series.State == SeriesState.Dispatching) await dispatch.Leave(series, rows, at, cancel);
        else await Undo(series, rows, at, cancel);
        if (series.IsRunning) series.GoOn();
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return rows.Count > 0 && series.IsRunning;
    }

    public async Task Stop(Guid id, string why, CancellationToken cancel)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == id, cancel) is not { IsRunning: true } series) return;
        series.Stop(why, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The authority gives no time stamps now.</summary>
    public async Task Wait(Guid id, CancellationToken cancel)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == id, cancel) is not { IsRunning: true, StoppedWhy: null } series) return;
        series.WaitFor("stamp");
        await db.SaveChangesAsync(cancel);
    }

    private async Task Make(Series series, List<SeriesRow> rows, IReadOnlyDictionary<int, RowFault> refused, DateTimeOffset at, CancellationToken cancel)
    {
        foreach (var row in rows.Where(r => refused.ContainsKey(r.Position))) row.Refuse(refused[row.Position].Code, refused[row.Position].Said);
        rows.RemoveAll(r => r.State == SeriesRowState.Refused);
        if (templates.On(series.Template, Prague.Today(clock))?.From != series.TemplateFrom)
        {
            series.Stop("template", at);
            return;
        }
        var files = await Common(series, rows, cancel);
        if (files is null)
        {
            series.Stop("file", at);
            return;
        }
        rows.RemoveAll(r => r.State == SeriesRowState.Refused);
        if (rows.Count == 0) return;

        var office = await shelf.Office(series, cancel);
        var approver = await directory.Official(series.Approver!.Value, cancel);
        // Both counters are locked from here to the commit, always in this order.
        var numbers = await book.NextReferenceNumbers(series.Office, rows.Count, cancel);
        var single = rows.Count(r => Place(series, r) is null);
        var marks = new Queue<RegisterNumber>(single > 0 ? await book.NextFileMarks(series.Office, single, cancel) : []);
        var place = single > 0 ? (await plans.Place(series.Office, series.FilingMark, Prague.Day(at), cancel))! : null;

        List<SeriesPaper> papers = [];
        foreach (var (row, number) in rows.Zip(numbers))
        {
            var (document, own) = shelf.Compose(series, row, office, at);
            document.BeApproved(number, series.Author);
            var shared = Place(series, row);
            var file = shared is null ? CaseFile.Open(series.Office, marks.Dequeue(), document.Matter, place!, series.Unit, series.Author, at) : files[shared].File;
            if (shared is null) db.Add(file);
            document.LieIn(file, shared is null ? 1 : files[shared].Next());
            papers.Add(new(row, document, own, file, shared is null));
        }
        foreach (var component in await press.Seal(papers, office, series, approver, at, cancel)) db.Add(component);
        foreach (var paper in papers)
        {
            paper.Own.Approve(series.Approver.Value, series.ApproverName!, null, paper.Blob!, at);
            db.AddRange(paper.Document, paper.Own, Stamped(paper, at));
            db.Add(Step.Of(paper.Document, StepKind.PutIntoFile, caller, at, paper.File.Mark));
            // Moments later, so that the history keeps the order.
            db.Add(Step.Of(paper.Document, StepKind.Approved, caller, at.AddMicroseconds(1), series.ApproverName));
            db.Add(Step.Of(paper.Document, StepKind.Sealed, caller, at.AddMicroseconds(2), paper.Document.ReferenceNumber));
            paper.Row.Make(paper.Document, series.DispatchAtOnce);
        }
        if (series.DispatchAtOnce) await dispatch.Leave(series, papers, at.AddMicroseconds(3), cancel);
    }

    private static Stamping Stamped(SeriesPaper paper, DateTimeOffset at)
    {
        var stamping = new Stamping { Office = paper.Document.Office, Id = paper.Document.Id, SealedAt = at, Blob = paper.Blob!, Kind = paper.Component!.Kind, Name = paper.Component.Name };
        stamping.BeStamped(paper.Blob!, paper.Stamp!.Authority, paper.Stamp.Trial, paper.Stamp.At);
        return stamping;
    }

    private static string? Place(Series series, SeriesRow row) => row.File ?? (series.CommonFile is null ? null : "");

    // Files that several documents share, locked and at their last place; null when that of all documents takes none any more.
    private async Task<Dictionary<string, SharedFile>?> Common(Series series, List<SeriesRow> rows, CancellationToken cancel)
    {
        Dictionary<string, SharedFile> files = new(StringComparer.Ordinal);
        var marks = rows.Select(r => r.File).OfType<string>().Distinct().ToList();
        var found = await db.Files.AsNoTracking().Where(f => f.Id == series.CommonFile || marks.Contains(f.Mark)).OrderBy(f => f.Id).Select(f => new { f.Id, f.Mark }).ToListAsync(cancel);
        foreach (var file in found)
        {
            await db.Database.ExecuteSqlAsync($"select 1 from records.case_file where office = {series.Office} and id = {file.Id} for update", cancel);
            var locked = await db.Files.FirstAsync(f => f.Id == file.Id, cancel);
            if (!locked.Takes || locked.ManagedBy is not null) continue;
            var shared = new SharedFile(locked, await db.Documents.Where(d => d.File == file.Id).MaxAsync(d => d.FilePosition, cancel) ?? 0);
            if (file.Id == series.CommonFile) files[""] = shared;
            if (marks.Contains(file.Mark)) files[file.Mark] = shared;
        }
        if (series.CommonFile is not null && !files.ContainsKey("") && rows.Exists(r => r.File is null)) return null;
        foreach (var row in rows.Where(r => r.File is { } mark && !files.ContainsKey(mark))) row.Refuse("records.series.row.file-closed", row.File);
        foreach (var shared in files.Values) shared.File.Reopen();
        return files;
    }

    private async Task Undo(Series series, List<SeriesRow> rows, DateTimeOffset at, CancellationToken cancel)
    {
        var ids = rows.Select(r => r.Document).OfType<Guid>().ToList();
        var documents = await db.Documents.Where(d => ids.Contains(d.Id)).ToListAsync(cancel);
        foreach (var document in documents)
        {
            document.CancelIssued(series.Name, at, Prague.Day(at));
            db.Add(Step.Of(document, StepKind.Cancelled, caller, at, series.Name));
        }
        await db.SaveChangesAsync(cancel);
        await dispatch.SettleFiles(series, documents, cancel);
        foreach (var row in rows) row.State = SeriesRowState.Undone;
    }
}

/// <summary>A file into which several documents go, at its last place.</summary>
internal sealed class SharedFile(CaseFile file, int last)
{
    public CaseFile File => file;

    public int Next() => ++last;
}

/// <summary>A document of a bulk act on its way from row to seal.</summary>
/// <param name="OwnFile">The file was opened for this document alone.</param>
internal sealed record SeriesPaper(SeriesRow Row, Document Document, OwnDocument Own, CaseFile File, bool OwnFile)
{
    /// <summary>Hash of the sealed file; null until it is sealed.</summary>
    public string? Blob => Component?.Blob;

    public Component? Component { get; set; }

    /// <summary>The time stamp on its seal.</summary>
    public SealStamp? Stamp { get; set; }
}
