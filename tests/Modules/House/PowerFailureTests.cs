using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>A killed process leaves its bytes in the page cache; a power failure does not. <c>bench/power</c> is the long run.</summary>
public class PowerFailureTests
{
    private const int Failures = 2;
    private const int Clients = 4;
    private const int AttachmentBytes = 20_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_folder_that_loses_power_forgets_what_was_not_synced_and_nothing_else()
    {
        var missing = await ForgetfulFolder.Missing(Cancel);
        Assert.SkipWhen(missing is not null, missing ?? "");
        var place = PrivatePostgres.NewFolder("power");
        await File.WriteAllTextAsync(Path.Combine(place, "old"), "old", Cancel);
        await using (var folder = await ForgetfulFolder.Over(place, 0, Cancel))
        {
            await File.AppendAllTextAsync(Path.Combine(place, "old"), " and more", Cancel);
            await File.WriteAllTextAsync(Path.Combine(place, "unsynced"), "new", Cancel);
            Synced(Path.Combine(place, "synced without its folder"));
            await folder.LosePower(Cancel);
            Assert.Equal(["old"], Names(place + ".kept"));
            Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(place + ".kept", "old"), Cancel));

            await folder.Mount(0, Cancel);
            Synced(Path.Combine(place, "synced"));
            Virtuos.Kernel.Blobs.FolderSync.Flush(place);
            File.Move(Path.Combine(place, "synced"), Path.Combine(place, "renamed"));
            await folder.LosePower(Cancel);
            Assert.Equal(["old", "synced"], Names(place + ".kept"));
        }
        System.IO.Directory.Delete(place, recursive: true);

        static string[] Names(string folder) => [.. System.IO.Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order()];

        static void Synced(string path)
        {
            using var file = File.Create(path);
            file.Write("new"u8);
            file.Flush(flushToDisk: true);
        }
    }

    [Fact, Contract("B26", Part = "power failures, on a disk that forgets what was not synced")]
    public async Task Receipts_documents_and_numbers_agree_after_power_failures()
    {
        var missing = await ForgetfulFolder.Missing(Cancel);
        Assert.SkipWhen(missing is not null, missing ?? "");
        await using var server = new ServerProcess();
        await server.OpenOffices(Cancel);
        await server.Start(demo: false, Cancel);
        await server.Perish();
        await using var disk = await ForgetfulFolder.Over(server.Var, 0, Cancel);
        try
        {
            var filers = new Filers(server.Address, ServerProcess.Offices);
            using var stop = new CancellationTokenSource();
            Task? filing = null;
            for (var failure = 0; failure <= Failures; failure++)
            {
                await server.Start(demo: false, Cancel);
                filing ??= filers.Run(Clients, AttachmentBytes, stop.Token);
                await Filed(filers, filers.Promises.Count + 12, filing);
                if (failure == Failures) break;
                disk.CutPower();
                await server.Perish();
                await disk.LosePower(Cancel);
                // What was not synced may have reached the disk in part: that is worse than not at all.
                await disk.Mount(failure % 2 == 0 ? 0.5 : 0, Cancel);
            }
            await stop.CancelAsync();
            await filing!;
            Assert.Empty((await Reckoning.Of(server, filers, Cancel)).Faults);
        }
        finally
        {
            await server.Perish();
        }
    }

    private static Task Filed(Filers filers, int count, Task filing) => Reckoning.Until(() =>
    {
        if (filing.IsFaulted) throw filing.Exception!;
        return Task.FromResult(filers.Promises.Count >= count);
    }, $"{count} receipts are handed out", Cancel);
}
