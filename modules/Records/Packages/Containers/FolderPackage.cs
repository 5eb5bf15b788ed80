namespace Virtuos.Records.Packages;

/// <summary>Opens a package that lies in a folder. Links are told and not followed.</summary>
internal static class FolderPackage
{
    private const int Deepest = 64;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <param name="folder">The package's own folder.</param>
    public static Package Open(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        List<(string, Fault)> faults = [.. Layout.Named(name)];
        List<PackageItem> items = [];
        List<(string, bool)> top = [];
        var left = new Stack<(DirectoryInfo Folder, string Path, int Depth)>();
        left.Push((new(folder), "", 0));
        while (left.TryPop(out var place))
        {
            foreach (var entry in Inside(place.Folder, place.Path, faults).OrderBy(e => e.Name, StringComparer.Ordinal))
            {
                var path = place.Path + entry.Name;
                if (place.Depth == 0) top.Add((entry.Name, entry is DirectoryInfo));
                if (entry.LinkTarget is not null) faults.Add(("vir1", new(path, new("link"))));
                else if (entry is FileInfo file) items.Add(new(path, file.Length, _ => new(Read(file))));
                else if (place.Depth >= Deepest) faults.Add(("vir1", new(path, new("deep"))));
                else left.Push(((DirectoryInfo)entry, path + "/", place.Depth + 1));
            }
        }
        faults.AddRange(Layout.Filled(top));
        return new(name, items, faults);
    }

    private static List<FileSystemInfo> Inside(DirectoryInfo folder, string path, List<(string, Fault)> faults)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos("*", Everything)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(("dat1", new(path.Length == 0 ? folder.Name : path, new("unreadable", ("why", e.Message)))));
            return [];
        }
    }

    // A pipe or a device has no length, and reading it might never end.
    private static Stream Read(FileInfo file) => file.Length == 0 ? Stream.Null : new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.SequentialScan);
}
