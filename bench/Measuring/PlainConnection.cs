using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Virtuos.Measuring;

/// <summary>
/// A connection that speaks HTTP by hand and keeps nothing of what comes: whoever measures shares the processors with what is measured.
/// Its answers end by a length or by a last chunk.
/// </summary>
public sealed class PlainConnection : IDisposable
{
    private static ReadOnlySpan<byte> LastChunk => "\r\n0\r\n\r\n"u8;

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[64 * 1024];
    private int held;

    private PlainConnection()
    {
    }

    public static async Task<PlainConnection> Open(Uri address)
    {
        var connection = new PlainConnection();
        await connection.socket.ConnectAsync(new DnsEndPoint(address.Host, address.Port));
        return connection;
    }

    /// <summary>What was read last of the answer: its beginning when it is short.</summary>
    public string Said => Encoding.UTF8.GetString(buffer, 0, held);

    /// <returns>The status of the answer, which is read to its last byte.</returns>
    public async Task<int> Ask(params ReadOnlyMemory<byte>[] parts)
    {
        foreach (var part in parts)
            for (var rest = part; rest.Length > 0;) rest = rest[await socket.SendAsync(rest)..];
        held = 0;
        int head;
        while ((head = buffer.AsSpan(0, held).IndexOf("\r\n\r\n"u8)) < 0) await More();
        var status = int.Parse(buffer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
        if (Length(buffer.AsSpan(0, head)) is { } length)
            for (var missing = head + 4 + length - held; missing > 0;) missing -= await More();
        else if (status is not (204 or 304))
            while (!buffer.AsSpan(0, held).EndsWith(LastChunk)) await More();
        return status;
    }

    private async Task<int> More()
    {
        if (held == buffer.Length)
        {
            // Only the end of a long body matters.
            buffer.AsSpan(held - LastChunk.Length).CopyTo(buffer);
            held = LastChunk.Length;
        }
        var read = await socket.ReceiveAsync(buffer.AsMemory(held));
        if (read == 0) throw new IOException("The connection was closed in the middle of an answer.");
        held += read;
        return read;
    }

    private static int? Length(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _) ? length : null;
    }

    public void Dispose() => socket.Dispose();
}
