using System.Text;
using System.Text.RegularExpressions;

namespace Virtuos.Ui;

/// <summary>Builds the one stylesheet from the files of Styles/ and the default theme, without comments and needless spaces.</summary>
internal static partial class StyleBundle
{
    private static readonly string[] order = ["base", "page", "form", "content", "table", "desk", "modes"];

    public static string Build()
    {
        var css = new StringBuilder(Squeeze(Read("tokens")));
        css.Append(Theme.Wrap(Theme.Declarations(Theme.Default.Light), Theme.Declarations(Theme.Default.Dark) + Squeeze(Read("dark"))));
        foreach (var part in order)
            css.Append(Squeeze(Read(part)));
        return Spacing(css.ToString());
    }

    /// <summary>Writes the fixed spaces (--s1 … --s8) out, which no theme changes.</summary>
    private static string Spacing(string css)
    {
        foreach (var space in Space().Matches(css).Cast<Match>().ToList())
            css = css.Replace(space.Value, "", StringComparison.Ordinal).Replace($"var({space.Groups[1].Value})", space.Groups[2].Value, StringComparison.Ordinal);
        return css;
    }

    /// <summary>Drops comments and the spaces that mean nothing; strings and the spaces of selectors and values stay.</summary>
    internal static string Squeeze(string css)
    {
        css = Comment().Replace(css, "");
        css = Blank().Replace(css, " ");
        css = Around().Replace(css, "$1");
        return Zero().Replace(css.Replace(": ", ":", StringComparison.Ordinal).Replace(";}", "}", StringComparison.Ordinal), "$1.").Trim();
    }

    private static string Read(string name)
    {
        using var stream = typeof(StyleBundle).Assembly.GetManifestResourceStream($"Styles/{name}.css")!;
        return new StreamReader(stream).ReadToEnd();
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"(--s\d):([\d.]+rem);?")]
    private static partial Regex Space();

    [GeneratedRegex(@" ?([{};,>]) ?")]
    private static partial Regex Around();

    [GeneratedRegex(@"([ :(,-])0\.(?=\d)")]
    private static partial Regex Zero();
}
