using System.Xml;

namespace Virtuos.Records;

/// <summary>The decoded bytes of the element on which the reader stands; read to its end, the reader stands behind it.</summary>
/// <remarks>Throws <see cref="FormatException"/> when they are no whole base64.</remarks>
internal sealed class Base64Content(XmlReader xml) : Stream
{
    private readonly char[] chunk = new char[16 * 1024];
    private readonly char[] signs = new char[16 * 1024 + 4];
    private readonly byte[] bytes = new byte[12 * 1024 + 3];
    private int kept, at, end;
    private bool begun, padded, over;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (at == end && !over) await Fill();
        var count = Math.Min(buffer.Length, end - at);
        bytes.AsMemory(at, count).CopyTo(buffer);
        at += count;
        return count;
    }

    private async Task Fill()
    {
        if (!begun)
        {
            begun = true;
            await xml.ReadAsync();
        }
        var read = 0;
        while (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace && (read = await xml.ReadValueChunkAsync(chunk, 0, chunk.Length)) == 0) await xml.ReadAsync();
        if (read > 0)
        {
            Decode(chunk.AsSpan(0, read));
            return;
        }
        if (xml.NodeType != XmlNodeType.EndElement || kept > 0) throw new FormatException("The content ends within a group or holds elements.");
        await xml.ReadAsync();
        over = true;
    }

    // Whole groups of four signs are decoded, the rest waits for the next piece; after the padding nothing may come.
    private void Decode(ReadOnlySpan<char> text)
    {
        foreach (var sign in text)
        {
            if (sign is ' ' or '\t' or '\r' or '\n') continue;
            if (padded && sign != '=') throw new FormatException("Signs follow the padding.");
            padded |= sign == '=';
            signs[kept++] = sign;
        }
        var whole = kept / 4 * 4;
        if (!Convert.TryFromBase64Chars(signs.AsSpan(0, whole), bytes, out var length)) throw new FormatException("The content is no base64.");
        (at, end) = (0, length);
        signs.AsSpan(whole, kept - whole).CopyTo(signs);
        kept -= whole;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
