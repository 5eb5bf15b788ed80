using System.Collections.Concurrent;

namespace Virtuos.Ui;

/// <summary>Addresses of the stylesheet, the script, the icon and the themes. Each carries a hash of the content, so it may be kept for ever.</summary>
public sealed class UiAssets
{
    private readonly ConcurrentDictionary<Colour, Asset> themes = new();

    internal Asset StylesheetFile { get; } = new(StyleBundle.Build(), "text/css; charset=utf-8");

    internal Asset ScriptFile { get; } = new(ReadScript(), "text/javascript; charset=utf-8");

    internal Asset IconFile { get; } = new(Favicon, "image/svg+xml");

    public string Stylesheet => $"/assets/virtuos.{StylesheetFile.Hash}.css";

    public string Script => $"/assets/virtuos.{ScriptFile.Hash}.js";

    public string Icon => $"/assets/virtuos.{IconFile.Hash}.svg";

    /// <summary>The address of the town's colours, or null for the default theme, which is part of the stylesheet. It names the colour, so every node can serve it without asking who wears it.</summary>
    public string? ThemeSheet(Theme theme) => theme.Primary == Theme.Default.Primary
        ? null
        : $"/assets/theme/{theme.Primary.ToString()[1..]}.{themes.GetOrAdd(theme.Primary, _ => Sheet(theme)).Hash}.css";

    /// <summary>The sheet of a colour; made anew and not kept for a colour that no office of this node wears.</summary>
    internal Asset? ThemeFile(string colour) => Theme.Of(colour) is not { Succeeded: true, Value: var theme } ? null
        : themes.TryGetValue(theme.Primary, out var known) ? known
        : Sheet(theme);

    private const string Favicon = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#2362a2" d="M16 1 30 7v2H2V7zM4 11h4v12H4zm7 0h4v12h-4zm6 0h4v12h-4zm7 0h4v12h-4zM2 25h28v5H2z"/></svg>""";

    private static Asset Sheet(Theme theme) => new(theme.Css, "text/css; charset=utf-8");

    private static string ReadScript()
    {
        var assembly = typeof(UiAssets).Assembly;
        var parts = assembly.GetManifestResourceNames().Where(name => name.StartsWith("Script/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var lines = parts.SelectMany(name => new StreamReader(assembly.GetManifestResourceStream(name)!).ReadToEnd().Split('\n'));
        return string.Join('\n', lines.Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)));
    }
}
