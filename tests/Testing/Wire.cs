using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Virtuos.Testing;

/// <summary>A line between two programs that can be cut in the middle of a word, or go dead for a while.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly EndPoint target;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> ends = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private TaskCompletionSource alive = Done();

    /// <param name="target">A port of this machine, or a local socket.</param>
    public Wire(EndPoint target)
    {
        this.target = target;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Every connection ends now, with a reset in both directions.</summary>
    /// <returns>How many there were.</returns>
    public int Cut()
    {
        var cut = 0;
        foreach (var end in ends.Keys)
        {
            cut++;
            Reset(end);
        }
        return cut / 2;
    }

    /// <summary>Nothing passes until <see cref="Revive"/>; nobody is told.</summary>
    public void GoDead() => alive = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Revive() => alive.TrySetResult();

    private async Task Accept()
    {
        try
        {
            while (true) _ = Carry(await listener.AcceptSocketAsync(stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task Carry(Socket near)
    {
        using var far = new Socket(target.AddressFamily, SocketType.Stream, target is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        using (near)
        {
            (ends[near], ends[far]) = (true, true);
            try
            {
                near.NoDelay = true;
                await far.ConnectAsync(target, stop.Token);
                await Task.WhenAll(Copy(near, far), Copy(far, near));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                Reset(near);
            }
            finally
            {
                ends.TryRemove(near, out _);
                ends.TryRemove(far, out _);
            }
        }
    }

    private async Task Copy(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer, stop.Token)) > 0;)
            {
                await alive.Task;
                for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), stop.Token);
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Reset(from);
            Reset(to);
        }
    }

    private static void Reset(Socket end)
    {
        try
        {
            if (end.ProtocolType == ProtocolType.Tcp) end.LingerState = new(true, 0);
            end.Close();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed by the other side in the meantime.
        }
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    public async ValueTask DisposeAsync()
    {
        Revive();
        await stop.CancelAsync();
        Cut();
        await accepting;
        listener.Dispose();
        stop.Dispose();
    }
}
