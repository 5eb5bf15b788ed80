using System.Security.Cryptography;
using Virtuos.Kernel.Blobs;
using Virtuos.Modules.Tests.Records.Packages;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>Big messages pass in little room; measured alone, because the room of the process is everybody's.</summary>
[Collection(nameof(Alone))]
public sealed class BigMessageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("E09", Part = "VoDZ: ninety megabytes in and out, cut in the middle of the body, each there once")]
    public async Task Ninety_megabytes_pass_both_ways_though_the_line_is_cut_in_the_middle()
    {
        await using var town = await BoxTown.Found();
        var large = new byte[90 * 1024 * 1024];
        new Random(9).NextBytes(large);
        await town.Order("PRV 90/2026", BoxTown.Citizen, large);
        await town.State.Send(BoxTown.Citizen, BoxTown.Own, "Výkresy", ("vykresy.pdf", large));
        var hash = Convert.ToBase64String(SHA256.HashData(large));
        var name = BlobHash.Of(large).ToString();
        large = null;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, true, true);
        var (before, most) = (GC.GetTotalMemory(false), 0L);
        using var watched = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            while (!watched.IsCancellationRequested)
            {
                most = Math.Max(most, GC.GetTotalMemory(false));
                await Task.Delay(20, CancellationToken.None);
            }
        }, Cancel);
        await town.State.Fail("cut");
        await town.Send();
        Assert.Empty((await town.State.Look()).Messages.Where(m => m.From == BoxTown.Own));
        await town.SendAll(2);
        await town.State.Fail("SignedBigMessageDownload:half");
        await town.Fetch();
        await town.Advance(TimeSpan.FromHours(1));
        await town.Fetch();
        await watched.CancelAsync();
        await watch;

        var sent = (await town.State.Look()).Messages.Single(m => m.From == BoxTown.Own);
        Assert.Equal((true, hash), (sent.Big, sent.Hashes.Single()));
        Assert.Equal(("Marked", "intact"), (await town.One<string>("select state from mailroom.box_message"), await town.One<string>("select seal from mailroom.box_message")));
        Assert.Equal(name, await town.One<string>("select blob from mailroom.incoming_part where position = 1"));
        Assert.Equal("", town.State.Wrong);
        TestContext.Current.SendDiagnosticMessage($"Managed memory grew by {(most - before) / 1024 / 1024} MB while 2 x 90 MB passed.");
        Assert.InRange(most - before, 0, 64L * 1024 * 1024);
    }
}
