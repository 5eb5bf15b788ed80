using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Ledger;

namespace Virtuos.Records;

/// <summary>Compares a transaction log with the ledger it was drawn from, event by event, and the ledger with its own chain on the way.</summary>
internal sealed class LogCheck(RecordsDb db, LedgerBook ledger, LogVocabularies vocabularies) : ITransactionLogs
{
    public async Task<LogVerdict?> Compare(byte[] xml, CancellationToken cancel)
    {
        if (LogFile.Read(xml) is not { } file) return null;
        List<string> faults = [];
        return new(file.OfSystem ? await System(file, faults, cancel) : await Object(file, faults, cancel), file.Events.Count, faults);
    }

    private async Task<string> System(LogFile file, List<string> faults, CancellationToken cancel)
    {
        if (await db.DayLogs.AsNoTracking().FirstOrDefaultAsync(l => l.Document == file.Id, cancel) is not { After: { } after, UpTo: { } upTo } log)
        {
            faults.Add($"unknown: no log of a day has the identifier {file.Id}");
            return "system log";
        }
        if (file.From != log.Starts || file.To != log.Ends) faults.Add("changed: the period");
        if (file.Events.Count > 0 && file.Office != log.Office) faults.Add("changed: the office");
        var previous = await ledger.LinkAt(log.Office, after, cancel);
        if (file.Events.Count > 0 && file.Events[0].Parameters.GetValueOrDefault("previous") != Convert.ToHexStringLower(previous)) faults.Add("changed: the chain before the first event");
        var told = Told(file, faults);
        List<LedgerLine> lines = [];
        await foreach (var line in ledger.Stretch(log.Office, after, upTo, cancel)) lines.Add(line);
        var telling = await LogTelling.Of(vocabularies.On(log.Day), log.Office, lines, db, cancel);
        var last = after;
        foreach (var line in lines)
        {
            if (line.Seq != last + 1) faults.Add($"removed: the ledger lacks {last + 1}");
            if (!line.Entry.Link(previous).AsSpan().SequenceEqual(line.Link)) faults.Add($"changed: the ledger at {line.Seq}");
            (last, previous) = (line.Seq, line.Link);
            Same(told, line, telling, withThing: true, faults);
        }
        if (last != upTo) faults.Add($"removed: the ledger ends at {last} instead of {upTo}");
        faults.AddRange(told.Keys.Select(seq => $"inserted: {seq}"));
        return $"system log of {log.Day:yyyy-MM-dd}";
    }

    private async Task<string> Object(LogFile file, List<string> faults, CancellationToken cancel)
    {
        if (file.Events.Count == 0) return "object log";
        if (file.Office is not { } office || await ledger.OfficeOf(file.Events[0].Entry.Id, cancel) != office)
        {
            faults.Add("unknown: the ledger does not have its first event");
            return "object log";
        }
        var told = Told(file, faults);
        var upTo = file.Events.Max(e => e.Seq);
        var lines = await ledger.Of(office, [.. file.Events.Select(e => e.Entry.Thing), .. Guid.TryParse(file.ThingId, out var id) ? [id] : Array.Empty<Guid>()], cancel);
        var telling = await LogTelling.Of(vocabularies.On(Prague.Day(file.To)), office, lines, db, cancel);
        foreach (var line in lines)
            // Of other things, as of documents in a file, the log tells only what concerns its own.
            if (told.ContainsKey(line.Seq) || ($"{line.Entry.Thing}" == file.ThingId && line.Seq <= upTo)) Same(told, line, telling, withThing: false, faults);
        faults.AddRange(told.Keys.Select(seq => $"inserted: {seq}"));
        return $"object log of {file.ThingId}";
    }

    private static Dictionary<long, LogFileEvent> Told(LogFile file, List<string> faults)
    {
        Dictionary<long, LogFileEvent> told = [];
        foreach (var one in file.Events)
            if (!told.TryAdd(one.Seq, one)) faults.Add($"inserted: {one.Seq} a second time");
        return told;
    }

    // Takes the event out of those told; what is left at the end is in no ledger.
    private static void Same(Dictionary<long, LogFileEvent> told, LedgerLine line, LogTelling telling, bool withThing, List<string> faults)
    {
        if (!told.Remove(line.Seq, out var one))
        {
            faults.Add($"removed: {line.Seq}");
            return;
        }
        var (a, b, (kind, thing)) = (one.Entry, line.Entry, telling.Thing(line.Entry));
        var same = (a.Id, a.At, a.Deed, a.Act, a.ActorKind, a.Actor, a.OnBehalfOf, a.Kind, a.Thing) == (b.Id, b.At, b.Deed, b.Act, b.ActorKind, b.Actor, b.OnBehalfOf, b.Kind, b.Thing)
            && a.Purpose == (b.Purpose is { } purpose ? LogXml.Plain(purpose) : null) && a.Digest.AsSpan().SequenceEqual(b.Digest) && one.Link == Convert.ToHexStringLower(line.Link)
            && one.Event == telling.Event(b) && (b.Actor is not { } actor || one.Who.EndsWith($"({actor})", StringComparison.Ordinal))
            && (!withThing || (one.ThingId == $"{thing}" && one.ThingType == (telling.Words.Object(kind) ?? telling.Words.Words(kind))));
        if (!same) faults.Add($"changed: {line.Seq}");
    }
}
