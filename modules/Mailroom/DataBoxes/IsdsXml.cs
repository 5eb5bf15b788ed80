using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml;
using System.Xml.Linq;

namespace Virtuos.Mailroom;

/// <summary>How messages of the state's system are written and read, element by element.</summary>
internal static class IsdsXml
{
    private const string Xsi = "http://www.w3.org/2001/XMLSchema-instance";
    private const int Block = 48 * 1024;

    /// <summary>An element with a text; without one it is said to be nothing (xsi:nil), as the schema wants.</summary>
    public static async Task Write(this XmlWriter xml, string name, string? value)
    {
        await xml.WriteStartElementAsync(null, name, IsdsLine.Namespace);
        if (value is null) await xml.WriteAttributeStringAsync("xsi", "nil", Xsi, "true");
        else await xml.WriteStringAsync(value);
        await xml.WriteEndElementAsync();
    }

    /// <summary>A whole request of plain elements.</summary>
    public static Func<XmlWriter, CancellationToken, Task> Request(string name, params (string Name, string? Value)[] parts) => async (xml, _) =>
    {
        await xml.WriteStartElementAsync(null, name, IsdsLine.Namespace);
        foreach (var (part, value) in parts) await xml.Write(part, value);
        await xml.WriteEndElementAsync();
    };

    /// <summary>Bytes as base64, block by block.</summary>
    public static async Task WriteBytes(this XmlWriter xml, Stream bytes, CancellationToken cancel)
    {
        var block = new byte[Block];
        for (int read; (read = await bytes.ReadAtLeastAsync(block, Block, throwOnEndOfStream: false, cancel)) > 0;)
        {
            await xml.WriteBase64Async(block, 0, read);
            await xml.FlushAsync();
        }
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A small answer as a tree; the reader stands on its element.</summary>
    public static async Task<XElement> Tree(XmlReader xml, CancellationToken cancel)
    {
        using var part = xml.ReadSubtree();
        return await XElement.LoadAsync(part, LoadOptions.None, cancel);
    }

    /// <summary>The text of the first such element below; null when it is missing, empty or nil.</summary>
    public static string? Said(this XElement tree, string name) => tree.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value is { Length: > 0 } text ? text : null;

    public static DateTimeOffset? When(this XElement tree, string name) => tree.Said(name) is { } text ? XmlConvert.ToDateTimeOffset(text).ToUniversalTime() : null;

    /// <exception cref="IsdsException">The answer says no.</exception>
    public static void Judge(XElement answer)
    {
        var status = answer.Elements().LastOrDefault(e => e.Name.LocalName is "dmStatus" or "dbStatus") ?? throw new IsdsException(IsdsTrouble.Doubt, $"The answer {answer.Name.LocalName} has no status.");
        Judge(status.Said("dmStatusCode") ?? status.Said("dbStatusCode"), status.Said("dmStatusMessage") ?? status.Said("dbStatusMessage"));
    }

    public static void Judge(string? code, string? text)
    {
        if (code != "0000") throw new IsdsException(IsdsTrouble.Refused, $"{code} {text}", code);
    }
}

/// <summary>The bytes of the base64 text of the element on which a reader stands; read to its end, the reader stands after it.</summary>
internal sealed class Base64Element(XmlReader xml) : Stream
{
    private byte[]? own;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (MemoryMarshal.TryGetArray<byte>(buffer, out var array)) return await xml.ReadElementContentAsBase64Async(array.Array!, array.Offset, array.Count);
        own ??= new byte[64 * 1024];
        var read = await xml.ReadElementContentAsBase64Async(own, 0, Math.Min(own.Length, buffer.Length));
        own.AsMemory(0, read).CopyTo(buffer);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
