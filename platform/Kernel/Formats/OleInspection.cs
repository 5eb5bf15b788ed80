using System.Buffers.Binary;
using System.Text;

namespace Virtuos.Kernel.Formats;

/// <summary>Tells the office formats of before 2007 apart by the names in their compound file.</summary>
internal static class OleInspection
{
    private const int HeaderSize = 512, EntrySize = 128, MostSectors = 512, FatSectorsInHeader = 109;

    public static async Task<DetectedFormat> Inspect(Stream content, CancellationToken cancel)
    {
        var names = await Names(content, cancel);
        var code = names switch
        {
            _ when names.Contains("EncryptedPackage") => "office-encrypted",
            _ when names.Contains("WordDocument") => "doc",
            _ when names.Contains("Workbook") || names.Contains("Book") => "xls",
            _ when names.Contains("PowerPoint Document") => "ppt",
            _ when names.Contains("__properties_version1.0") => "msg",
            _ => "ole",
        };
        var format = KnownFormats.Of(code);
        var traits = format.Traits;
        if (names.Count == 0)
            traits |= FormatTraits.Damaged;
        if (names.Contains("VBA") || names.Contains("Macros") || names.Contains("_VBA_PROJECT_CUR") || names.Contains("_VBA_PROJECT"))
            traits |= FormatTraits.Macros;
        if (names.Contains("ObjectPool") || names.Contains("\u0001Ole10Native") || names.Any(name => name.StartsWith("__attach_version1.0", StringComparison.Ordinal)))
            traits |= FormatTraits.Embedded;
        return format with { Traits = traits };
    }

    private static async Task<HashSet<string>> Names(Stream content, CancellationToken cancel)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var header = new byte[HeaderSize];
        if (await FormatDetector.ReadAt(content, 0, header, cancel) < HeaderSize)
            return names;
        var sectorSize = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30)) == 12 ? 4096 : 512;
        var sector = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(48));
        var bytes = new byte[sectorSize];
        var next = new byte[4];
        // A chain may be a circle; the number of steps is limited instead of remembering them.
        for (var step = 0; step < MostSectors; step++)
        {
            var read = await FormatDetector.ReadAt(content, (sector + 1L) * sectorSize, bytes, cancel);
            for (var entry = 0; entry + EntrySize <= read; entry += EntrySize)
                if (Name(bytes.AsSpan(entry, EntrySize)) is { } name)
                    names.Add(name);
            var perSector = sectorSize / 4;
            var index = sector / perSector;
            if (read < sectorSize || index >= FatSectorsInHeader)
                break;
            var fat = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(76 + (int)index * 4));
            if (await FormatDetector.ReadAt(content, (fat + 1L) * sectorSize + sector % perSector * 4, next, cancel) < 4)
                break;
            sector = BinaryPrimitives.ReadUInt32LittleEndian(next);
        }
        return names;
    }

    private static string? Name(ReadOnlySpan<byte> entry)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) - 2;
        // Type 1 is a storage, 2 a stream, 5 the root.
        return length is > 0 and <= 62 && entry[66] is 1 or 2 or 5 ? Encoding.Unicode.GetString(entry[..length]) : null;
    }
}
