using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Mime;

/// <summary>A file that was packed in winmail.dat, by its place.</summary>
internal sealed record TnefFile(string Name, string MimeType, long Start, long End);

/// <summary>Files packed in winmail.dat (MS-OXTNEF) with their places; of a broken one, those that can still be found.</summary>
internal static class Tnef
{
    private const uint Signature = 0x223E9F78;
    private const int RenderData = 0x00069002, Title = 0x00018010, Data = 0x0006800F, Properties = 0x00069005, MessageProperties = 0x00069003, CodePage = 0x00069007;
    private const int MostFiles = 1000;

    private sealed class Found
    {
        public string? Short, Long, Type;
        public long Start = -1, End = -1;
    }

    public static IReadOnlyList<TnefFile> Read(Stream source) => Read(source, 0, source.Length, 0);

    private static IReadOnlyList<TnefFile> Read(Stream source, long start, long end, int depth)
    {
        List<TnefFile> files = [];
        if (depth > 4 || end - start < 6 || Number(source, start, 4) != Signature) return files;
        var at = start + 6;
        var codePage = 1250;
        Found? file = null;
        void Close()
        {
            if (file is { Start: >= 0 } && files.Count < MostFiles)
                files.Add(new(file.Long ?? file.Short ?? $"priloha-{files.Count + 1}", file.Type ?? "application/octet-stream", file.Start, file.End));
            file = null;
        }
        while (at + 9 <= end)
        {
            var id = (int)Number(source, at + 1, 4);
            long length = Number(source, at + 5, 4);
            at += 9;
            if (length > end - at) break;
            switch (id)
            {
                case CodePage when length >= 4:
                    codePage = (int)Number(source, at, 4);
                    break;
                case RenderData:
                    Close();
                    file = new();
                    break;
                case Title when length < 2000:
                    (file ??= new()).Short = Text(source, at, length, codePage);
                    break;
                case Data:
                    file ??= new();
                    (file.Start, file.End) = (at, at + length);
                    break;
                case Properties:
                    Attachment(source, at, at + length, codePage, file ??= new(), files, depth);
                    break;
                case MessageProperties:
                    Body(source, at, at + length, files);
                    break;
            }
            // A checksum of two bytes follows; many writers get it wrong.
            at += length + 2;
        }
        Close();
        return files;
    }

    private static void Attachment(Stream source, long at, long end, int codePage, Found file, List<TnefFile> files, int depth)
    {
        foreach (var (id, type, start, stop) in Values(source, at, end))
        {
            if (id is 0x3707 or 0x3704 && stop - start < 2000 && Value(source, start, stop, type, codePage) is { Length: > 0 } name) file.Long = id == 0x3707 ? name : file.Long ?? name;
            else if (id == 0x370E && stop - start < 200) file.Type = Value(source, start, stop, type, codePage);
            else if (id == 0x3701 && type == 0x0102 && file.Start < 0) (file.Start, file.End) = (start, stop);
            // An enclosed message is a winmail.dat again, behind the identifier of its interface.
            else if (id == 0x3701 && type == 0x000D && stop - start > 16) files.AddRange(Read(source, start + 16, stop, depth + 1));
        }
    }

    // The text of the message, where it travels in here.
    private static void Body(Stream source, long at, long end, List<TnefFile> files)
    {
        foreach (var (id, type, start, stop) in Values(source, at, end))
        {
            if (stop == start || files.Count >= MostFiles) continue;
            if (id == 0x1013 && type is 0x0102 or 0x001E) files.Add(new("zprava.html", "text/html", start, stop));
            else if (id == 0x1000 && type == 0x001E) files.Add(new("zprava.txt", "text/plain", start, stop));
            else if (id == 0x1000 && type == 0x001F) files.Add(new("zprava-utf16.txt", "text/plain", start, stop));
            else if (id == 0x1009 && type == 0x0102) files.Add(new("zprava.rtf.lzfu", "application/octet-stream", start, stop));
        }
    }

    // Properties of MS-OXTNEF 2.1.3.4: type, id, a name for ids from 0x8000 on, then values padded to four bytes.
    private static IEnumerable<(int Id, int Type, long Start, long End)> Values(Stream source, long at, long end)
    {
        if (at + 4 > end) yield break;
        var count = Number(source, at, 4);
        at += 4;
        for (var i = 0; i < count && at + 4 <= end; i++)
        {
            var type = (int)Number(source, at, 2);
            var id = (int)Number(source, at + 2, 2);
            at += 4;
            if (id >= 0x8000)
            {
                if (at + 24 > end) yield break;
                var named = Number(source, at + 16, 4);
                var extra = Number(source, at + 20, 4);
                at += 24 + (named == 0 ? 0 : Padded(extra));
            }
            var many = (type & 0x1000) != 0;
            type &= 0x0FFF;
            long values = 1;
            var fixedSize = type switch { 2 or 3 or 4 or 10 or 11 => 4, 5 or 6 or 7 or 0x14 or 0x40 => 8, 0x48 => 16, 0x1E or 0x1F or 0x102 or 0x0D => 0, _ => -1 };
            if (fixedSize < 0) yield break;
            if (many || fixedSize == 0)
            {
                if (at + 4 > end) yield break;
                values = Number(source, at, 4);
                at += 4;
            }
            for (var k = 0L; k < values && at < end; k++)
            {
                long size = fixedSize;
                if (fixedSize == 0)
                {
                    if (at + 4 > end) yield break;
                    size = Number(source, at, 4);
                    at += 4;
                }
                if (size > end - at) yield break;
                yield return (id, type, at, at + size);
                at += Padded(size);
            }
        }
    }

    private static long Padded(long size) => (size + 3) & ~3L;

    private static string Value(Stream source, long start, long end, int type, int codePage) =>
        type == 0x001F ? Encoding.Unicode.GetString(Bytes(source, start, (int)(end - start))).TrimEnd('\0').Trim() : Text(source, start, end - start, codePage);

    private static string Text(Stream source, long start, long length, int codePage)
    {
        var bytes = Bytes(source, start, (int)length).AsSpan().TrimEnd((byte)0);
        return Charsets.Decode(bytes, codePage.ToString(CultureInfo.InvariantCulture) is var number && codePage is 437 or 850 or 852 ? "ibm" + number : "windows-" + number, out _).Trim();
    }

    private static byte[] Bytes(Stream source, long start, int length)
    {
        var bytes = new byte[length];
        source.Position = start;
        source.ReadExactly(bytes);
        return bytes;
    }

    private static uint Number(Stream source, long at, int size)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes.Clear();
        source.Position = at;
        source.ReadExactly(bytes[..size]);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
