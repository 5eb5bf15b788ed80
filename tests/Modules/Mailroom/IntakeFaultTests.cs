using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Mailroom;
using Virtuos.Modules.Tests.Services;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>What may befall the way in: the scanner is away, the disk is full, the clock steps, the program and its database are killed. Nothing is lost and nothing passes unchecked.</summary>
public sealed class IntakeFaultTests
{
    private const int NoSpace = 28;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("E02", Part = "clamd finds what only it knows; while it is away nothing passes unscanned where scanning is demanded")]
    public async Task Without_the_scanner_messages_wait_and_with_it_a_virus_is_found()
    {
        await using var clam = new ClamProcess();
        await clam.Start(Cancel);
        await clam.Stop();
        await using var town = await Town.Found(settings: i => (i.Scan.Clamd, i.Scan.Demanded) = (clam.Address, true));
        var office = await Office(town);
        var (clean, ill) = (await Receive(town, office, "1", "Dobrý den"), await Receive(town, office, "2", $"nic {ClamProcess.Virus} nic"));
        for (var at = 0; at < 12; at++)
        {
            await town.Run<WorkIntake>();
            town.Clock.Advance(TimeSpan.FromMinutes(10));
        }
        Assert.Equal(2L, await town.Scalar<long>("select count(*) from mailroom.incoming_message where state = 'Stored' and attempts = 0"));

        await clam.Start(Cancel);
        await town.Run<WorkIntake>();
        await town.Settle();
        Assert.Equal("Registered", await State(town, clean));
        Assert.Equal(("SetAside", "virus", "Virtuos.Trial.UNOFFICIAL"), (await State(town, ill), await town.Scalar<string>("select reason from mailroom.incoming_message where id = $1", ill),
            await town.Scalar<string>("select place from mailroom.incoming_part where message = $1", ill)));
    }

    [Fact, Contract("E01", Part = "a full disk and steps of the clock: messages wait, none is set aside for it, all are registered afterwards")]
    public async Task A_full_disk_and_a_stepping_clock_only_make_messages_wait()
    {
        var store = new BadInputTests.FailingStore();
        await using var town = await Town.Found(b =>
        {
            var real = b.Services.Last(s => s.ServiceType == typeof(IBlobStore));
            b.Services.Replace(ServiceDescriptor.Singleton<IBlobStore>(all => store.Over((IBlobStore)(real.ImplementationInstance ?? real.ImplementationFactory!(all)))));
        });
        var office = await Office(town);
        var message = await Receive(town, office, "1", "Dobrý den");
        store.Fails = NoSpace;
        var archive = IntakeWayTests.Zip(("a.txt", Encoding.UTF8.GetBytes("a")));
        var refused = await town.As(office, scope => scope.GetRequiredService<ImportArchive>().Run(new(office, "media", new MemoryStream(archive)), Cancel));
        Assert.Equal("kernel.disk-full", refused.Refusals[0].Code);
        for (var at = 0; at < 12; at++)
        {
            await town.Run<WorkIntake>();
            town.Clock.Advance(TimeSpan.FromMinutes(10));
        }
        Assert.Equal("Stored", await State(town, message));
        store.Fails = null;
        // The clock is put back a day: what was stored before must not wait for its return.
        var second = await Receive(town, office, "2", "Podruhé");
        town.Clock.Advance(TimeSpan.FromDays(-1));
        await town.Run<WorkIntake>();
        await town.Settle();
        Assert.Equal(("Registered", "Registered"), (await State(town, message), await State(town, second)));
        var imported = await town.As(office, async scope => (await scope.GetRequiredService<ImportArchive>().Run(new(office, "media", new MemoryStream(archive)), Cancel)).Value);
        Assert.Equal((1, 1), (imported.Files, imported.New));
    }

    [Fact, Contract("E08", Part = "kill -9 of the program and of its database while an archive is taken in and while it is worked on: every file is one message and one document")]
    public async Task After_kill_9_in_the_middle_of_an_import_every_file_is_one_message_and_one_document()
    {
        const int files = 400;
        await using var server = new ServerProcess();
        await server.Start(demo: true, Cancel);
        var archive = Path.Combine(server.Var, "archiv.zip");
        await File.WriteAllBytesAsync(archive, IntakeWayTests.Zip([.. Enumerable.Range(1, files).Select(i => ($"{i:0000}.txt", Encoding.UTF8.GetBytes($"Podání číslo {i}")))]), Cancel);

        // Killed three times: with its database while messages are stored, alone while they are worked on.
        foreach (var (enough, database) in ((long, bool)[])[(60, true), (200, false), (320, true)])
        {
            var import = server.Command(Cancel, "mail", "import", archive, "--office", "chomutov");
            await Until(server, $"select count(*) from mailroom.incoming_message", enough);
            await server.Kill();
            if (database) server.KillDatabase();
            await import;
            await server.Start(demo: true, Cancel);
        }
        var (code, said) = await server.Command(Cancel, "mail", "import", archive, "--office", "chomutov");
        Assert.True(code == 0, said);
        Assert.Contains($"{files} files = ", said);
        Assert.Contains($"{files} messages = ", said);
        await Until(server, "select count(*) from mailroom.incoming_message where state = 'Registered'", files);
        Assert.Equal(files, await Count(server, "select count(*) from mailroom.incoming_message"));
        Assert.Equal(files, await Count(server, "select count(distinct m.id) from mailroom.incoming_message m join records.document d on d.origin = m.id and d.reference_number = m.reference_number"));
        Assert.Equal(files, await Count(server, "select count(*) from records.document where channel = 'media'"));
        Assert.Equal(files, await Count(server, "select count(*) from services.matter where kind = 'Message' and reference_number is not null"));
    }

    private static async Task Until(ServerProcess server, string sql, long enough)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (await Look(server, sql) is var now && now < enough)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{sql}: {now} of {enough}\n{server.Said}");
            await tick.WaitForNextTickAsync(Cancel);
        }
    }

    // The database may just be coming up after its fall.
    private static async Task<long> Look(ServerProcess server, string sql)
    {
        try
        {
            return await Count(server, sql);
        }
        catch (NpgsqlException)
        {
            NpgsqlConnection.ClearAllPools();
            return -1;
        }
    }

    private static async Task<long> Count(ServerProcess server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection);
        await all.ExecuteNonQueryAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private static async Task<Guid> Office(Town town) => (await town.As(null, async scope => await scope.GetRequiredService<IDirectory>().OfficeId("chomutov", Cancel)))!.Value;

    private static Task<string?> State(Town town, Guid message) => town.Scalar<string>("select state from mailroom.incoming_message where id = $1", message);

    private static Task<Guid> Receive(Town town, Guid office, string externalId, string text) => town.As(office, async scope =>
    {
        var staged = await scope.GetRequiredService<IBlobStore>().Stage(new MemoryStream(Encoding.UTF8.GetBytes(text)), 1 << 20, Cancel);
        var part = new FiledPart(staged.Hash.ToString(), "zprava.txt", "text/plain", staged.Size);
        return (await scope.GetRequiredService<ReceiveMessage>().Run(new(office, "data-box", externalId, "abcdefg", "Jan Zkušební", null, null, "Věc", null, town.Clock.GetUtcNow(), null, [new(part, "main")]), Cancel)).Value.Message;
    });
}
