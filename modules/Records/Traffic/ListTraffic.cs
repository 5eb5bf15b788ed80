using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="After">Key of the row before the part, or null.</param>
/// <param name="Most">Rows of a part.</param>
internal sealed record ListTrafficInput(TrafficChoice Choice, string? After, int Most = ListTraffic.PartSize);

/// <summary>One document that came, or one consignment that went out.</summary>
/// <param name="Id">The document.</param>
internal sealed record TrafficRow(Guid Id, Guid Item, string? Number, string Matter, string PartyName, Guid Unit, string Channel, string State, DateTimeOffset At, DateOnly? Ended, long? Postage)
{
    public string Key => $"{At.UtcTicks:x16}-{Item:n}";
}

internal sealed record TrafficList(TrafficChoice Choice, IReadOnlyList<TrafficRow> Rows, long Total, string? After, People People);

/// <summary>The items behind a number of the overview, the newest first, as far as the caller may see them.</summary>
internal sealed class ListTraffic(Caller caller, RecordsDb db, TrafficRights rights, IDirectory directory, TimeProvider clock) : UseCase<ListTrafficInput, TrafficList>(caller, RecordsPermissions.Traffic)
{
    public const int PartSize = 50;
    public const int MostAtOnce = 10_000;

    protected override async Task<Result<TrafficList>> Do(ListTrafficInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var choice = input.Choice;
        var units = Units(await directory.Units(office, cancel), choice);
        var cells = await Cells(office, choice, units, cancel);
        var place = Place(input.After);
        var rows = choice.Way == TrafficChoice.In ? await Received(office, choice, cells, place, input.Most + 1, cancel) : await Sent(office, choice, cells, place, input.Most + 1, cancel);
        var more = rows.Count > input.Most;
        if (more) rows.RemoveAt(input.Most);
        return new TrafficList(choice, rows, cells.Sum(c => c.N), more ? rows[^1].Key : null, await People.Of(directory, office, cancel));
    }

    private Guid[] Units(IReadOnlyList<UnitCard> all, TrafficChoice choice)
    {
        var (counted, listed) = (rights.Counted, rights.Listed);
        return [.. all.Select(u => u.Id).Where(u => (counted is null || counted.Contains(u)) && (listed is null || listed.Contains(u)) && (choice.Unit is not { } one || u == one))];
    }

    // Only what there is: each unit, channel and state is a list that an index has in order, and no more of it is read than a part needs.
    private Task<List<(Guid Unit, string Channel, string State, long N)>> Cells(Guid office, TrafficChoice choice, Guid[] units, CancellationToken cancel)
    {
        List<object> values = [office, units];
        var narrowed = (choice.Channel is { } channel ? $" and channel = {values.Place(channel)}" : "") + (choice.State is { } state ? $" and state = {values.Place(state)}" : "");
        string sql;
        if (choice.Age is { } age)
        {
            var (after, before) = TrafficChoice.Sent(age, Prague.Today(clock));
            sql = $"select unit, channel, state, count(*)::bigint from records.consignment where office = $1 and unit = any($2) and state in ('Sent', 'Deposited'){narrowed}{SentBetween(values, after, before)} group by 1, 2, 3";
        }
        else sql = $"select unit, channel, state, sum(n)::bigint from records.traffic_count where office = $1 and unit = any($2) and way = {values.Place(choice.Way)} and month between {values.Place(choice.From)} and {values.Place(choice.To)}{narrowed} group by 1, 2, 3 having sum(n) <> 0";
        return db.Ask(sql, values, row => (row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt64(3)), cancel);
    }

    private Task<List<TrafficRow>> Received(Guid office, TrafficChoice choice, List<(Guid Unit, string Channel, string State, long N)> cells, (DateTimeOffset At, Guid Id)? place, int most, CancellationToken cancel)
    {
        List<object> values = [office, cells.Select(c => c.Unit).ToArray(), cells.Select(c => c.Channel).ToArray(), cells.Select(c => c.State).ToArray(), choice.From, choice.End];
        // A part begins within a day: received documents are ordered by their legal day, then by id.
        var after = place is { } from ? $" and (d.received_on, d.id) < ({values.Place(Prague.Day(from.At))}, {values.Place(from.Id)})" : "";
        return db.Ask($"""
            select d.id, d.id, d.reference_number, d.matter, d.party_name, d.unit, d.channel, d.state, d.received_on, d.settled_on, null::bigint
            from unnest($2::uuid[], $3::text[], $4::text[]) as cell(unit, channel, state) cross join lateral (
                select * from records.document d where d.office = $1 and d.kind = 'Received' and d.unit = cell.unit and d.channel = cell.channel and d.state = cell.state
                and d.received_on >= $5 and d.received_on < $6{after} order by d.received_on desc, d.id desc limit {most}) d
            order by d.received_on desc, d.id desc limit {most}
            """, values, row => Row(row, Prague.Start(row.GetFieldValue<DateOnly>(8))), cancel);
    }

    private Task<List<TrafficRow>> Sent(Guid office, TrafficChoice choice, List<(Guid Unit, string Channel, string State, long N)> cells, (DateTimeOffset At, Guid Id)? place, int most, CancellationToken cancel)
    {
        List<object> values = [office, cells.Select(c => c.Unit).ToArray(), cells.Select(c => c.Channel).ToArray(), cells.Select(c => c.State).ToArray()];
        var (first, end) = choice.Age is { } age ? TrafficChoice.Sent(age, Prague.Today(clock)) : (Prague.Start(choice.From), Prague.Start(choice.End));
        var within = SentBetween(values, first, end) + (place is { } from ? $" and (sent_at, id) < ({values.Place(from.At.ToUniversalTime())}, {values.Place(from.Id)})" : "");
        return db.Ask($"""
            select d.id, c.id, d.reference_number, d.matter, d.party_name, c.unit, c.channel, c.state, c.sent_at, c.delivered_on, c.postage
            from unnest($2::uuid[], $3::text[], $4::text[]) as cell(unit, channel, state) cross join lateral (
                select * from records.consignment where office = $1 and unit = cell.unit and channel = cell.channel and state = cell.state{within} order by sent_at desc, id desc limit {most}) c
            join records.document d on d.office = c.office and d.id = c.document
            order by c.sent_at desc, c.id desc limit {most}
            """, values, row => Row(row, row.GetFieldValue<DateTimeOffset>(8)), cancel);
    }

    private static string SentBetween(List<object> values, DateTimeOffset? after, DateTimeOffset before) =>
        (after is { } from ? $" and sent_at >= {values.Place(from.ToUniversalTime())}" : "") + $" and sent_at < {values.Place(before.ToUniversalTime())}";

    private static TrafficRow Row(NpgsqlDataReader row, DateTimeOffset at) => new(row.GetGuid(0), row.GetGuid(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetString(3), row.GetString(4), row.GetGuid(5), row.GetString(6), row.GetString(7),
        at, row.IsDBNull(9) ? null : row.GetFieldValue<DateOnly>(9), row.IsDBNull(10) ? null : row.GetInt64(10));

    private static (DateTimeOffset At, Guid Id)? Place(string? key) =>
        key is { Length: 49 } && long.TryParse(key.AsSpan(0, 16), System.Globalization.NumberStyles.HexNumber, null, out var ticks) && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(key.AsSpan(17), "n", out var id)
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), id) : null;
}
