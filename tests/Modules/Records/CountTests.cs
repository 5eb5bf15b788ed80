using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Jobs;
using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

public sealed class CountTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    [Contract("D19", Part = "counts are exact after any trace"), Contract("A21", Part = "counts of mine, my unit's and overdue are exact")]
    public async Task Counts_equal_a_recount_after_whatever_people_did(int seed)
    {
        await using var room = await OfficeTown.Found();
        var trace = new RandomTrace(room, seed);
        for (var round = 0; round < 3; round++)
        {
            await trace.Run(60);
            if (round == 1) await room.Job<FoldCounts>();
            if (round == 2) await room.Job<EndPassedCalls>();
            await AssertExact(room);
        }
        Assert.Contains("done", trace.Done);
        Assert.True(trace.Done.Distinct().Count() > 3, "The dice tried too little.");
    }

    /// <summary>The same for hours of work: <c>bench/counts</c> runs it.</summary>
    [Fact(Explicit = true)]
    public async Task Counts_equal_a_recount_after_ten_thousand_operations()
    {
        await using var room = await OfficeTown.Found();
        var trace = new RandomTrace(room, 20);
        for (var round = 0; round < 20; round++)
        {
            await trace.Run(500);
            if (round % 3 == 1) await room.Job<FoldCounts>();
            if (round % 5 == 4) await room.Job<EndPassedCalls>();
            await AssertExact(room, 200);
        }
    }

    private static async Task AssertExact(OfficeTown room, int part = 7)
    {
        const string Kept = "select office, whose, held, state, due, sum(n)::bigint n from records.work_count group by 1, 2, 3, 4, 5 having sum(n) <> 0";
        const string Real = "select office, whose, held, state, due, count(*) n from records.document cross join lateral (values (unit, false), (holder, true)) w (whose, held) where whose is not null group by 1, 2, 3, 4, 5";
        Assert.Empty(await room.Rows($"(({Kept}) except ({Real})) union all (({Real}) except ({Kept}))", r => r.GetString(3)));

        const string KeptMonths = "select office, unit, month, what, days, on_time, sum(n)::bigint n from records.month_count group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0";
        const string RealMonths = """
            select office, unit, date_trunc('month', received_on)::date, 'received', null::int, null::boolean, count(*) from records.document where kind = 'Received' and parent is null group by 1, 2, 3
            union all select office, unit, date_trunc('month', settled_on)::date, 'settled', settled_on - received_on, on_time, count(*) from records.document where state = 'Settled' group by 1, 2, 3, 5, 6
            """;
        Assert.Empty(await room.Rows($"(({KeptMonths}) except ({RealMonths})) union all (({RealMonths}) except ({KeptMonths}))", r => r.GetString(3)));

        // What is searched lies where its document does.
        Assert.Empty(await room.Rows("select f.document::text from records.finding f left join records.document d on d.office = f.office and d.id = f.document where d.unit is distinct from f.unit", r => r.GetString(0)));

        var today = Prague.Today(room.Clock);
        foreach (var office in (OfficeCard[])[room.Offices.First, room.Offices.Second])
            foreach (var name in (string[])["Klára", "Hana", "Radek", "Petra"])
                await room.As(room.Offices.Who(office, name), async scope =>
                {
                    var list = scope.GetRequiredService<Worklist>();
                    foreach (var whose in list.Choices())
                    {
                        var counts = await list.Counts(whose, Cancel);
                        foreach (var queue in Queues.All)
                        {
                            var rows = await All(list, new(queue, whose), part);
                            Assert.Equal(counts[queue], rows.Count);
                            Assert.Equal(rows.Count, rows.Distinct().Count());
                            Assert.Equal(rows, rows.OrderBy(r => r.SortDay).ThenBy(r => r.Id.ToString(), StringComparer.Ordinal));
                            Assert.All(rows, r => Assert.True(queue != Queue.Late || r.Deadline < today));
                        }
                    }
                    return true;
                });
    }

    private static async Task<List<DeskRow>> All(Worklist list, ListChoice choice, int size)
    {
        List<DeskRow> rows = [];
        for (string? after = null; ;)
        {
            var part = await list.Read(choice, after, null, Cancel, size);
            if (rows.Count > 0)
            {
                var back = await list.Read(choice, null, part.Rows.Count > 0 ? part.Rows[0].Key : null, Cancel, size);
                Assert.True(part.Rows.Count == 0 || back.Rows.SequenceEqual(rows.TakeLast(size)));
            }
            rows.AddRange(part.Rows);
            if (part.After is null) return rows;
            after = part.After;
        }
    }
}
