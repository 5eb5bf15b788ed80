namespace Virtuos.Kernel.Mime;

/// <summary>Text with every line end as CR LF, as signatures of S/MIME count it (RFC 8551, 3.1.1).</summary>
internal sealed class CanonicalLines(Stream source) : Stream
{
    private readonly byte[] held = new byte[16 * 1024];
    private readonly byte[] made = new byte[32 * 1024];
    private int ready, given;
    private byte last;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (given == ready)
        {
            (given, ready) = (0, 0);
            var read = source.Read(held);
            foreach (var b in held.AsSpan(0, read))
            {
                if (b == '\n' && last != '\r') made[ready++] = (byte)'\r';
                made[ready++] = last = b;
            }
        }
        var part = Math.Min(buffer.Length, ready - given);
        made.AsSpan(given, part).CopyTo(buffer);
        given += part;
        return part;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
