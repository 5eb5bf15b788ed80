using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Ledger;

namespace Virtuos.Records;

/// <summary>Says who made an entry: officials by name, position and id, agenda systems by name, code and id, everybody else by what they are; at most 100 characters (<c>provedlKdo</c> of the national standard).</summary>
internal sealed class LogPeople
{
    private const int Longest = 100;
    private readonly Dictionary<Guid, string> names;
    private readonly Texts texts;

    private LogPeople(Dictionary<Guid, string> names, Texts texts) => (this.names, this.texts) = (names, texts);

    /// <param name="texts">In Czech: the language of the records.</param>
    public static async Task<LogPeople> Of(Guid office, IEnumerable<LedgerLine> lines, RecordsDb db, IDirectory directory, Texts texts, CancellationToken cancel)
    {
        var names = (await directory.Officials(office, cancel)).ToDictionary(o => o.Id, o => $"{o.Name}, {o.Position}");
        var gone = lines.Where(l => l.Entry.ActorKind == nameof(CallerKind.Official)).Select(l => l.Entry.Actor).Distinct().Where(a => a is { } id && !names.ContainsKey(id)).ToList();
        // Whoever has left is known by the name of their day.
        if (gone.Count > 0)
            foreach (var step in await db.Steps.AsNoTracking().Where(s => s.Office == office && gone.Contains(s.Actor)).Select(s => new { s.Actor, s.ActorName }).Distinct().ToListAsync(cancel)) names[step.Actor!.Value] = step.ActorName;
        foreach (var system in await db.AgendaSystems.AsNoTracking().Where(s => s.Office == office).Select(s => new { s.Id, s.Name, s.Code }).ToListAsync(cancel)) names[system.Id] = $"{system.Name}, {system.Code}";
        return new(names, texts);
    }

    /// <summary>The name for people to read, without the id.</summary>
    public string Name(LedgerEntry entry) => entry.ActorKind switch
    {
        nameof(CallerKind.Official) => entry.Actor is { } id && names.TryGetValue(id, out var name) ? name : texts["records.log.actor.official"],
        nameof(CallerKind.Program) => entry.Actor is { } id && names.TryGetValue(id, out var name) ? name : texts["records.log.actor.program"],
        nameof(CallerKind.Citizen) => texts["records.log.actor.citizen"],
        nameof(CallerKind.Operator) => texts["records.log.actor.operator"],
        nameof(CallerKind.Anonymous) => texts["records.log.actor.anonymous"],
        _ => Identity.Ours,
    };

    public string Who(LedgerEntry entry)
    {
        var id = entry.Actor is { } actor ? $" ({actor})" : "";
        var name = Name(entry);
        return (name.Length + id.Length > Longest ? name[..(Longest - id.Length)] : name) + id;
    }
}
