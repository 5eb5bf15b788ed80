using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>The objects of a PDF 1.7 file and their order in bytes; small objects travel in compressed object streams.</summary>
internal sealed class PdfFile
{
    private const int ObjectsInStream = 200;

    private readonly List<byte[]?> streams = [null];
    private readonly List<string?> bodies = [null];
    private int placeholder;

    /// <summary>A number for an object whose content comes later.</summary>
    public int Reserve()
    {
        streams.Add(null);
        bodies.Add(null);
        return bodies.Count - 1;
    }

    public void Put(int id, string body) => bodies[id] = body;

    public int Add(string body)
    {
        var id = Reserve();
        Put(id, body);
        return id;
    }

    /// <summary>An object written last and uncompressed, so that its bytes can be filled in afterwards.</summary>
    public int AddPlaceholder(string body) => placeholder = Add(body);

    /// <summary>A stream; <paramref name="entries"/> are those of its dictionary besides length and filter.</summary>
    public void PutStream(int id, string entries, ReadOnlySpan<byte> data, bool compressed = true)
    {
        // Nothing compresses to nothing here, which is no valid compressed stream.
        compressed &= !data.IsEmpty;
        var content = compressed ? Deflate(data) : data.ToArray();
        bodies[id] = $"<<{entries}{(compressed ? "/Filter/FlateDecode" : "")}/Length {content.Length}>>";
        streams[id] = content;
    }

    public int AddStream(string entries, ReadOnlySpan<byte> data, bool compressed = true)
    {
        var id = Reserve();
        PutStream(id, entries, data, compressed);
        return id;
    }

    /// <summary>The whole file; the same objects give the same bytes.</summary>
    public byte[] Write(int catalog, int information)
    {
        var file = new MemoryStream();
        file.Write(Header);
        var count = bodies.Count;
        // Per object: kind 1 = at an offset, kind 2 = in an object stream at an index.
        var places = new List<(byte Kind, int Where, int Index)>(count + 64) { (0, 0, 65535) };
        for (var id = 1; id < count; id++)
            places.Add(default);
        for (var id = 1; id < count; id++)
        {
            if (streams[id] is { } stream)
                places[id] = WriteObject(file, id, bodies[id]!, stream);
        }
        WritePacked(file, places, count);
        if (placeholder != 0)
            places[placeholder] = WriteObject(file, placeholder, bodies[placeholder]!, null);

        var start = (int)file.Position;
        var self = places.Count;
        places.Add((1, start, 0));
        var table = new byte[7 * places.Count];
        for (var id = 0; id < places.Count; id++)
        {
            table[7 * id] = places[id].Kind;
            BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(7 * id + 1), places[id].Where);
            BinaryPrimitives.WriteUInt16BigEndian(table.AsSpan(7 * id + 5), (ushort)places[id].Index);
        }
        var identity = Convert.ToHexString(SHA256.HashData(file.GetBuffer().AsSpan(0, start)).AsSpan(0, 16));
        var packed = Deflate(table);
        WriteObject(
            file,
            self,
            $"<</Type/XRef/Size {places.Count}/W[1 4 2]/Root {catalog} 0 R/Info {information} 0 R/ID[<{identity}><{identity}>]/Filter/FlateDecode/Length {packed.Length}>>",
            packed);
        Ascii(file, $"startxref\n{start}\n%%EOF\n");
        return file.ToArray();
    }

    private static readonly byte[] Header = [.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n'];

    private void WritePacked(MemoryStream file, List<(byte Kind, int Where, int Index)> places, int count)
    {
        var index = new StringBuilder();
        var content = new StringBuilder();
        var inside = new List<int>(ObjectsInStream);
        for (var id = 1; id <= count; id++)
        {
            if (id < count && streams[id] is null && id != placeholder)
            {
                var body = bodies[id] ?? throw new InvalidOperationException($"Object {id} was reserved and never written.");
                index.Append(CultureInfo.InvariantCulture, $"{id} {content.Length} ");
                content.Append(body).Append('\n');
                inside.Add(id);
            }
            if (inside.Count == ObjectsInStream || (id == count && inside.Count > 0))
            {
                var self = places.Count;
                var packed = Deflate(Encoding.ASCII.GetBytes(index.ToString() + content));
                places.Add(WriteObject(
                    file,
                    self,
                    $"<</Type/ObjStm/N {inside.Count}/First {index.Length}/Filter/FlateDecode/Length {packed.Length}>>",
                    packed));
                for (var i = 0; i < inside.Count; i++)
                    places[inside[i]] = (2, self, i);
                index.Clear();
                content.Clear();
                inside.Clear();
            }
        }
    }

    private static (byte Kind, int Where, int Index) WriteObject(MemoryStream file, int id, string body, byte[]? stream)
    {
        var start = (int)file.Position;
        Ascii(file, $"{id} 0 obj\n{body}\n");
        if (stream is not null)
        {
            Ascii(file, "stream\n");
            file.Write(stream);
            Ascii(file, "\nendstream\n");
        }
        Ascii(file, "endobj\n");
        return (1, start, 0);
    }

    private static void Ascii(MemoryStream file, string text) => file.Write(Encoding.ASCII.GetBytes(text));

    private static byte[] Deflate(ReadOnlySpan<byte> data)
    {
        var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(data);
        return packed.ToArray();
    }
}
