using System.Buffers;

namespace Virtuos.Kernel.Mime;

/// <summary>How bytes were written into a message (RFC 2045, 6; uuencode by POSIX).</summary>
internal enum TransferEncoding
{
    Identity,
    Base64,
    QuotedPrintable,
    Uuencode,
}

/// <summary>Undoes a transfer encoding as a stream, forgiving what can be forgiven: rubbish in base64, broken escapes, padding in the middle.</summary>
internal sealed class TransferDecoder(Stream source, TransferEncoding encoding) : Stream
{
    private const int Chunk = 32 * 1024;
    private readonly byte[] input = ArrayPool<byte>.Shared.Rent(Chunk);
    // A held line and one chunk never make more than this.
    private readonly byte[] output = ArrayPool<byte>.Shared.Rent(Chunk * 2);
    private readonly List<byte> line = [];
    private int digits, group, ready, given, inLine;
    private bool begun, done, returned, padded, uneven;

    /// <summary>Bytes that belong to no encoding of this kind, line ends and blanks not counted.</summary>
    public int Rubbish { get; private set; }

    /// <summary>More came behind the padding that ends base64.</summary>
    public bool WentOn { get; private set; }

    /// <summary>Lines that are no whole groups, though more followed; programs that read line by line see something else.</summary>
    public bool Uneven { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (encoding == TransferEncoding.Identity) return source.Read(buffer);
        while (given == ready)
        {
            if (done) return 0;
            (given, ready) = (0, 0);
            var read = source.Read(input, 0, Chunk);
            if (read == 0) Finish();
            else Decode(input.AsSpan(0, read));
        }
        var part = Math.Min(buffer.Length, ready - given);
        output.AsSpan(given, part).CopyTo(buffer);
        given += part;
        return part;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    private void Decode(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (encoding == TransferEncoding.Base64) Base64(b);
            else if (b == '\n') EndLine(true);
            else if (line.Count < Chunk - 8) line.Add(b);
            else
            {
                EndLine(false);
                line.Add(b);
            }
        }
    }

    private void Finish()
    {
        if (encoding == TransferEncoding.Base64) EndGroup();
        else if (line.Count > 0) EndLine(false);
        done = true;
    }

    private void Base64(byte b)
    {
        var value = Digit(b);
        if (value < 0)
        {
            if (b == '\n' && inLine > 0)
            {
                uneven |= inLine % 4 != 0;
                inLine = 0;
            }
            if (b == '=')
            {
                inLine++;
                EndGroup();
                padded = true;
            }
            else if (b is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t')) Rubbish++;
            return;
        }
        inLine++;
        Uneven |= uneven;
        if (padded) (WentOn, padded) = (true, false);
        group = (group << 6) | value;
        if (++digits < 4) return;
        Put((byte)(group >> 16));
        Put((byte)(group >> 8));
        Put((byte)group);
        (digits, group) = (0, 0);
    }

    // What an unfinished group still says: 12 bits are one byte, 18 are two.
    private void EndGroup()
    {
        if (digits == 2) Put((byte)(group >> 4));
        if (digits == 3)
        {
            Put((byte)(group >> 10));
            Put((byte)(group >> 2));
        }
        (digits, group) = (0, 0);
    }

    private void EndLine(bool ended)
    {
        if (encoding == TransferEncoding.Uuencode) Uu();
        else QuotedPrintable(ended);
        line.Clear();
    }

    private void QuotedPrintable(bool ended)
    {
        var returns = ended && line.Count > 0 && line[^1] == '\r';
        var length = line.Count - (returns ? 1 : 0);
        // Blanks at the end of a line were added on the way (RFC 2045, 6.7, rule 3).
        if (ended) while (length > 0 && line[length - 1] is (byte)' ' or (byte)'\t') length--;
        var soft = ended && length > 0 && line[length - 1] == '=';
        if (soft) length--;
        for (var i = 0; i < length; i++)
        {
            if (line[i] != '=') Put(line[i]);
            else if (i + 2 < length && Hex(line[i + 1]) is >= 0 and var high && Hex(line[i + 2]) is >= 0 and var low)
            {
                Put((byte)((high << 4) | low));
                i += 2;
            }
            else
            {
                Rubbish++;
                Put((byte)'=');
            }
        }
        if (!ended || soft) return;
        if (returns) Put((byte)'\r');
        Put((byte)'\n');
    }

    private void Uu()
    {
        while (line.Count > 0 && line[^1] is (byte)'\r') line.RemoveAt(line.Count - 1);
        if (!begun)
        {
            if (line.Count == 0) return;
            begun = true;
            if (UuText.Begins(line.ToArray(), out _)) return;
        }
        if (line.Count == 0 || line is [(byte)'e', (byte)'n', (byte)'d']) return;
        var length = (line[0] - 32) & 63;
        for (var i = 1; length > 0 && i < line.Count; i += 4)
        {
            var four = 0;
            for (var k = 0; k < 4; k++) four = (four << 6) | (i + k < line.Count ? (line[i + k] - 32) & 63 : 0);
            for (var k = 16; k >= 0 && length > 0; k -= 8, length--) Put((byte)(four >> k));
        }
    }

    private void Put(byte b) => output[ready++] = b;

    private static int Digit(byte b) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => b - 'A',
        >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };

    private static int Hex(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        _ => -1,
    };

    protected override void Dispose(bool disposing)
    {
        if (!returned)
        {
            returned = true;
            ArrayPool<byte>.Shared.Return(input);
            ArrayPool<byte>.Shared.Return(output);
            if (disposing) source.Dispose();
        }
        base.Dispose(disposing);
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
