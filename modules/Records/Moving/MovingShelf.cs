using System.Runtime.CompilerServices;
using Virtuos.Contracts.Directory;

namespace Virtuos.Records;

/// <summary>Reads all records of an office, entity by entity, in one order and little by little; what is seen at once is the caller's transaction.</summary>
internal sealed class MovingShelf(RecordsDb db, MovingProfiles profiles, MovingLists lists, MovingLog log, IDirectory directory)
{
    // Documents bring many rows each; entries of lists are told together.
    private const int Part = 200;
    private Dictionary<string, List<string>>? generated;

    /// <param name="withLog">Without it the entities say the same, and no log.</param>
    public async IAsyncEnumerable<MovedThing> Read(OfficeCard office, bool withLog, [EnumeratorCancellation] CancellationToken cancel)
    {
        var ids = await MovedIds.Of(db, office.Id, cancel);
        yield return new(MovedKind.Users, "uzivatele", Guid.Empty, MovingLists.Users(await directory.Officials(office.Id, cancel), await directory.Units(office.Id, cancel), ids), [], []);
        foreach (var kind in Enum.GetValues<MovedKind>().Where(k => k != MovedKind.Users))
        {
            object last = DBNull.Value;
            for (var part = 1; ; part++)
            {
                var keys = await db.Ask(MovedTables.Keys(kind), [office.Id, last, Part], r => r.GetGuid(0), cancel);
                if (keys.Count == 0) break;
                last = keys[^1];
                foreach (var thing in await Things(office, kind, keys, part, withLog, cancel)) yield return thing;
            }
        }
    }

    private async Task<IReadOnlyList<MovedThing>> Things(OfficeCard office, MovedKind kind, List<Guid> keys, int part, bool withLog, CancellationToken cancel)
    {
        var rows = await Rows(office.Id, kind, keys, cancel);
        if (kind is MovedKind.Settings or MovedKind.Storage or MovedKind.Names)
        {
            var all = MovedTables.Of(kind).SelectMany(t => keys.SelectMany(k => rows[k].Where(r => r.Table == t.Name))).ToList();
            return [new(kind, kind == MovedKind.Settings ? "nastaveni" : $"{MovedThing.Kinds[kind].Folder}-{part:0000}", Guid.Empty, lists.Of(kind, part, all), all, [])];
        }
        if (kind == MovedKind.Plan) return [.. keys.Select(k => new MovedThing(kind, $"{k}", k, lists.Of(kind, part, [.. rows[k]]), [.. rows[k]], []))];
        var told = await profiles.Of(office.Id, kind, keys, cancel);
        var events = withLog ? await log.Of(office.Id, kind, keys, rows, cancel) : [];
        return [.. keys.Select(k => new MovedThing(kind, $"{k}", k, told[k], [.. rows[k]], events.GetValueOrDefault(k) ?? []))];
    }

    private async Task<ILookup<Guid, MovedRow>> Rows(Guid office, MovedKind kind, List<Guid> keys, CancellationToken cancel)
    {
        generated ??= (await db.Ask("select table_name::text, column_name::text from information_schema.columns where table_schema = 'records' and is_generated = 'ALWAYS'", [], r => (Table: r.GetString(0), Column: r.GetString(1)), cancel))
            .GroupBy(c => c.Table).ToDictionary(g => g.Key, g => g.Select(c => c.Column).ToList());
        List<(Guid Of, MovedRow Row)> rows = [];
        foreach (var table in MovedTables.Of(kind))
            rows.AddRange(await db.Ask(MovedTables.Select(table, generated.GetValueOrDefault(table.Name) ?? []), [office, keys.ToArray()], r => (r.GetGuid(0), new MovedRow(table.Name, r.GetString(1))), cancel));
        return rows.ToLookup(r => r.Of, r => r.Row);
    }
}
