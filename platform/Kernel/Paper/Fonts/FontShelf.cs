namespace Virtuos.Kernel.Paper.Fonts;

/// <summary>The free fonts of the system, found once and kept parsed: Liberation Sans, behind it DejaVu Sans for rarer characters.</summary>
public sealed class FontShelf
{
    /// <summary>The package that brings the preferred font on Debian.</summary>
    public const string Package = "fonts-liberation2";

    private static readonly string[][] Families =
    [
        ["LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "LiberationSans-Italic.ttf", "LiberationSans-BoldItalic.ttf"],
        ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSans-BoldOblique.ttf"],
    ];

    private static readonly string[] SystemFolders =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", Environment.GetFolderPath(Environment.SpecialFolder.Fonts)];

    private readonly Lazy<TrueTypeFont>[][] styles;

    /// <summary>Looks into <paramref name="folder"/> first and then, unless <paramref name="folderOnly"/>, into the system's font folders.</summary>
    /// <exception cref="FontMissingException">No usable font is installed.</exception>
    public FontShelf(string? folder = null, bool folderOnly = false)
    {
        var wanted = Families.SelectMany(family => family).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string?[] folders = folderOnly ? [folder] : [folder, .. SystemFolders];
        foreach (var place in folders.Where(place => !string.IsNullOrEmpty(place) && System.IO.Directory.Exists(place)))
        {
            // Newer editions stand in folders of a higher number (liberation2); the first found wins.
            foreach (var path in System.IO.Directory.EnumerateFiles(place!, "*.ttf", Search).OrderDescending(StringComparer.Ordinal))
            {
                if (wanted.Contains(Path.GetFileName(path)))
                    found.TryAdd(Path.GetFileName(path), path);
            }
        }
        var families = Families.Where(family => found.ContainsKey(family[0]))
            .Select(family => Enumerable.Range(0, 4).Select(style => Load(Nearest(family, style, found))).ToArray())
            .ToArray();
        if (families.Length == 0)
            throw new FontMissingException();
        styles = [.. Enumerable.Range(0, 4).Select(style => families.Select(family => family[style]).ToArray())];
    }

    private static readonly EnumerationOptions Search = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>Fonts for a style (1 = bold, 2 = italic), the preferred first; the next serve characters it lacks.</summary>
    internal IReadOnlyList<Lazy<TrueTypeFont>> Fonts(int style) => styles[style];

    private static string Nearest(string[] family, int style, Dictionary<string, string> found) =>
        found.GetValueOrDefault(family[style]) ?? found.GetValueOrDefault(family[style & 1]) ?? found[family[0]];

    private static Lazy<TrueTypeFont> Load(string path) => new(() =>
    {
        var font = new TrueTypeFont(File.ReadAllBytes(path));
        return font.Embeddable ? font : throw new FontMissingException();
    });
}

/// <summary>No free font is installed, so no PDF can be made; the operator installs the named package.</summary>
public sealed class FontMissingException() : InvalidOperationException(
    $"{Code}: no usable font was found. Install the package {FontShelf.Package} (or fonts-dejavu-core), or configure a folder with its TrueType files.")
{
    /// <summary>Key of the text shown to the operator.</summary>
    public const string Code = "paper.font-missing";
}
