using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Ledger;

namespace Virtuos.Records;

/// <summary>Tells entries of the ledger in the words of the standard: what the event is, and of which object.</summary>
internal sealed class LogTelling
{
    // Of what a step in a history tells, by its id.
    private readonly Dictionary<Guid, (string Step, string Kind, Guid Thing)> steps = [];

    private LogTelling(LogVocabulary words) => Words = words;

    public LogVocabulary Words { get; }

    public static async Task<LogTelling> Of(LogVocabulary words, Guid office, IReadOnlyCollection<LedgerLine> lines, RecordsDb db, CancellationToken cancel)
    {
        var telling = new LogTelling(words);
        foreach (var ids in Ids(lines, nameof(Records.Step)))
            foreach (var step in await db.Steps.AsNoTracking().Where(s => s.Office == office && ids.Contains(s.Id)).Select(s => new { s.Id, s.Kind, s.Document }).ToListAsync(cancel))
                telling.steps[step.Id] = ($"{step.Kind}", nameof(Document), step.Document);
        foreach (var ids in Ids(lines, nameof(FileStep)))
            foreach (var step in await db.FileSteps.AsNoTracking().Where(s => s.Office == office && ids.Contains(s.Id)).Select(s => new { s.Id, s.Kind, s.Thing, IsTypeFile = db.TypeFiles.Any(t => t.Office == office && t.Id == s.Thing) }).ToListAsync(cancel))
                telling.steps[step.Id] = ($"{step.Kind}", step.IsTypeFile ? nameof(TypeFile) : nameof(CaseFile), step.Thing);
        return telling;
    }

    /// <summary>The code of the event.</summary>
    public string Event(LedgerEntry entry) => Step(entry) is var (code, _, _) ? code : Words.Event(entry.Act, entry.Kind, entry.Deed);

    /// <summary>The kind and id of the object that it happened to.</summary>
    public (string Kind, Guid Id) Thing(LedgerEntry entry) => Step(entry) is var (_, kind, thing) ? (kind, thing) : (entry.Kind, entry.Thing);

    /// <summary>False for a step that only repeats what its act says of the thing.</summary>
    public bool IsOwn(LedgerEntry entry) => entry.Kind is not (nameof(Records.Step) or nameof(FileStep)) || Step(entry) is not null;

    private (string Code, string Kind, Guid Thing)? Step(LedgerEntry entry) =>
        entry.Kind is nameof(Records.Step) or nameof(FileStep) && steps.TryGetValue(entry.Thing, out var step)
        && (entry.Kind == nameof(FileStep) ? Words.FileSteps : Words.Steps).TryGetValue(step.Step, out var code) && code != Words.Event(entry.Act, step.Kind, "modified")
            ? (code, step.Kind, step.Thing)
            : null;

    private static IEnumerable<Guid[]> Ids(IEnumerable<LedgerLine> lines, string kind) => lines.Where(l => l.Entry.Kind == kind).Select(l => l.Entry.Thing).Chunk(2000);
}
