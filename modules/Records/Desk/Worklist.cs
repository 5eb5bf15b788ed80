using System.Collections.ObjectModel;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>Which list: the queue, whose work, and what it is narrowed to.</summary>
internal sealed record ListChoice(Queue Queue, Whose Whose)
{
    public Guid? Unit { get; init; }

    public Guid? Holder { get; init; }

    public bool IsNarrowed => Unit is not null || Holder is not null;

    /// <summary>The choice as a query of an address, without the place in the list.</summary>
    public string Query => $"fronta={Queue.Slug()}&kdo={Whose.Slug()}"
        + (Unit is { } u ? $"&odbor={u}" : "") + (Holder is { } h ? $"&resi={h}" : "");

    /// <summary>What an address asks for, within what the caller can look at; null when they can look at nothing.</summary>
    public static ListChoice? Of(IReadOnlyList<Whose> choices, string? queue, string? whose, Guid? unit, Guid? holder)
    {
        if (choices.Count == 0) return null;
        var chosen = Queues.ReadWhose(whose) is { } asked && choices.Contains(asked) ? asked : choices[0];
        return new(Queues.ReadQueue(queue) ?? (chosen == Whose.Office ? Queue.NotTaken : Queue.ToHandle), chosen) { Unit = unit, Holder = holder };
    }
}

/// <summary>A line of a list.</summary>
internal sealed record DeskRow(Guid Id, string? ReferenceNumber, string Matter, string PartyName, DateOnly ReceivedOn, DateOnly? Deadline, DateOnly SortDay,
    DocumentState State, Guid Unit, Guid? Holder, DocumentKind Kind)
{
    /// <summary>Its place in the list, by which the list goes on.</summary>
    public string Key => $"{SortDay:yyyyMMdd}-{Id:n}";
}

/// <summary>A part of a list; the keys are null where the list ends.</summary>
internal sealed record ListPart(IReadOnlyList<DeskRow> Rows, string? Before, string? After);

/// <summary>
/// Work lists by key, never by number, soonest deadline first, with the rights in the query; and their exact counts, which the database
/// keeps in the transactions that change them.
/// </summary>
internal sealed class Worklist(RecordsDb db, Caller caller, TimeProvider clock, RequestMemory memory)
{
    public const int PartSize = 50;

    private static readonly DocumentState[] Untaken = [DocumentState.Registered, DocumentState.Unconfirmed];

    /// <summary>Whose work the caller can look at; empty for whoever has no desk.</summary>
    public IReadOnlyList<Whose> Choices()
    {
        List<Whose> choices = [];
        if (caller.May(RecordsPermissions.Handle)) choices.AddRange([Whose.Mine, Whose.Unit]);
        else if (caller.May(RecordsPermissions.Approve)) choices.Add(Whose.Mine);
        if (caller.ActsFor.Count > 1) choices.Add(Whose.Substituted);
        if (caller.May(RecordsPermissions.Distribute)) choices.Add(Whose.Office);
        return choices;
    }

    /// <summary>How many documents lie in each queue now; empty for work that the caller cannot look at.</summary>
    public async Task<IReadOnlyDictionary<Queue, int>> Counts(Whose whose, CancellationToken cancel) =>
        (await memory.Recall(nameof(Worklist), () => AllCounts(cancel))).GetValueOrDefault(whose, ReadOnlyDictionary<Queue, int>.Empty);

    // Of all that the caller can look at by one question: the page shows one of them, the menu beside it another.
    private async Task<IReadOnlyDictionary<Whose, IReadOnlyDictionary<Queue, int>>> AllCounts(CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        var (me, others, units) = Rights();
        List<object> values = [caller.Office ?? Guid.Empty, today, today.AddDays(Queues.SoonDays)];
        var parts = Choices().Select(whose => $"""
            select {(int)whose} as whose, state, sum(n)::bigint as n, coalesce(sum(n) filter (where due < $2), 0)::bigint as late, coalesce(sum(n) filter (where due between $2 and $3), 0)::bigint as soon
            from records.work_count where office = $1{whose switch
            {
                Whose.Mine => $" and whose = {values.Place(me)}",
                Whose.Substituted => $" and whose = any({values.Place(others.OfType<Guid>().ToArray())})",
                Whose.Unit => units is null ? " and not held" : units is [var one] ? $" and whose = {values.Place(one)}" : $" and whose = any({values.Place(units)})",
                _ => $" and not held and state in ({string.Join(", ", Untaken.Select(s => $"'{s}'"))})",
            }} group by state
            """).ToList();
        if (parts.Count == 0) return ReadOnlyDictionary<Whose, IReadOnlyDictionary<Queue, int>>.Empty;
        var rows = await db.Ask(string.Join(" union all ", parts), values,
            row => (Whose: (Whose)row.GetInt32(0), State: Enum.Parse<DocumentState>(row.GetString(1)), All: row.GetInt64(2), Late: row.GetInt64(3), Soon: row.GetInt64(4)), cancel);
        return Choices().ToDictionary(w => w, w => (IReadOnlyDictionary<Queue, int>)Queues.All.ToDictionary(q => q, q => (int)rows.Where(r => r.Whose == w).Sum(r => q switch
        {
            Queue.Late => r.Late,
            Queue.Soon => r.Soon,
            _ => q.States().Contains(r.State) ? r.All : 0,
        })));
    }

    /// <param name="after">Key of the row before the part, or null for the beginning.</param>
    /// <param name="before">Key of the row after the part; it wins over <paramref name="after"/>.</param>
    public async Task<ListPart> Read(ListChoice choice, string? after, string? before, CancellationToken cancel, int size = PartSize)
    {
        var backwards = Place(before) is not null;
        var (sql, values) = Question(choice, Place(before ?? after), backwards, size + 1);
        var found = await db.Ask(sql, values, ReadRow, cancel);
        var more = found.Count > size;
        if (more) found.RemoveAt(size);
        if (backwards) found.Reverse();
        var hasBefore = backwards ? more : Place(after) is not null;
        var hasAfter = !backwards ? more : true;
        return new(found, hasBefore && found.Count > 0 ? found[0].Key : null, hasAfter && found.Count > 0 ? found[^1].Key : null);
    }

    // Every state of every unit or person is a list of its own that an index has in order: of each no more rows are read than the part has,
    // however long the list is. What is late or due soon an index has in order whatever its state.
    private (string Sql, List<object> Values) Question(ListChoice choice, (DateOnly Day, Guid Id)? place, bool backwards, int most)
    {
        const string Columns = "d.id, d.reference_number, d.matter, d.party_name, d.received_on, d.deadline, d.sort_day, d.state, d.unit, d.holder, d.kind";
        var (me, others, units) = Rights();
        var today = Prague.Today(clock);
        List<object> values = [caller.Office ?? Guid.Empty];
        List<string> lists = [], where = ["d.office = $1"];
        void Is(string condition, object value) => where.Add($"d.{condition} {values.Place(value)}");
        void EachOf(string column, string keys)
        {
            lists.Add($"{keys} as any_{column}(it)");
            where.Add($"d.{column} = any_{column}.it");
        }
        // How many keys an array has is not known to a plan that is kept, which is then made anew for every question.
        void OneOf(string column, Guid[] keys)
        {
            if (keys is [var one]) Is($"{column} =", one);
            else EachOf(column, $"unnest({values.Place(keys)})");
        }

        if (choice.Whose == Whose.Mine) Is("holder =", me);
        if (choice.Whose == Whose.Substituted) OneOf("holder", [.. others.OfType<Guid>()]);
        if (choice.Whose == Whose.Unit && units is not null) OneOf("unit", units);
        if (choice.Unit is { } unit) Is("unit =", unit);
        if (choice.Holder is { } holder) Is("holder =", holder);

        if (choice.Queue == Queue.Late) Is("due <", today);
        if (choice.Queue == Queue.Soon) where.Add($"d.due between {values.Place(today)} and {values.Place(today.AddDays(Queues.SoonDays))}");
        var states = choice.Queue.States();
        if (choice.Whose == Whose.Office) states = states.Length == 0 ? Untaken : [.. states.Intersect(Untaken)];
        var byState = choice.Whose == Whose.Office || states.Length > 0;
        if (byState && states.Length == 0) where.Add("false");
        else if (byState) EachOf("state", $"(values {string.Join(", ", states.Select(s => $"('{s}')"))})");

        // Whatever is due has the day of its deadline as the day of its place.
        var (day, direction) = (byState ? "sort_day" : "due", backwards ? " desc" : "");
        if (place is { } from) where.Add($"(d.{day}, d.id) {(backwards ? "<" : ">")} ({values.Place(from.Day)}, {values.Place(from.Id)})");
        var each = $"select {Columns} from records.document d where {string.Join(" and ", where)} order by d.{day}{direction}, d.id{direction} limit {most}";
        return (lists.Count == 0 ? each : $"select {Columns} from {string.Join(" cross join ", lists)} cross join lateral ({each}) d order by d.sort_day{direction}, d.id{direction} limit {most}", values);
    }

    private static DeskRow ReadRow(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateOnly>(4), row.IsDBNull(5) ? null : row.GetFieldValue<DateOnly>(5),
        row.GetFieldValue<DateOnly>(6), Enum.Parse<DocumentState>(row.GetString(7)), row.GetGuid(8), row.IsDBNull(9) ? null : row.GetGuid(9), Enum.Parse<DocumentKind>(row.GetString(10)));

    /// <summary>How many rows a narrowed list has.</summary>
    public Task<int> Count(ListChoice choice, CancellationToken cancel) => Narrow(choice).CountAsync(cancel);

    /// <summary>The neighbours of a place in the list, for reading on without going back.</summary>
    public async Task<(IReadOnlyList<DeskRow> Before, IReadOnlyList<DeskRow> After)> Around(ListChoice choice, string key, CancellationToken cancel) =>
        ((await Read(choice, null, key, cancel, 4)).Rows, (await Read(choice, key, null, cancel, 12)).Rows);

    public static readonly Expression<Func<Document, DeskRow>> Row = d =>
        new DeskRow(d.Id, d.ReferenceNumber, d.Matter, d.PartyName, d.ReceivedOn, d.Deadline, d.SortDay, d.State, d.Unit, d.Holder, d.Kind);

    private IQueryable<Document> Narrow(ListChoice choice)
    {
        var rows = Own(db.Documents.AsNoTracking(), choice.Whose).Where(choice.Queue.Holds(Prague.Today(clock)));
        if (choice.Unit is { } unit) rows = rows.Where(d => d.Unit == unit);
        if (choice.Holder is { } holder) rows = rows.Where(d => d.Holder == holder);
        return rows;
    }

    private IQueryable<Document> Own(IQueryable<Document> rows, Whose whose)
    {
        var (me, others, units) = Rights();
        return whose switch
        {
            Whose.Mine => rows.Where(d => d.Holder == me),
            Whose.Substituted => rows.Where(d => others.Contains(d.Holder)),
            Whose.Unit => units is null ? rows : rows.Where(d => units.Contains(d.Unit)),
            _ => rows.Where(d => Untaken.Contains(d.State)),
        };
    }

    private (Guid Me, Guid?[] Others, Guid[]? Units) Rights() => (
        caller.Person ?? Guid.Empty,
        [.. caller.ActsFor.Where(a => a != caller.Person).Cast<Guid?>()],
        caller.May(RecordsPermissions.Read) ? caller.UnitsOf(RecordsPermissions.Read)?.ToArray() : []);

    private static (DateOnly Day, Guid Id)? Place(string? key) =>
        key is { Length: 41 } && DateOnly.TryParseExact(key.AsSpan(0, 8), "yyyyMMdd", out var day) && Guid.TryParseExact(key.AsSpan(9), "n", out var id) ? (day, id) : null;
}
