using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>A difference in what a unit received or sent in a month; written by the database only.</summary>
internal sealed class TrafficCount : IOfficeOwned
{
    public Guid Office { get; set; }

    public long Id { get; private init; }

    /// <summary><c>in</c> or <c>out</c>.</summary>
    public string Way { get; private init; } = "";

    public Guid Unit { get; private init; }

    public string Channel { get; private init; } = "";

    /// <summary>State of the document, or of the consignment.</summary>
    public string State { get; private init; } = "";

    public DateOnly Month { get; private init; }

    public long N { get; private init; }

    /// <summary>In hellers, as far as it was entered.</summary>
    public long Postage { get; private init; }
}

/// <summary>What one unit received or sent by a channel, and how far it is.</summary>
internal sealed record TrafficCell(Guid Unit, string Channel, string State, long N, long Postage);

/// <summary>What came or went out: cells that sum up to any number of the page.</summary>
/// <param name="Seen">Units whose lists the reader may open; null = all.</param>
internal sealed record TrafficView(TrafficChoice Choice, IReadOnlyList<UnitCard> Units, IReadOnlyList<TrafficCell> In, IReadOnlyList<TrafficCell> Out,
    IReadOnlyList<(Guid Unit, string Channel, Age Age, long N)> OnWay, Guid[]? Seen)
{
    /// <summary>The units that the reader can choose from.</summary>
    public IReadOnlyList<UnitCard> AllUnits { get; init; } = [];

    public bool Opens(Guid unit) => Seen is null || Seen.Contains(unit);
}

/// <summary>What the office received and sent, by unit, channel and state, with what is still not delivered: for those who lead it and those who run its records.</summary>
internal sealed class ReadTraffic(Caller caller, RecordsDb db, TrafficRights rights, IDirectory directory, TimeProvider clock) : UseCase<TrafficChoice, TrafficView>(caller, RecordsPermissions.Traffic)
{
    protected override async Task<Result<TrafficView>> Do(TrafficChoice input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var (counted, today) = (rights.Counted, Prague.Today(clock));
        var all = (await directory.Units(office, cancel)).Where(u => counted is null || counted.Contains(u.Id)).OrderBy(u => u.Name, StringComparer.CurrentCulture).ToList();
        var units = all.FindAll(u => input.Unit is not { } one || u.Id == one);
        var ids = units.ConvertAll(u => u.Id);
        var rows = await db.TrafficCounts.Where(c => c.Month >= input.From && c.Month <= input.To && ids.Contains(c.Unit))
            .GroupBy(c => new { c.Way, c.Unit, c.Channel, c.State })
            .Select(g => new { g.Key.Way, g.Key.Unit, g.Key.Channel, g.Key.State, N = g.Sum(c => c.N), Postage = g.Sum(c => c.Postage) }).ToListAsync(cancel);
        IReadOnlyList<TrafficCell> Cells(string way) => [.. rows.Where(r => r.Way == way && (r.N != 0 || r.Postage != 0)
            && (input.Channel is null || input.Way != way || r.Channel == input.Channel) && (input.State is null || input.Way != way || r.State == input.State)).Select(r => new TrafficCell(r.Unit, r.Channel, r.State, r.N, r.Postage))];

        return new TrafficView(input, units, Cells(TrafficChoice.In), Cells(TrafficChoice.Out), await OnWay(office, ids, today, cancel),
            rights.Listed) { AllUnits = all };
    }

    private async Task<IReadOnlyList<(Guid, string, Age, long)>> OnWay(Guid office, List<Guid> units, DateOnly today, CancellationToken cancel)
    {
        List<object> values = [office, units.ToArray()];
        // The first age that a moment is young enough for; the last one takes the rest.
        var age = string.Concat(Age.All.SkipLast(1).Select((a, at) => $"when sent_at >= {values.Place(TrafficChoice.Sent(a, today).After!.Value.ToUniversalTime())} then {at} "));
        return await db.Ask($"""
            select unit, channel, case {age}else {Age.All.Length - 1} end, count(*)::bigint from records.consignment
            where office = $1 and unit = any($2) and state in ('Sent', 'Deposited') group by 1, 2, 3
            """, values, row => (row.GetGuid(0), row.GetString(1), Age.All[row.GetInt32(2)], row.GetInt64(3)), cancel);
    }
}

/// <summary>Whose traffic is counted for the caller, and whose they may see item by item; null = that of the whole office.</summary>
internal sealed class TrafficRights(Caller caller)
{
    public Guid[]? Counted => caller.UnitsOf(RecordsPermissions.Traffic)?.ToArray();

    /// <summary>Whoever keeps the register reads every entry of it; others what lies in units where they read documents.</summary>
    public Guid[]? Listed => caller.May(RecordsPermissions.Register) ? null : caller.May(RecordsPermissions.Read) ? caller.UnitsOf(RecordsPermissions.Read)?.ToArray() : [];
}
