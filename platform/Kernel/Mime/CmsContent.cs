namespace Virtuos.Kernel.Mime;

internal enum CmsKind
{
    Unknown,
    Signed,
    Enveloped,
}

/// <summary>Finds the content within a signed message by its places, without holding it (RFC 5652, BER and DER).</summary>
internal static class CmsContent
{
    private static ReadOnlySpan<byte> Family => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07];

    /// <summary>What kind it is, and the stretches of its content in order; none when it is detached or broken.</summary>
    public static (CmsKind Kind, IReadOnlyList<(long Start, long End)> Chunks) Find(Stream source)
    {
        var at = 0L;
        // ContentInfo ::= SEQUENCE { contentType, [0] content }
        if (!Enter(source, ref at, 0x30) || Oid(source, ref at) is not { Length: 9 } type || !type.AsSpan(0, 8).SequenceEqual(Family)) return (CmsKind.Unknown, []);
        var kind = type[8] switch { 2 => CmsKind.Signed, 3 or 6 => CmsKind.Enveloped, _ => CmsKind.Unknown };
        if (kind != CmsKind.Signed) return (kind, []);
        // SignedData ::= SEQUENCE { version, digestAlgorithms, encapContentInfo, … }
        if (!Enter(source, ref at, 0xA0) || !Enter(source, ref at, 0x30) || !Skip(source, ref at, 0) || !Skip(source, ref at, 0) || !Enter(source, ref at, 0x30) || Oid(source, ref at) is null || !Enter(source, ref at, 0xA0))
            return (kind, []);
        List<(long, long)> chunks = [];
        return (kind, Octets(source, ref at, chunks, 0) ? chunks : []);
    }

    private static bool Octets(Stream source, ref long at, List<(long Start, long End)> chunks, int depth)
    {
        if (!Head(source, ref at, out var tag, out var length) || depth > 4) return false;
        if (tag == 0x04 && length is { } size)
        {
            chunks.Add((at, at + size));
            at += size;
            return true;
        }
        if (tag != 0x24) return false;
        var end = length is { } known ? at + known : long.MaxValue;
        while (at < end)
        {
            if (length is null && Ends(source, ref at)) return true;
            if (chunks.Count > 2_000_000 || !Octets(source, ref at, chunks, depth + 1)) return false;
        }
        return true;
    }

    private static bool Enter(Stream source, ref long at, int wanted) => Head(source, ref at, out var tag, out _) && tag == wanted;

    private static byte[]? Oid(Stream source, ref long at)
    {
        if (!Head(source, ref at, out var tag, out var length) || tag != 0x06 || length is not (> 0 and < 40)) return null;
        var bytes = new byte[length.Value];
        source.Position = at;
        source.ReadExactly(bytes);
        at += bytes.Length;
        return bytes;
    }

    private static bool Skip(Stream source, ref long at, int depth)
    {
        if (depth > 16 || !Head(source, ref at, out _, out var length)) return false;
        if (length is { } known)
        {
            at += known;
            return true;
        }
        for (var items = 0; !Ends(source, ref at); items++)
            if (items > 10_000 || !Skip(source, ref at, depth + 1)) return false;
        return true;
    }

    private static bool Ends(Stream source, ref long at)
    {
        source.Position = at;
        if (source.ReadByte() != 0 || source.ReadByte() != 0) return false;
        at += 2;
        return true;
    }

    // Length is null for the indefinite form; whatever does not fit into the source is refused.
    private static bool Head(Stream source, ref long at, out int tag, out long? length)
    {
        (tag, length) = (0, null);
        if (at < 0 || at > source.Length - 2) return false;
        source.Position = at;
        tag = source.ReadByte();
        var first = source.ReadByte();
        at += 2;
        if ((tag & 0x1F) == 0x1F) return false;
        if (first == 0x80) return true;
        long size = first;
        if (first > 0x80)
        {
            if (first > 0x84) return false;
            size = 0;
            for (var i = 0x80; i < first; i++, at++)
            {
                var next = source.ReadByte();
                if (next < 0) return false;
                size = (size << 8) | (uint)next;
            }
        }
        if (size > source.Length - at) return false;
        length = size;
        return true;
    }
}

/// <summary>Stretches of a stream, one after another.</summary>
internal sealed class ChunkStream(Stream source, IReadOnlyList<(long Start, long End)> chunks) : Stream
{
    private int chunk;
    private long within;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (chunk < chunks.Count && chunks[chunk].Start + within == chunks[chunk].End) (chunk, within) = (chunk + 1, 0);
        if (chunk == chunks.Count || buffer.Length == 0) return 0;
        source.Position = chunks[chunk].Start + within;
        var read = source.Read(buffer[..(int)Math.Min(buffer.Length, chunks[chunk].End - source.Position)]);
        within += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
