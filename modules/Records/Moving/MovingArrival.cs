using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Directory;

namespace Virtuos.Records;

/// <summary>Lays the rows of a batch into the tables of an empty office, within the caller's transaction.</summary>
internal sealed class MovingArrival(RecordsDb db, FindingWords finding)
{
    private const int Most = 500;
    private readonly Dictionary<string, List<string>> waiting = [];
    private readonly List<(Guid Thing, int Position, string Body)> events = [];
    private readonly Dictionary<string, string> columns = [];

    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    /// <exception cref="MovingException">Something is there.</exception>
    public async Task BeginEmpty(Guid office, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(records.lock_of({office})), set_config('virtuos.transit', 'on', true)", cancel);
        await db.Database.ExecuteSqlRawAsync("set constraints all deferred", cancel);
        foreach (var table in MovedTables.All.Select(t => t.Name).Distinct().Where(t => t is not ("registry_setting" or "approval_setting" or "approval_route")))
            if ((await db.Ask($"select count(*) from records.{table} where office = $1", [office], r => r.GetInt64(0), cancel))[0] is > 0 and var rows) throw new MovingException("records.moving.not-empty", ("table", table), ("count", rows));
        // Settings are no records; those of the package replace them.
        await db.Database.ExecuteSqlAsync($"delete from records.registry_setting where office = {office}", cancel);
        await db.Database.ExecuteSqlAsync($"delete from records.approval_setting where office = {office}", cancel);
        await db.Database.ExecuteSqlAsync($"delete from records.approval_route where office = {office}", cancel);
    }

    public async Task Take(Guid office, MovedThing thing, MovedIds ids, CancellationToken cancel)
    {
        foreach (var row in thing.Rows)
        {
            if (!waiting.TryGetValue(row.Table, out var rows)) waiting[row.Table] = rows = [];
            rows.Add(ids.Ours(row.Json));
            if (rows.Count >= Most) await Lay(office, row.Table, rows, cancel);
        }
        events.AddRange(thing.Events.Select((e, i) => (thing.Key, i + 1, MovingLog.Body(e))));
        if (events.Count >= Most) await LayEvents(office, cancel);
    }

    public async Task End(Guid office, CancellationToken cancel)
    {
        foreach (var (table, rows) in waiting) await Lay(office, table, rows, cancel);
        await LayEvents(office, cancel);
        await db.Database.ExecuteSqlRawAsync("select records.check_references()", cancel);
    }

    /// <summary>Everything lies in a unit of this office, and with an official of it where the package names one.</summary>
    public async Task CheckPlaces(OfficeCard office, IReadOnlyList<UnitCard> units, IReadOnlyDictionary<Guid, string> unknown, CancellationToken cancel)
    {
        var lost = await db.Ask("select distinct unit from (select unit from records.document where office = $1 union all select unit from records.case_file where office = $1 union all select unit from records.type_file where office = $1) p where unit <> all($2)",
            [office.Id, units.Select(u => u.Id).ToArray()], r => r.GetGuid(0), cancel);
        if (lost.Count > 0) throw new MovingException("records.moving.units", ("names", string.Join(", ", lost.Select(u => unknown.GetValueOrDefault(u, $"{u}")).Order(StringComparer.Ordinal))));
        var holders = await db.Ask("select distinct holder from (select holder from records.document where office = $1 union all select holder from records.case_file where office = $1 union all select holder from records.type_file where office = $1) p where holder = any($2)",
            [office.Id, unknown.Keys.ToArray()], r => r.GetGuid(0), cancel);
        if (holders.Count > 0) throw new MovingException("records.moving.people", ("names", string.Join(", ", holders.Select(h => unknown[h]).Order(StringComparer.Ordinal))));
    }

    /// <summary>The words by which documents are found are keyed by the installation, so they are drawn anew.</summary>
    public async Task DrawWords(Guid office, CancellationToken cancel)
    {
        for (var last = Guid.Empty; ;)
        {
            var documents = await db.Documents.AsNoTracking().Where(d => d.Office == office && d.Id > last).OrderBy(d => d.Id).Take(Most).ToListAsync(cancel);
            if (documents.Count == 0) return;
            last = documents[^1].Id;
            List<Finding> words = [];
            foreach (var document in documents)
            {
                await finding.Learn(document, cancel);
                words.AddRange(finding.Of(document));
            }
            var (digests, ids, units) = (words.Select(w => w.Word).ToArray(), words.Select(w => w.Document).ToArray(), words.Select(w => w.Unit).ToArray());
            await db.Database.ExecuteSqlAsync($"insert into records.finding (office, word, document, unit) select {office}, w, d, u from unnest({digests}, {ids}, {units}) as f(w, d, u) on conflict do nothing", cancel);
        }
    }

    private async Task Lay(Guid office, string table, List<string> rows, CancellationToken cancel)
    {
        if (rows.Count == 0) return;
        if (!columns.TryGetValue(table, out var names))
            columns[table] = names = (await db.Ask("select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns where table_schema = 'records' and table_name = $1 and is_generated = 'NEVER'", [table], r => r.GetString(0), cancel))[0];
        // A stored file may lie in several documents.
        var again = table == "erms_file" ? "on conflict do nothing" : "";
        await using var command = new NpgsqlCommand($"""
            insert into records.{table} ({names}) select {names} from jsonb_populate_recordset(null::records.{table},
                (select jsonb_agg(r || jsonb_build_object('office', $1::uuid) order by n) from jsonb_array_elements($2::text::jsonb) with ordinality as e(r, n))) {again}
            """, Connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = office });
        command.Parameters.Add(new() { Value = new StringBuilder("[").AppendJoin(',', rows).Append(']').ToString() });
        try
        {
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException e) when (e.SqlState[..2] is "22" or "23" or "42")
        {
            throw new MovingException("records.moving.rows", ("name", table), ("why", e.ConstraintName ?? e.MessageText));
        }
        rows.Clear();
    }

    private async Task LayEvents(Guid office, CancellationToken cancel)
    {
        if (events.Count == 0) return;
        var (things, positions, bodies) = (events.Select(e => e.Thing).ToArray(), events.Select(e => e.Position).ToArray(), events.Select(e => e.Body).ToArray());
        await db.Database.ExecuteSqlAsync($"insert into records.moved_event (office, thing, position, body) select {office}, t, p, b from unnest({things}, {positions}, {bodies}) as e(t, p, b)", cancel);
        events.Clear();
    }
}
