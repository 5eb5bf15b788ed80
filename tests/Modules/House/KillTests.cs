using System.Net;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>The power fails in between, again and again; in the end every receipt has its document and every number is there once. <c>bench/kills</c> is the long run.</summary>
public class KillTests
{
    private const int Kills = 5;
    private const int Clients = 6;
    private const int AttachmentBytes = 20_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("B26")]
    public async Task Receipts_documents_and_numbers_agree_after_the_server_and_its_database_were_killed_in_mid_stream()
    {
        await using var server = new ServerProcess();
        await server.OpenOffices(Cancel);
        await server.Start(demo: false, Cancel);

        await using var wire = new Wire(new IPEndPoint(IPAddress.Loopback, server.Address.Port));
        var filers = new Filers(wire.Address, ServerProcess.Offices);
        using var stop = new CancellationTokenSource();
        var filing = filers.Run(Clients, AttachmentBytes, stop.Token);
        var random = new Random(26);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Filed(filers, filers.Promises.Count + random.Next(5, 25), filing);
            wire.Cut();
            await Filed(filers, filers.Promises.Count + random.Next(1, 10), filing);
            if (kill == 0) server.KillPostmaster();
            await server.Kill();
            if (kill % 2 == 1) server.KillDatabase();
            await server.Start(demo: false, Cancel);
        }
        await Filed(filers, filers.Promises.Count + 10, filing);
        await stop.CancelAsync();
        await filing;
        Assert.Empty((await Reckoning.Of(server, filers, Cancel)).Faults);
    }

    private static Task Filed(Filers filers, int count, Task filing) => Reckoning.Until(() =>
    {
        if (filing.IsFaulted) throw filing.Exception!;
        return Task.FromResult(filers.Promises.Count >= count);
    }, $"{count} receipts are handed out", Cancel);
}
