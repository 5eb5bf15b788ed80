using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Virtuos.Kernel.Blobs;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Blobs;

/// <summary>The same promises on an S3-compatible server of other people.</summary>
public sealed class S3BlobStoreTests : BlobStoreTests
{
    private const string Version = "3.7.1";
    private Process? _server;

    protected override string Spool => Path.Combine(Folder, "spool");

    protected override async Task<IBlobStore> Open()
    {
        var modules = await NpmPackage.Install("s3rver", Version, Cancel);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        _server = Process.Start(new ProcessStartInfo("node",
            [Path.Combine(modules, "s3rver", "bin", "s3rver.js"), "--directory", Path.Combine(Folder, "s3"), "--port", $"{port}", "--configure-bucket", "virtuos", "--silent"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await Answers(port);
        return new S3BlobStore(new S3Settings(new Uri($"http://127.0.0.1:{port}"), "virtuos", "S3RVER", "S3RVER") { SpoolFolder = Spool, Prefix = "town/" });
    }

    [Fact]
    public async Task What_a_sweep_removed_lies_aside_until_it_is_brought_back_or_forgotten()
    {
        var store = (S3BlobStore)Store;
        var hash = (await store.Stage(new MemoryStream("rozhodnutí"u8.ToArray()), 100, Cancel)).Hash;
        Assert.True(await store.DeleteIfStagedBefore(hash, DateTimeOffset.MaxValue, Cancel));
        Assert.Null(await store.Open(hash, Cancel));
        await foreach (var seen in store.All(Cancel)) Assert.Fail($"{seen} is still listed.");
        var removed = new List<RemovedBlob>();
        await foreach (var one in store.Removed(Cancel)) removed.Add(one);
        Assert.Equal(hash, Assert.Single(removed).Hash);

        await store.Restore(hash, Cancel);
        Assert.True(await store.Verify(hash, Cancel));
        await store.Delete(hash, Cancel);
        await foreach (var one in store.Removed(Cancel)) Assert.Fail($"{one} survived its disposal.");
    }

    [Fact]
    public async Task Bytes_changed_in_the_bucket_are_found()
    {
        var hash = (await Store.Stage(new MemoryStream("rozhodnutí"u8.ToArray()), 100, Cancel)).Hash;
        var stored = System.IO.Directory.EnumerateFiles(Path.Combine(Folder, "s3"), "*_object", SearchOption.AllDirectories).Single(path => path.Contains(hash.Hex, StringComparison.Ordinal));
        await File.WriteAllTextAsync(stored, "rozhodnuti", Cancel);
        Assert.False(await Store.Verify(hash, Cancel));
    }

    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync(CancellationToken.None);
            _server.Dispose();
        }
        await base.DisposeAsync();
    }

    private async Task Answers(int port)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, Cancel);
                return;
            }
            catch (SocketException) when (clock.Elapsed < TimeSpan.FromSeconds(30) && !_server!.HasExited)
            {
                await Task.Delay(50, Cancel);
            }
        }
    }
}
