using System.Data;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Records;

/// <param name="Path">The container.</param>
internal sealed record CompareOfficeInput(string Path);

/// <param name="What"><c>missing</c>, <c>additional</c>, <c>different</c>, <c>log</c> or <c>bytes</c>.</param>
/// <param name="Where">Tables or elements that differ.</param>
internal sealed record OfficeDifference(string What, string Entity, string Where);

/// <param name="Logged">Entities of which more happened since; that is no difference.</param>
internal sealed record OfficeComparison(string Batch, string Office, int Entities, int Same, int Logged, IReadOnlyList<OfficeDifference> Differences);

/// <summary>Compares a batch with the records of an office, entity by entity and byte by byte; a package that is not sound is refused as on import.</summary>
internal sealed class CompareOffice(Caller caller, RecordsDb db, MovingShelf shelf, IDirectory directory, IBlobStore blobs) : UseCase<CompareOfficeInput, OfficeComparison>(caller, RecordsPermissions.Move)
{
    protected override async Task<Result<OfficeComparison>> Do(CompareOfficeInput input, CancellationToken cancel)
    {
        if (await directory.Office(Caller.Office!.Value, cancel) is not { } office) return Refusal.NotFound();
        try
        {
            using var batch = await Batch.Open(input.Path, cancel);
            if (batch.Originator != office.OrganisationNumber) return Refusal.Conflict("records.moving.originator", ("found", batch.Originator), ("expected", office.OrganisationNumber));
            return await Compare(batch, office, cancel);
        }
        catch (MovingException e)
        {
            return e.Refusal;
        }
    }

    private async Task<OfficeComparison> Compare(Batch batch, OfficeCard office, CancellationToken cancel)
    {
        var left = batch.Entries.ToDictionary(e => (e.Kind, e.Id));
        List<OfficeDifference> differences = [];
        var (same, logged) = (0, 0);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var ids = await MovedIds.Of(db, office.Id, cancel);
        await foreach (var thing in shelf.Read(office, withLog: true, cancel))
        {
            if (!left.Remove((thing.Kind, thing.Id), out var entry))
            {
                differences.Add(new("additional", Name(thing), ""));
                continue;
            }
            var then = await batch.Read(entry, cancel);
            // Who they are is a matter of each installation.
            if (thing.Kind == MovedKind.Users)
            {
                same++;
                continue;
            }
            // The file as it would be written today, read as the package is.
            var now = MovedThing.Parse(Batch.Read(thing.File(batch.Head, entry.Position, ids), entry.Path, "Export"), thing.Kind, entry.Path);
            var found = Differ(then, now, entry.Path).ToList();
            if (thing.Kind == MovedKind.Component && await Bytes(batch, entry, then, thing, cancel) is { } broken) found.Add(broken);
            if (found.Count == 0 && now.Events.Count > then.Events.Count) logged++;
            if (found.Count == 0) same++;
            differences.AddRange(found);
        }
        differences.AddRange(left.Values.Select(e => new OfficeDifference("missing", e.Path, "")));
        // Bytes are read with the component that is here, and what is missing here was told already.
        var known = left.Values.Select(e => e.Path).ToHashSet(StringComparer.Ordinal);
        var bytes = $"{MovedThing.Kinds[MovedKind.Component].Folder}/{MovingProfiles.BytesFolder}/";
        differences.AddRange(batch.Zip.Unread.Where(n => !known.Contains(n) && !n.StartsWith(bytes, StringComparison.Ordinal)).Select(n => new OfficeDifference("additional", n, "ZIP")));
        return new(batch.Head.Batch, office.Name, batch.Entries.Count, same, logged, differences);
    }

    private static IEnumerable<OfficeDifference> Differ(MovedThing then, MovedThing now, string name)
    {
        var elements = now.Told.Elements().Concat(then.Told.Elements()).Select(e => e.Name).Distinct().Where(n => !Equal(then.Told.Elements(n), now.Told.Elements(n))).Select(n => n.LocalName);
        var tables = then.Rows.Concat(now.Rows).Select(r => r.Table).Distinct().Where(t => !then.Rows.Where(r => r.Table == t).SequenceEqual(now.Rows.Where(r => r.Table == t), Alike));
        if (string.Join(", ", elements.Concat(tables)) is { Length: > 0 } where) yield return new("different", name, where);
        // More may have happened since; what had happened stays.
        if (now.Events.Count < then.Events.Count || !Equal(then.Events, now.Events.Take(then.Events.Count))) yield return new("log", name, $"{then.Events.Count} / {now.Events.Count}");
    }

    private async Task<OfficeDifference?> Bytes(Batch batch, BatchEntry entry, MovedThing then, MovedThing now, CancellationToken cancel)
    {
        var name = $"{entry.Folder}/{MovingProfiles.BytesFolder}/{MovingProfiles.FileName(now.Key)}";
        await using var content = batch.Zip.Read(name);
        var found = (await BlobHash.Of(content, cancel)).ToString();
        var (said, here) = (Blob(then), Blob(now));
        if (found != said) return new("bytes", name, $"{found} / {said}");
        return here == said && await blobs.Verify(BlobHash.Parse(here), cancel) ? null : new("bytes", entry.Path, here);
    }

    private static string Blob(MovedThing thing) => thing.Rows.FirstOrDefault(r => r.Table == "component")?.Text("blob") ?? "";

    private static bool Equal(IEnumerable<XElement> a, IEnumerable<XElement> b) => a.SequenceEqual(b, Deep);

    private static readonly EqualityComparer<XElement> Deep = EqualityComparer<XElement>.Create((a, b) => XNode.DeepEquals(a, b), e => e.Name.GetHashCode());

    private static string Name(MovedThing thing) => $"{MovedThing.Kinds[thing.Kind].Folder}/{thing.Id}.xml";

    private static readonly EqualityComparer<MovedRow> Alike = EqualityComparer<MovedRow>.Create((a, b) => a?.Json == b?.Json, r => r.Json.GetHashCode(StringComparison.Ordinal));
}
