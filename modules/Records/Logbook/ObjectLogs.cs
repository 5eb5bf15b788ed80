using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Xml;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Ledger;

namespace Virtuos.Records;

/// <summary>The drawn log of one thing.</summary>
internal sealed record ObjectLog(LogHead Head, LoggedThing Thing, IReadOnlyList<LedgerLine> Lines);

/// <summary>Logs of things drawn together, with what their entries are told by.</summary>
internal sealed record DrawnLogs(IReadOnlyList<ObjectLog> Logs, LogTelling Telling, LogPeople People)
{
    public void Write(XmlWriter xml, ObjectLog log) => LogXml.Object(xml, log.Head, log.Thing, log.Lines, Telling, People);
}

/// <summary>
/// Draws the logs of things from the ledger, all in a few questions: each tells what happened to the thing and to what lies around it and has
/// no log of its own. What is not chained yet is told next time.
/// </summary>
internal sealed class ObjectLogs(RecordsDb db, LedgerBook ledger, LogVocabularies vocabularies, IDirectory directory, Texts texts, TimeProvider clock)
{
    public async Task<DrawnLogs> Draw(Guid office, IReadOnlyList<LoggedThing> things, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var around = await Around(things, cancel);
        var lines = await ledger.Of(office, [.. things.Select(t => t.Id).Concat(around.SelectMany(a => a)).Distinct()], cancel);
        var telling = await LogTelling.Of(vocabularies.On(Prague.Day(now)), office, lines, db, cancel);
        var people = await LogPeople.Of(office, lines, db, directory, texts.In("cs"), cancel);
        var to = await ledger.Awaiting(office, cancel) is { } waiting && waiting < now ? waiting : now;
        var byThing = lines.ToLookup(l => l.Entry.Thing);
        return new([.. things.Select(thing =>
        {
            List<LedgerLine> own = [.. around[thing.Id].Prepend(thing.Id).Distinct().SelectMany(id => byThing[id]).Where(l => Belongs(thing.Kind, l.Entry, telling)).OrderBy(l => l.Seq)];
            var from = own.Count > 0 && own.Min(l => l.Entry.At) is var first && first < thing.Begins ? first : thing.Begins;
            return new ObjectLog(new(Once(thing.Id, now), office, now, from, to, []), thing, own);
        })], telling, people);
    }

    // A document with its parts and everything sent or asked about it, which have no screen of their own; a file with the laying in of its documents.
    private async Task<ILookup<Guid, Guid>> Around(IReadOnlyList<LoggedThing> things, CancellationToken cancel)
    {
        List<(Guid Of, Guid Id)> found = [];
        foreach (var ids in things.Where(t => t.Kind == nameof(Document)).Select(t => t.Id).Chunk(2000))
        {
            await Add(db.Components.Where(c => ids.Contains(c.Document)).Select(c => new Pair(c.Document, c.Id)));
            await Add(db.Consignments.Where(c => ids.Contains(c.Document)).Select(c => new Pair(c.Document, c.Id)));
            await Add(db.Calls.Where(c => ids.Contains(c.Document)).Select(c => new Pair(c.Document, c.Id)));
            await Add(db.Steps.Where(s => ids.Contains(s.Document)).Select(s => new Pair(s.Document, s.Id)));
            await Add(db.References.Where(r => ids.Contains(r.FromDocument!.Value)).Select(r => new Pair(r.FromDocument!.Value, r.Id)));
        }
        foreach (var ids in things.Where(t => t.Kind == nameof(CaseFile)).Select(t => t.Id).Chunk(2000))
        {
            await Add(db.Documents.Where(d => ids.Contains(d.File!.Value)).Select(d => new Pair(d.File!.Value, d.Id)));
            await Add(db.Steps.Where(s => s.Kind == StepKind.PutIntoFile).Join(db.Documents.Where(d => ids.Contains(d.File!.Value)), s => s.Document, d => d.Id, (s, d) => new Pair(d.File!.Value, s.Id)));
            await Add(db.References.Where(r => ids.Contains(r.FromFile!.Value)).Select(r => new Pair(r.FromFile!.Value, r.Id)));
        }
        foreach (var ids in things.Where(t => t.Kind is nameof(CaseFile) or nameof(TypeFile)).Select(t => t.Id).Chunk(2000))
            await Add(db.FileSteps.Where(s => ids.Contains(s.Thing)).Select(s => new Pair(s.Thing, s.Id)));
        foreach (var ids in things.Where(t => t.Kind is nameof(CaseFile) or nameof(Document)).Select(t => t.Id).Chunk(2000))
        {
            await Add(db.Storings.Where(s => ids.Contains(s.Thing)).Select(s => new Pair(s.Thing, s.Id)));
            await Add(db.Settlements.Where(s => ids.Contains(s.ThingId)).Select(s => new Pair(s.ThingId, s.Id)));
        }
        return found.ToLookup(f => f.Of, f => f.Id);

        async Task Add(IQueryable<Pair> pairs) => found.AddRange((await pairs.ToListAsync(cancel)).Select(p => (p.Of, p.Id)));
    }

    private static bool Belongs(string kind, LedgerEntry entry, LogTelling telling) => telling.IsOwn(entry)
        && (kind != nameof(CaseFile) || telling.Words.Object(telling.Thing(entry).Kind) != telling.Words.Object(nameof(Document)) || telling.Words.FileEvents.Contains(telling.Event(entry)));

    // Every drawing has an identifier of its own, and the same one when the same thing is drawn at the same moment.
    private static Guid Once(Guid thing, DateTimeOffset at)
    {
        Span<byte> from = stackalloc byte[24];
        thing.TryWriteBytes(from);
        BinaryPrimitives.WriteInt64BigEndian(from[16..], at.UtcTicks);
        return new(SHA256.HashData(from).AsSpan(0, 16));
    }

    private sealed record Pair(Guid Of, Guid Id);
}
