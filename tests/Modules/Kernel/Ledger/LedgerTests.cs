using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Virtuos.Kernel.Ledger;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>What a person with the database in hands could do to the ledger, and that it is found.</summary>
public class LedgerTests
{
    private static async Task<List<LedgerFault>> Audit(Town town, params Checkpoint[] kept)
    {
        List<LedgerFault> faults = [];
        await foreach (var fault in town.Services.GetRequiredService<LedgerAudit>().Audit(kept, TestContext.Current.CancellationToken)) faults.Add(fault);
        return faults;
    }

    // The superuser of the server, past every trigger.
    private static async Task Tamper(Town town, string sql)
    {
        await using var connection = new NpgsqlConnection(await PrivatePostgres.Shared.AdminOf(town.ConnectionString));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"set session_replication_role = replica; {sql}", connection);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<(Town Town, Checkpoint[] Kept)> Sealed()
    {
        var town = await Town.Found();
        using (await town.SignedIn(Town.Clerk)) { }
        using (await town.SignedIn(Town.Clerk)) { }
        await town.Settle();
        Assert.Equal([], await Audit(town));
        return (town, [.. await town.Services.GetRequiredService<LedgerAudit>().Checkpoints(TestContext.Current.CancellationToken)]);
    }

    [Fact]
    public async Task An_untouched_ledger_verifies()
    {
        var (town, kept) = await Sealed();
        await using var _ = town;

        Assert.Empty(await Audit(town, kept));
        Assert.True(town.Services.GetRequiredService<LedgerAudit>().Entries > 0);
    }

    [Theory]
    [InlineData("actor_kind = 'Nobody'")]
    [InlineData("at = at + interval '1 microsecond'")]
    [InlineData("purpose = 'another'")]
    [InlineData("thing = '00000000-0000-0000-0000-000000000001'")]
    public async Task A_changed_entry_is_found(string change)
    {
        var (town, _) = await Sealed();
        await using var __ = town;

        await Tamper(town, $"update kernel.ledger set {change} where id = (select entry from kernel.ledger_chain order by office, seq offset 1 limit 1)");

        Assert.Contains(await Audit(town), f => f.Kind == "changed");
    }

    [Fact]
    public async Task A_removed_entry_is_found()
    {
        var (town, _) = await Sealed();
        await using var __ = town;

        await Tamper(town, "delete from kernel.ledger where id = (select entry from kernel.ledger_chain order by office, seq offset 1 limit 1)");

        Assert.Contains(await Audit(town), f => f.Kind == "removed");
    }

    [Fact]
    public async Task An_inserted_entry_is_found()
    {
        var (town, _) = await Sealed();
        await using var __ = town;

        await Tamper(town, "insert into kernel.ledger select gen_random_uuid(), office, at, deed, act, actor_kind, actor, on_behalf_of, purpose, kind, thing, digest from kernel.ledger limit 1");

        Assert.Contains(await Audit(town), f => f.Kind == "inserted");
    }

    [Fact]
    public async Task A_cut_off_end_is_found_by_a_checkpoint_kept_outside()
    {
        var (town, kept) = await Sealed();
        await using var _ = town;

        await Tamper(town, """
            delete from kernel.ledger where id in (select c.entry from kernel.ledger_chain c join kernel.ledger_checkpoint k on k.office = c.office where c.seq = k.seq);
            delete from kernel.ledger_chain c using kernel.ledger_checkpoint k where k.office = c.office and c.seq = k.seq;
            delete from kernel.ledger_checkpoint;
            """);

        Assert.Empty(await Audit(town));
        Assert.Contains(await Audit(town, kept), f => f.Kind == "truncated");
    }

    [Fact]
    public async Task A_checkpoint_signed_by_somebody_else_is_no_checkpoint()
    {
        var (town, kept) = await Sealed();
        await using var _ = town;
        var forged = JsonSerializer.Deserialize<Checkpoint>(JsonSerializer.Serialize(kept[0]))! with { Seq = kept[0].Seq + 1 };

        Assert.Contains(await Audit(town, forged), f => f.Kind == "signature");
    }

    [Fact]
    public async Task The_program_itself_cannot_change_the_ledger()
    {
        await using var town = await Town.Found();

        await Assert.ThrowsAsync<PostgresException>(() => town.Scalar<object>("update kernel.ledger set purpose = 'x'"));
        await Assert.ThrowsAsync<PostgresException>(() => town.Scalar<object>("delete from kernel.ledger"));
        await Assert.ThrowsAsync<PostgresException>(() => town.Scalar<object>("truncate kernel.ledger cascade"));
    }
}
