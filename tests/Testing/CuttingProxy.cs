using System.Net;
using System.Net.Sockets;

namespace Virtuos.Testing;

/// <summary>Stands before a server and breaks connections after so many bytes of its answers; without an order it lets everything through.</summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly int target;
    private readonly Task accepting;
    private long cutAfter = long.MaxValue;

    public CuttingProxy(int target)
    {
        this.target = target;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Connections that were broken so far.</summary>
    public int Cuts { get; private set; }

    /// <summary>Each connection from now on is broken after so many bytes; null = none is.</summary>
    public void CutAfter(long? bytes) => Interlocked.Exchange(ref cutAfter, bytes ?? long.MaxValue);

    private async Task Accept()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _ = Carry(await listener.AcceptTcpClientAsync(stop.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task Carry(TcpClient client)
    {
        using var inner = client;
        using var outer = new TcpClient();
        try
        {
            await outer.ConnectAsync(IPAddress.Loopback, target, stop.Token);
            var there = client.GetStream().CopyToAsync(outer.GetStream(), stop.Token);
            var left = Interlocked.Read(ref cutAfter);
            var buffer = new byte[4096];
            int read;
            while ((read = await outer.GetStream().ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), stop.Token)) > 0)
            {
                await client.GetStream().WriteAsync(buffer.AsMemory(0, read), stop.Token);
                left -= read;
                if (left > 0) continue;
                Cuts++;
                return;
            }
            await there;
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side has gone; the other follows.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Dispose();
        stop.Dispose();
    }
}
