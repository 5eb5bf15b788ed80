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
            select {(int)whose} as whose, state, due < $2 as late, due between $2 and $3 as soon, sum(n)::bigint as n from records.work_count where office = $1{whose switch
            {
                Whose.Mine => $" and holder = {values.Place(me)}",
                Whose.Substituted => $" and holder = any({values.Place(others.OfType<Guid>().ToArray())})",
                Whose.Unit => units is null ? "" : units is [var one] ? $" and unit = {values.Place(one)}" : $" and unit = any({values.Place(units)})",
                _ => " and state in ('Registered', 'Unconfirmed')",
            }} group by 2, 3, 4
            """).ToList();
        if (parts.Count == 0) return ReadOnlyDictionary<Whose, IReadOnlyDictionary<Queue, int>>.Empty;
        var rows = await db.Ask(string.Join(" union all ", parts), values,
            row => (Whose: (Whose)row.GetInt32(0), State: Enum.Parse<DocumentState>(row.GetString(1)), Late: !row.IsDBNull(2) && row.GetBoolean(2), Soon: !row.IsDBNull(3) && row.GetBoolean(3), N: (int)row.GetInt64(4)), cancel);
        return Choices().ToDictionary(w => w, w => (IReadOnlyDictionary<Queue, int>)Queues.All.ToDictionary(q => q, q => rows.Where(r => r.Whose == w && q switch
        {
            Queue.Late => r.Late,
            Queue.Soon => r.Soon,
            _ => q.States().Contains(r.State),
        }).Sum(r => r.N)));
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
    // however long the list is.
    private (string Sql, List<object> Values) Question(ListChoice choice, (DateOnly Day, Guid Id)? place, bool backwards, int most)
    {
        const string Columns = "d.id, d.reference_number, d.matter, d.party_name, d.received_on, d.deadline, d.sort_day, d.state, d.unit, d.holder, d.kind";
        var (me, others, units) = Rights();
        var today = Prague.Today(clock);
        List<object> values = [caller.Office ?? Guid.Empty];
        List<string> lists = [], where = ["d.office = $1"];
        DocumentState[] untaken = [DocumentState.Registered, DocumentState.Unconfirmed];
        var states = choice.Queue.States();
        switch (choice.Whose)
        {
            case Whose.Mine:
                where.Add($"d.holder = {Value(me)}");
                break;
            case Whose.Substituted:
                Each("holder", [.. others.OfType<Guid>().Distinct()]);
                break;
            case Whose.Unit:
                if (units is not null) Each("unit", units);
                break;
            default:
                states = states.Length == 0 ? untaken : [.. states.Intersect(untaken)];
                break;
        }
        if (choice.Queue == Queue.Late) where.Add($"d.due < {Value(today)}");
        if (choice.Queue == Queue.Soon) where.Add($"d.due between {Value(today)} and {Value(today.AddDays(Queues.SoonDays))}");
        if (choice.Queue is Queue.Late or Queue.Soon)
        {
            if (states.Length > 0) where.Add($"d.state in ({Named(states)})");
        }
        else if (states is [var one]) where.Add($"d.state = '{one}'");
        else
        {
            lists.Add($"unnest(array[{Named(states)}]::text[]) as s(state)");
            where.Add("d.state = s.state");
        }
        if (choice.Unit is { } unit) where.Add($"d.unit = {Value(unit)}");
        if (choice.Holder is { } holder) where.Add($"d.holder = {Value(holder)}");
        // What is due has the day of its deadline as the day of its place.
        var (day, descending) = (choice.Queue is Queue.Late or Queue.Soon ? "due" : "sort_day", backwards ? " desc" : "");
        if (place is { } from) where.Add($"(d.{day}, d.id) {(backwards ? "<" : ">")} ({Value(from.Day)}, {Value(from.Id)})");
        var part = $"select {Columns} from records.document d where {string.Join(" and ", where)} order by d.{day}{descending}, d.id{descending} limit {most}";
        return (lists.Count == 0 ? part : $"select {Columns} from {string.Join(" cross join ", lists)} cross join lateral ({part}) d order by d.sort_day{descending}, d.id{descending} limit {most}", values);

        void Each(string column, Guid[] keys)
        {
            if (keys is [var only]) where.Add($"d.{column} = {Value(only)}");
            else
            {
                lists.Add($"unnest({Value(keys)}) as k(id)");
                where.Add($"d.{column} = k.id");
            }
        }

        string Value(object value)
        {
            values.Add(value);
            return $"${values.Count}";
        }

        static string Named(DocumentState[] states) => string.Join(", ", states.Select(s => $"'{s}'"));
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
            _ => rows.Where(d => d.State == DocumentState.Registered || d.State == DocumentState.Unconfirmed),
        };
    }

    private (Guid Me, Guid?[] Others, Guid[]? Units) Rights() => (
        caller.Person ?? Guid.Empty,
        [.. caller.ActsFor.Where(a => a != caller.Person).Cast<Guid?>()],
        caller.May(RecordsPermissions.Read) ? caller.UnitsOf(RecordsPermissions.Read)?.ToArray() : []);

    private static (DateOnly Day, Guid Id)? Place(string? key) =>
        key is { Length: 41 } && DateOnly.TryParseExact(key.AsSpan(0, 8), "yyyyMMdd", out var day) && Guid.TryParseExact(key.AsSpan(9), "n", out var id) ? (day, id) : null;
}
