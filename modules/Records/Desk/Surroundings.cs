using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>The list around a document: where reading goes on.</summary>
internal sealed record Neighbours(ListChoice Choice, IReadOnlyList<DeskRow> Before, IReadOnlyList<DeskRow> After);

/// <summary>What the document's screen needs besides the document: the list it was opened from, names, the plan of files.</summary>
internal sealed class Surroundings(Caller caller, Worklist worklist, IDirectory directory, FilePlans plans, RecordsDb db, TypeFileSight typeFiles, TimeProvider clock)
{
    private const int MostTypeFiles = 100;

    public DateOnly Today => Prague.Today(clock);

    /// <summary>The groups that take files today, with the codes of their rules.</summary>
    public async Task<IReadOnlyList<(SubjectGroup Group, string Rule)>> Groups(Guid office, CancellationToken cancel)
    {
        var plan = await plans.On(office, Today, cancel);
        return [.. plan.ForFiles(Today).Select(g => (g, plan.RuleOf(g)!.Code))];
    }

    /// <summary>Sections of type files into which a document can be put now: id and name.</summary>
    public async Task<IReadOnlyList<(Guid Section, string Name, string File)>> Sections(CancellationToken cancel) =>
        [.. (await typeFiles.Seen.AsNoTracking().Where(t => t.ClosedAt == null).OrderBy(t => t.Name).Take(MostTypeFiles)
            .Join(db.Sections, t => t.Id, s => s.TypeFile, (t, s) => new { File = t.Name, s.Id, s.Mark, s.Name })
            .Where(s => db.Volumes.Any(v => v.Section == s.Id && v.ClosedAt == null)).ToListAsync(cancel)).OrderBy(s => s.File, StringComparer.CurrentCulture).ThenBy(s => s.Mark, StringComparer.Ordinal).Select(s => (s.Id, $"{s.Mark} {s.Name}", s.File))];

    public Task<People> People(CancellationToken cancel) => Records.People.Of(directory, caller.Office ?? Guid.Empty, cancel);

    /// <summary>The neighbours in the list that the address names; in the caller's usual list when it names none.</summary>
    public async Task<Neighbours?> Around(Document document, string? queue, string? whose, Guid? unit, Guid? holder, CancellationToken cancel)
    {
        if (ListChoice.Of(worklist.Choices(), queue, whose, unit, holder) is not { } choice) return null;
        var (before, after) = await worklist.Around(choice, $"{document.SortDay:yyyyMMdd}-{document.Id:n}", cancel);
        return new(choice, before, after);
    }
}
