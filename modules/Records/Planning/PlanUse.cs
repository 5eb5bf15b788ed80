using Microsoft.EntityFrameworkCore;

namespace Virtuos.Records;

/// <summary>What lies open under a mark.</summary>
/// <param name="Files">Files and type files that are not closed.</param>
/// <param name="Documents">Documents in those files.</param>
/// <param name="Waiting">Documents in no file yet, to which a form proposed the mark.</param>
internal sealed record MarkUse(int Files, int Documents, int Waiting)
{
    public static readonly MarkUse None = new(0, 0, 0);

    public bool IsNone => this == None;
}

/// <summary>Counts what lies open under the marks of the plan; exact.</summary>
internal sealed class PlanUse(RecordsDb db)
{
    public async Task<IReadOnlyDictionary<string, MarkUse>> Open(CancellationToken cancel)
    {
        var open = db.Files.AsNoTracking().Where(f => f.State != FileState.Closed);
        var files = await open.GroupBy(f => f.FilingMark).Select(g => new { Mark = g.Key, N = g.Count() }).ToListAsync(cancel);
        var documents = await open.Join(db.Documents, f => (Guid?)f.Id, d => d.File, (f, d) => f.FilingMark).GroupBy(m => m).Select(g => new { Mark = g.Key, N = g.Count() }).ToListAsync(cancel);
        var waiting = await db.Documents.AsNoTracking().Where(d => d.File == null && d.FilingMark != null && DocumentStates.Unsettled.Contains(d.State)).GroupBy(d => d.FilingMark!).Select(g => new { Mark = g.Key, N = g.Count() }).ToListAsync(cancel);
        var typed = await db.TypeFiles.AsNoTracking().Where(t => t.ClosedAt == null).GroupBy(t => t.FilingMark).Select(g => new { Mark = g.Key, N = g.Count() }).ToListAsync(cancel);
        Dictionary<string, MarkUse> use = new(StringComparer.Ordinal);
        foreach (var f in files.Concat(typed)) Count(f.Mark, u => u with { Files = u.Files + f.N });
        foreach (var d in documents) Count(d.Mark, u => u with { Documents = u.Documents + d.N });
        foreach (var w in waiting) Count(w.Mark, u => u with { Waiting = u.Waiting + w.N });
        return use;

        void Count(string mark, Func<MarkUse, MarkUse> more) => use[mark] = more(use.GetValueOrDefault(mark, MarkUse.None));
    }
}
