namespace Virtuos.Records.Packages;

/// <summary>A file in a package: its path with slashes from the package's own folder on, its size in bytes, and how to read it.</summary>
internal sealed record PackageItem(string Path, long Size, Func<CancellationToken, ValueTask<Stream>> Open);

/// <summary>
/// A hand-over package (SIP) whatever it lies in: a folder, a ZIP, or nothing yet when it is only being put together. What is wrong with the
/// container itself is known when it is opened; nothing is ever unpacked to disk under a name that the package chose.
/// </summary>
internal sealed class Package(string name, IEnumerable<PackageItem> items, IReadOnlyList<(string Rule, Fault Fault)> faults, IDisposable? source = null) : IDisposable
{
    private readonly Dictionary<string, PackageItem> items = First(items);

    /// <summary>The name of its folder, or of its ZIP without the ending.</summary>
    public string Name { get; } = name;

    public IReadOnlyCollection<PackageItem> Items => items.Values;

    public IReadOnlyList<(string Rule, Fault Fault)> Faults { get; } = faults;

    public PackageItem? Mets => items.GetValueOrDefault(MetsReader.FileName);

    public IEnumerable<PackageItem> Components => Items.Where(i => i.Path.StartsWith(Layout.Components + "/", StringComparison.Ordinal));

    public bool Has(string path) => items.ContainsKey(path);

    public void Dispose() => source?.Dispose();

    private static Dictionary<string, PackageItem> First(IEnumerable<PackageItem> items)
    {
        Dictionary<string, PackageItem> found = new(StringComparer.Ordinal);
        foreach (var item in items) found.TryAdd(item.Path, item);
        return found;
    }
}
