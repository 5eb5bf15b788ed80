using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

public sealed class SeriesKillTests
{
    private const int Rows = 400;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D14", Part = "after kill -9 it goes on exactly where it was: no number twice, no document twice"), Contract("D05", Part = "after kill -9 each letter is ordered once and taken once"), Requirement("tEvidence/souvislost")]
    public async Task After_kill_9_in_the_middle_a_bulk_act_goes_on_exactly_where_it_was()
    {
        await using var server = new ServerProcess();
        await server.Start(demo: true, Cancel);
        var acts = new BulkActs(server);
        await acts.Begin(Rows, dispatchAtOnce: true, Cancel);
        foreach (var some in (int[])[40, 160])
        {
            await Reckoning.Until(async () => await Made(acts) >= some, $"{some} documents are made", Cancel);
            await server.Kill();
            var before = await Made(acts);
            Assert.InRange(before, some, Rows);
            await server.Start(demo: true, Cancel);
        }
        await Reckoning.Until(async () => await acts.State(Cancel) == "Done", "the bulk act is done", Cancel);

        Assert.Equal(Enumerable.Range(1, Rows), await acts.Column("select number from records.document order by number", r => r.GetInt32(0), Cancel));
        Assert.Equal(Enumerable.Range(1, Rows), await acts.Column("select number from records.case_file order by number", r => r.GetInt32(0), Cancel));
        Assert.Equal([(long)Rows], await acts.Column("select count(*) from records.consignment", r => r.GetInt64(0), Cancel));
        // Rows of the table are the order of the register, one document each.
        Assert.Equal([(long)Rows], await acts.Column("select count(*) from records.series_row r join records.document d on d.id = r.document where r.state = 'Dispatched' and r.position = d.number and r.name = d.party_name", r => r.GetInt64(0), Cancel));
        // Each data message is ordered of the mailroom once, and the mailroom has each once.
        var messages = await acts.Column("select id from records.consignment where channel = 'DataBox' order by id", r => r.GetGuid(0), Cancel);
        Assert.Equal(Rows / 3, messages.Count);
        Assert.Equal(messages, await acts.Column("select (body::jsonb ->> 'Letter')::uuid as letter from kernel.outbox where type like '%LetterOrdered' order by letter", r => r.GetGuid(0), Cancel));
        // This office has no data box that is on: the mailroom says so of each, once.
        await Reckoning.Until(async () => (await acts.Column("select count(*) from kernel.outbox where type like '%LetterMoved'", r => r.GetInt64(0), Cancel))[0] >= messages.Count, "the mailroom answered every letter", Cancel);
        Assert.Equal(messages, await acts.Column("select (body::jsonb ->> 'Letter')::uuid as letter from kernel.outbox where type like '%LetterMoved' order by letter", r => r.GetGuid(0), Cancel));
        Assert.Equal((0, ""), await Verify(server));
    }

    private static async Task<long> Made(BulkActs acts) => (await acts.Rows(Cancel)).GetValueOrDefault("Dispatched");

    // Ledger and blobs agree with what is stored.
    private static async Task<(int, string)> Verify(ServerProcess server)
    {
        var (code, output) = await server.Command(Cancel, "verify");
        return (code, code == 0 ? "" : output);
    }
}
