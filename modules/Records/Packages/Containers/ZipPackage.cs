using System.IO.Compression;
using Virtuos.Kernel.Formats;

namespace Virtuos.Records.Packages;

/// <summary>Opens a package that lies in a ZIP, whatever is wrong with it; nothing is unpacked. The base library gives no more of an entry than its directory tells.</summary>
internal static class ZipPackage
{
    /// <summary>A package that would unpack to more than this and to more than <see cref="HighestRatio"/> times its size is not unpacked.</summary>
    private const long AlwaysUnpacked = 1L << 30;

    private const int HighestRatio = 200;
    private const int UnixType = 0xF000, UnixLink = 0xA000;

    public static async Task<Package> Open(string path, CancellationToken cancel)
    {
        FileStream stream;
        try
        {
            stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Broken(path, new("unreadable", ("why", e.Message)));
        }
        try
        {
            return await Read(path, stream, cancel);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            await stream.DisposeAsync();
            return Broken(path, new("zip-broken", ("why", e.Message)));
        }
    }

    private static async Task<Package> Read(string path, FileStream stream, CancellationToken cancel)
    {
        var format = await FormatDetector.Detect(stream, cancel);
        if (format.Code != "zip")
        {
            await stream.DisposeAsync();
            var broken = Broken(path, format.Code == "empty" ? new("empty") : new("not-zip", ("found", format.MimeType)));
            return format.Traits.HasFlag(FormatTraits.TestVirus) ? new(broken.Name, [], [.. broken.Faults, ("vir1", new(Path.GetFileName(path), new("test-virus")))]) : broken;
        }
        if (await ZipEnd.Entries(stream, cancel) is var many && many > ZipEnd.MostEntries)
        {
            await stream.DisposeAsync();
            return Broken(path, new("zip-many", ("found", many), ("expected", ZipEnd.MostEntries)));
        }
        var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: false, ZipNames.Encoding);
        var name = NameOf(path);
        List<(string, Fault)> faults = [.. Layout.Named(name)];
        var entries = Entries(archive, faults);
        var own = OwnFolder(name, entries, faults);
        var bomb = entries.Sum(e => e.Entry.Length) is var unpacked && unpacked > AlwaysUnpacked && unpacked / HighestRatio > stream.Length;
        if (bomb) faults.Add(("vir1", new(Path.GetFileName(path), new("bomb", ("unpacked", unpacked), ("packed", stream.Length)))));

        var inside = entries.Where(e => e.Name.StartsWith(own, StringComparison.Ordinal)).Select(e => (Name: e.Name[own.Length..], e.Entry)).Where(e => e.Name.Length > 0).ToList();
        faults.AddRange(Layout.Filled(Top(inside.Select(e => e.Name))));
        faults.AddRange(inside.GroupBy(e => e.Name).Where(g => g.Count() > 1 && g.Key != MetsReader.FileName).Select(g => ("dat3", new Fault(g.Key, new("times", ("what", g.Key), ("found", g.Count()), ("expected", "1"))))));
        var items = inside.Where(e => !e.Name.EndsWith('/') && (!bomb || e.Name == MetsReader.FileName)).Select(e => new PackageItem(e.Name, e.Entry.Length, _ => new(e.Entry.Open())));
        return new(name, items, faults, archive);
    }

    /// <summary>The entries that may be read; those that lead elsewhere or are closed are told.</summary>
    private static List<(string Name, ZipArchiveEntry Entry)> Entries(ZipArchive archive, List<(string, Fault)> faults)
    {
        List<(string, ZipArchiveEntry)> entries = [];
        foreach (var entry in archive.Entries)
        {
            var name = entry.FullName.Replace('\\', '/');
            if (name.StartsWith('/') || name.Contains('\0', StringComparison.Ordinal) || (name.Length > 1 && name[1] == ':') || name.Split('/').Contains("..")) faults.Add(("vir1", new(name, new("outside"))));
            else if (((entry.ExternalAttributes >> 16) & UnixType) == UnixLink) faults.Add(("vir1", new(name, new("link"))));
            else if (entry.IsEncrypted) faults.Add(("dat1", new(name, new("encrypted"))));
            else entries.Add((name, entry));
        }
        return entries;
    }

    /// <summary>The folder to look into, with a slash at its end; told when it is not the only thing in the ZIP or is called otherwise.</summary>
    private static string OwnFolder(string name, List<(string Name, ZipArchiveEntry)> entries, List<(string, Fault)> faults)
    {
        var top = Top(entries.Select(e => e.Name)).Distinct().ToList();
        var folders = top.Where(t => t.Folder).Select(t => t.Name).ToList();
        var own = folders.Contains(name) ? name : folders.FirstOrDefault(f => entries.Any(e => e.Name == $"{f}/{MetsReader.FileName}")) ?? folders.FirstOrDefault();
        if (entries.Any(e => e.Name == MetsReader.FileName) && !entries.Any(e => e.Name == $"{own}/{MetsReader.FileName}")) own = null;
        foreach (var (extra, folder) in top.Where(t => t.Name != own)) faults.Add(("dat2", new(extra, new(folder ? "folder-extra" : "file-extra", ("name", extra)))));
        if (own is null) faults.Add(("dat2", new(name, new("no-folder", ("name", name)))));
        else if (own != name) faults.Add(("dat2", new(own, new("folder-name", ("found", own), ("expected", name)))));
        return own is null ? "" : own + "/";
    }

    private static IEnumerable<(string Name, bool Folder)> Top(IEnumerable<string> names)
    {
        HashSet<string> folders = [];
        foreach (var name in names)
        {
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0) yield return (name, false);
            else if (folders.Add(name[..slash])) yield return (name[..slash], true);
        }
    }

    private static Package Broken(string path, Detail why) => new(NameOf(path), [], [("dat1", new(Path.GetFileName(path), why)), .. Layout.Named(NameOf(path))]);

    private static string NameOf(string path)
    {
        var file = Path.GetFileName(path);
        return file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? file[..^4] : file;
    }
}
