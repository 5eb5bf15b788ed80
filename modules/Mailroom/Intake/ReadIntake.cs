using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;

namespace Virtuos.Mailroom;

/// <param name="Group">A value of <see cref="IntakeCounts.Groups"/>; null = all.</param>
/// <param name="After">Key of the row before the part, or null.</param>
internal sealed record ReadIntakeInput(string? Channel = null, string? Group = null, string? After = null);

/// <summary>Anything that came by any channel, and how far it is.</summary>
/// <param name="IsMessage">It is kept here and has a page; what came by the portal or over the counter is kept elsewhere.</param>
internal sealed record ArrivalRow(Guid Id, bool IsMessage, string Channel, string State, string? SenderName, string? Subject, DateTimeOffset ArrivedAt, string? ReferenceNumber, Guid? Document, DateTimeOffset? SettledAt, string? Reason)
{
    public string Key => $"{ArrivedAt.UtcTicks:x16}-{Id:n}";
}

/// <param name="Waiting">What waits for a decision, by how long: to one day, to three, longer.</param>
internal sealed record IntakeView(IReadOnlyList<IntakeCounts> Channels, IntakeCounts Total, DateTimeOffset? Oldest, (long Today, long Days, long Late) Waiting, IReadOnlyList<ArrivalRow> Rows, long Matching, string? After);

/// <summary>The filing room sees everything that came to the office by any channel, in one view: counts that add up, what waits by age, and the list.</summary>
internal sealed class ReadIntake(Caller caller, MailroomDb db, TimeProvider clock) : UseCase<ReadIntakeInput, IntakeView>(caller, MailroomPermissions.Intake)
{
    private const int PartSize = 50;

    // Both halves are read in order of an index, so a part costs no more than its rows.
    private const string Everything = """
        select id, true as is_message, channel, state, sender_name, subject, arrived_at, reference_number, document, settled_at, reason from mailroom.incoming_message where office = $1
        union all
        select id, false, channel, case when reference_number is null then 'Ordered' else 'Registered' end, sender_name, subject, arrived_at, reference_number, document, settled_at, null from mailroom.other_arrival where office = $1
        """;

    protected override async Task<Result<IntakeView>> Do(ReadIntakeInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var channels = await IntakeCounts.Read(db, office, cancel);
        var states = IntakeCounts.StatesOf(input.Group);
        List<object> values = [office];
        var narrowed = "where true";
        string Put(object value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
        if (input.Channel is { Length: > 0 } channel) narrowed += $" and channel = {Put(channel)}";
        if (states is not null) narrowed += $" and state = any({Put(states)})";
        if (Place(input.After) is var (at, id)) narrowed += $" and (arrived_at, id) < ({Put(at)}, {Put(id)})";
        var rows = await db.Ask($"select * from ({Everything}) a {narrowed} order by arrived_at desc, id desc limit {PartSize + 1}", values, Row, cancel);
        var more = rows.Count > PartSize;
        if (more) rows.RemoveAt(PartSize);
        var matching = channels.Where(c => input.Channel is not { Length: > 0 } one || c.Channel == one).Sum(c => c.Of(input.Group));
        return new IntakeView(channels, IntakeCounts.Sum("", channels), await Oldest(office, cancel), await Ages(office, cancel), rows, matching, more ? rows[^1].Key : null);
    }

    private async Task<DateTimeOffset?> Oldest(Guid office, CancellationToken cancel) => await db.Incoming
        .Where(m => m.Office == office && (m.EndedAt == null || m.State == IncomingState.SetAside)).MinAsync(m => (DateTimeOffset?)m.ArrivedAt, cancel);

    private async Task<(long, long, long)> Ages(Guid office, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        List<object> values = [office, now.AddDays(-1), now.AddDays(-3)];
        return (await db.Ask("""
            select count(*) filter (where arrived_at > $2), count(*) filter (where arrived_at <= $2 and arrived_at > $3), count(*) filter (where arrived_at <= $3)
            from mailroom.incoming_message where office = $1 and state = 'SetAside'
            """, values, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancel))[0];
    }

    private static ArrivalRow Row(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetBoolean(1), row.GetString(2), row.GetString(3), Text(row, 4), Text(row, 5), row.GetFieldValue<DateTimeOffset>(6), Text(row, 7),
        row.IsDBNull(8) ? null : row.GetGuid(8), row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9), Text(row, 10));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static (DateTimeOffset, Guid)? Place(string? key) =>
        key is { Length: 49 } && long.TryParse(key.AsSpan(0, 16), System.Globalization.NumberStyles.HexNumber, null, out var ticks) && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(key.AsSpan(17), "n", out var id)
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), id) : null;
}
