using System.Buffers;
using System.Security.Cryptography;
using Npgsql;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Kernel.Seeding;

/// <summary>Something that happened in a seeded matter, and when: what one module tells the others.</summary>
public sealed record SeedEvent(DateTimeOffset At, IMessage Message);

/// <summary>One matter of a chunk, from its filing on; its events stand in the order in which they were told.</summary>
/// <param name="Index">Its place among all of the office's year.</param>
public sealed record SeedMatter(int Index)
{
    public List<SeedEvent> Events { get; } = [];
}

/// <summary>
/// A part of one office's year that is written as one transaction. Each module writes the rows of its own tables and reads what the
/// others told; ledger entries follow by themselves and are chained at the end.
/// </summary>
public sealed class SeedChunk
{
    private readonly SeedHand hand;
    private readonly List<LedgerEntry> entries = [];
    private readonly ArrayBufferWriter<byte> told = new(2048);

    internal SeedChunk(SeedHand hand, RegionPlan plan, SeedOffice office, int from, int count)
    {
        (this.hand, Plan, Office) = (hand, plan, office);
        Dice = new($"{office.Municipality} {from}");
        Matters = [.. Enumerable.Range(from, count).Select(i => new SeedMatter(i))];
    }

    public RegionPlan Plan { get; }

    public SeedOffice Office { get; }

    public SeedDice Dice { get; }

    public IReadOnlyList<SeedMatter> Matters { get; }

    /// <summary>A command in the chunk's transaction.</summary>
    public NpgsqlCommand Command(string sql) => new(sql, hand.Connection);

    /// <summary>Writes rows, and for those that are in the ledger their entries.</summary>
    /// <param name="at">When the row came to be.</param>
    public async Task Save<T>(SeedSheet sheet, IReadOnlyCollection<T> rows, Func<T, DateTimeOffset> at, CancellationToken cancel) where T : class
    {
        if (rows.Count == 0) return;
        await hand.Write(sheet, rows, cancel);
        if (!typeof(ILedgered).IsAssignableFrom(typeof(T))) return;
        foreach (var row in rows)
        {
            told.ResetWrittenCount();
            sheet.Tell(row, told);
            var moment = at(row);
            entries.Add(new()
            {
                Id = Dice.Id(moment),
                Office = Office.Id,
                At = new(moment.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero),
                Deed = "added",
                Act = "Seed",
                ActorKind = nameof(CallerKind.System),
                Kind = sheet.Kind,
                Thing = ((ILedgered)row).Id,
                Digest = HMACSHA256.HashData(hand.LedgerKey, told.WrittenSpan),
            });
        }
    }

    internal Task Seal(CancellationToken cancel) => hand.Seal(Office.Id, entries, cancel);
}
