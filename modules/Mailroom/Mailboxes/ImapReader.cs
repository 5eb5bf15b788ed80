using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Virtuos.Mailroom;

/// <summary>The server said no, or something that is no IMAP; the connection may be of use still when it only said no.</summary>
internal sealed class ImapException(string said) : Exception(said);

/// <summary>The connection to the server broke; nothing is wrong on this side.</summary>
internal sealed class ImapLostException(string said, Exception? cause = null) : IOException(said, cause);

/// <summary>Reads what an IMAP server says: lines with literals in them, which may be as large as a message (RFC 3501, 4.3).</summary>
internal sealed partial class ImapReader(Stream stream)
{
    private const int LongestLine = 8 * 1024 * 1024, LargestSmallLiteral = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly byte[] buffer = new byte[32 * 1024];
    private int from, to;

    /// <summary>One response without its line end.</summary>
    /// <param name="content">Takes the literal of a message's content; small literals stay in the text.</param>
    /// <exception cref="ImapLostException">The server has gone, or is silent for too long.</exception>
    public async Task<string> Response(Stream? content, CancellationToken cancel)
    {
        var whole = new StringBuilder();
        while (true)
        {
            var line = await Line(cancel);
            var match = Literal().Match(line);
            if (!match.Success) return whole.Append(line).ToString();
            whole.Append(line.AsSpan(0, match.Index));
            var size = long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            if (line.Contains("BODY[", StringComparison.OrdinalIgnoreCase) && content is not null)
            {
                await Copy(size, content, cancel);
                whole.Append(CultureInfo.InvariantCulture, $"{{{size}}}");
                continue;
            }
            if (size > LargestSmallLiteral) throw new ImapException("A literal is larger than it may be.");
            using var small = new MemoryStream();
            await Copy(size, small, cancel);
            whole.Append('"').Append(Encoding.Latin1.GetString(small.ToArray()).Replace('\r', ' ').Replace('\n', ' ')).Append('"');
        }
    }

    private async Task<string> Line(CancellationToken cancel)
    {
        var line = new ArrayBufferWriter<byte>();
        while (true)
        {
            if (from == to) await Fill(cancel);
            var found = buffer.AsSpan(from, to - from).IndexOf((byte)'\n');
            var part = found < 0 ? to - from : found;
            line.Write(buffer.AsSpan(from, part));
            from += found < 0 ? part : part + 1;
            if (found >= 0) return Encoding.Latin1.GetString(line.WrittenSpan).TrimEnd('\r');
            if (line.WrittenCount > LongestLine) throw new ImapException("A line is longer than it may be.");
        }
    }

    private async Task Copy(long size, Stream target, CancellationToken cancel)
    {
        while (size > 0)
        {
            if (from == to) await Fill(cancel);
            var part = (int)Math.Min(size, to - from);
            await target.WriteAsync(buffer.AsMemory(from, part), cancel);
            (from, size) = (from + part, size - part);
        }
    }

    private async Task Fill(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            (from, to) = (0, await stream.ReadAsync(buffer, patience.Token));
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new ImapLostException("The mail server is silent.", e);
        }
        catch (IOException e)
        {
            throw new ImapLostException(e.Message, e);
        }
        if (to == 0) throw new ImapLostException("The mail server closed the connection.");
    }

    [GeneratedRegex(@"\{(\d{1,12})\+?\}$")]
    private static partial Regex Literal();
}
