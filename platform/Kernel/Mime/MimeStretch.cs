namespace Virtuos.Kernel.Mime;

/// <summary>A stretch of a seekable stream, read from its beginning; several may be read in turns, not at once.</summary>
internal sealed class MimeStretch(Stream source, long start, long end) : Stream
{
    private readonly long begin = start;
    private long at = start;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => end - begin;

    public override long Position { get => at - begin; set => at = begin + value; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, end - at);
        if (wanted <= 0) return 0;
        source.Position = at;
        var read = source.Read(buffer[..wanted]);
        at += read;
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
