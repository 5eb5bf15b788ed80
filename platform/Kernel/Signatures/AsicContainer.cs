using System.IO.Compression;
using System.Text;

namespace Virtuos.Kernel.Signatures;

/// <summary>A container of documents and their signatures (ASiC, ETSI EN 319 162-1; OpenDocument packages are alike): the files of a ZIP, read within bounds.</summary>
internal sealed class AsicContainer
{
    private const int MostFiles = 2000;

    // Bytes, unpacked and all together.
    private const long Largest = 200L * 1024 * 1024;

    private readonly Dictionary<string, byte[]> files;

    private AsicContainer(Dictionary<string, byte[]> files) => this.files = files;

    public IReadOnlyDictionary<string, byte[]> Files => files;

    /// <summary>Null when there is no file mimetype.</summary>
    public string? MediaType => files.TryGetValue("mimetype", out var type) ? Encoding.ASCII.GetString(type).Trim() : null;

    public static bool Looks(ReadOnlySpan<byte> content) => content.IndexOf("PK\u0003\u0004"u8) is >= 0 and < 1024;

    /// <summary>Null when the content is no ZIP, is too large unpacked, or has two files of one name: what is checked and what is read could then be two.</summary>
    public static AsicContainer? Open(byte[] content)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > MostFiles) return null;
            Dictionary<string, byte[]> files = [];
            var left = Largest;
            foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
            {
                if (Read(entry, left) is not { } bytes || !files.TryAdd(entry.FullName, bytes)) return null;
                left -= bytes.Length;
            }
            return new AsicContainer(files);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The file that a reference of a signature speaks of: an address relative to the root of the container.</summary>
    public byte[]? Find(string address)
    {
        if (files.TryGetValue(address, out var exact)) return exact;
        var name = Uri.UnescapeDataString(address);
        while (name.StartsWith("./", StringComparison.Ordinal)) name = name[2..];
        return files.GetValueOrDefault(name.TrimStart('/'));
    }

    // The size that an entry states is not believed.
    private static byte[]? Read(ZipArchiveEntry entry, long most)
    {
        using var packed = entry.Open();
        using var unpacked = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = packed.Read(buffer)) > 0;)
        {
            if (unpacked.Length + read > most) return null;
            unpacked.Write(buffer, 0, read);
        }
        return unpacked.ToArray();
    }
}
