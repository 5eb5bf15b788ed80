using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Mailroom;

/// <summary>The scanner is demanded and cannot be asked now; nobody's message is to blame.</summary>
internal sealed class ScannerAwayException(string why, Exception? cause = null) : Exception(why, cause);

/// <summary>Asks clamd whether content carries a virus (its command INSTREAM, over a Unix socket or TCP).</summary>
internal sealed class VirusScanner(Installation installation)
{
    private const int Chunk = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ScanSettings settings = installation.Scan;

    public bool IsUsed => settings.Demanded || settings.Clamd is { Length: > 0 };

    /// <returns>The name of the virus, or null when none was found.</returns>
    /// <exception cref="ScannerAwayException">It is demanded and does not answer.</exception>
    public async Task<string?> Scan(Stream content, CancellationToken cancel)
    {
        try
        {
            return await Ask(content, cancel);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return settings.Demanded ? throw new ScannerAwayException(e.Message, e) : null;
        }
    }

    private async Task<string?> Ask(Stream content, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using var socket = await Connect(patience.Token);
        await using var wire = new NetworkStream(socket);
        await wire.WriteAsync("zINSTREAM\0"u8.ToArray(), patience.Token);
        var buffer = new byte[4 + Chunk];
        int read;
        while ((read = await content.ReadAsync(buffer.AsMemory(4), patience.Token)) > 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(buffer, read);
            await wire.WriteAsync(buffer.AsMemory(0, 4 + read), patience.Token);
        }
        await wire.WriteAsync(new byte[4], patience.Token);
        using var reader = new StreamReader(wire, Encoding.UTF8);
        var answer = (await reader.ReadToEndAsync(patience.Token)).Trim('\0', '\n', ' ');
        if (answer.EndsWith(" OK", StringComparison.Ordinal)) return null;
        if (answer.EndsWith(" FOUND", StringComparison.Ordinal)) return answer[(answer.IndexOf(' ', StringComparison.Ordinal) + 1)..^" FOUND".Length];
        throw answer.Length == 0 ? new IOException("The scanner closed the connection without an answer.") : new InvalidDataException($"The scanner answered: {answer}");
    }

    private async Task<Socket> Connect(CancellationToken cancel)
    {
        if (settings.Clamd is not { Length: > 0 } address) throw new IOException("No scanner is set, and scanning is demanded.");
        const string unix = "unix:", tcp = "tcp:";
        var local = address.StartsWith(unix, StringComparison.Ordinal);
        var socket = local ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (local) await socket.ConnectAsync(new UnixDomainSocketEndPoint(address[unix.Length..]), cancel);
            else if (new Uri($"tcp://{(address.StartsWith(tcp, StringComparison.Ordinal) ? address[tcp.Length..] : address)}") is var place) await socket.ConnectAsync(place.Host, place.Port, cancel);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
