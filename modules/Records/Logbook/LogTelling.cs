using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Ledger;

namespace Virtuos.Records;

/// <summary>Tells entries of the ledger in the words of the standard: what the event is, and of which object.</summary>
internal sealed class LogTelling
{
    private readonly Dictionary<Guid, (StepKind Kind, Guid Document)> steps;

    private LogTelling(LogVocabulary words, Dictionary<Guid, (StepKind, Guid)> steps) => (Words, this.steps) = (words, steps);

    public LogVocabulary Words { get; }

    public static async Task<LogTelling> Of(LogVocabulary words, Guid office, IEnumerable<LedgerLine> lines, RecordsDb db, CancellationToken cancel)
    {
        Dictionary<Guid, (StepKind, Guid)> steps = [];
        foreach (var ids in lines.Where(l => l.Entry.Kind == nameof(Step)).Select(l => l.Entry.Thing).Chunk(2000))
            foreach (var step in await db.Steps.AsNoTracking().Where(s => s.Office == office && ids.Contains(s.Id)).Select(s => new { s.Id, s.Kind, s.Document }).ToListAsync(cancel)) steps[step.Id] = (step.Kind, step.Document);
        return new(words, steps);
    }

    /// <summary>The code of the event.</summary>
    public string Event(LedgerEntry entry) => Step(entry) is var (code, _) ? code : Words.Event(entry.Act, entry.Kind, entry.Deed);

    /// <summary>The kind and id of the object that it happened to.</summary>
    public (string Kind, Guid Id) Thing(LedgerEntry entry) => Step(entry) is var (_, document) ? (nameof(Document), document) : (entry.Kind, entry.Thing);

    /// <summary>False for a step that only repeats what its act says of the document.</summary>
    public bool IsOwn(LedgerEntry entry) => entry.Kind != nameof(Records.Step) || Step(entry) is not null;

    private (string Code, Guid Document)? Step(LedgerEntry entry) =>
        entry.Kind == nameof(Records.Step) && steps.TryGetValue(entry.Thing, out var step) && Words.Steps.TryGetValue($"{step.Kind}", out var code) && code != Words.Event(entry.Act, nameof(Document), "modified")
            ? (code, step.Document)
            : null;
}
