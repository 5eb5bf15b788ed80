using System.Text.RegularExpressions;
using Virtuos.Ui;

namespace Virtuos.Modules.Tests.Ui;

public sealed class StylesheetTests
{
    private static readonly string css = StyleBundle.Build();

    [Fact]
    public void Every_variable_used_is_set() =>
        Assert.Empty(Variables(@"var\((--[a-z0-9-]+)").Except(Variables(@"[{;](--[a-z0-9-]+):")));

    [Fact]
    public void Every_variable_set_is_used() =>
        Assert.Empty(Variables(@"[{;](--[a-z0-9-]+):").Except(Variables(@"var\((--[a-z0-9-]+)")));

    [Fact]
    public void It_is_whole_and_asks_for_nothing_from_elsewhere()
    {
        Assert.Equal(css.Count(sign => sign == '{'), css.Count(sign => sign == '}'));
        Assert.DoesNotContain("url(", css, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", css, StringComparison.Ordinal);
        Assert.DoesNotContain("/*", css, StringComparison.Ordinal);
        foreach (var mode in (string[])["prefers-color-scheme:dark", "forced-colors:active", "prefers-reduced-motion:no-preference", "@media print", "[data-theme=dark]"])
            Assert.Contains(mode, css, StringComparison.Ordinal);
    }

    [Fact]
    public void Squeezing_leaves_values_and_strings_alone()
    {
        Assert.Equal("""a:hover>b,c{content:" (" attr(href) ")";margin:calc(-1 * 1rem) .5em}""",
            StyleBundle.Squeeze("""/* note */ a:hover > b, c { content: " (" attr(href) ")"; margin: calc(-1 * 1rem) 0.5em; } """));
    }

    /// <remarks>A class without a component is dead weight for every reader; those that pages use themselves stand in docs/ui.md.</remarks>
    [Fact]
    public async Task Every_class_is_drawn_by_a_component_or_promised_to_pages()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Virtuos.slnx")))
            root = Path.GetDirectoryName(root)!;
        var sources = System.IO.Directory.EnumerateFiles(Path.Combine(root, "platform", "Ui"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".razor" or ".cs" or ".js").Append(Path.Combine(root, "docs", "ui.md"));
        var words = new HashSet<string>();
        foreach (var file in sources)
            words.UnionWith(Regex.Matches(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), "[A-Za-z][A-Za-z0-9-]*").Select(match => match.Value.ToLowerInvariant()));
        var classes = Regex.Matches(css, @"\.([a-z][a-z0-9-]*)(?=[^{}]*\{)").Select(match => match.Groups[1].Value).Distinct();
        Assert.Empty(classes.Where(name => !words.Contains(name) && !Regex.IsMatch(name, @"^w\d+$")));
    }

    private static IEnumerable<string> Variables(string pattern) => Regex.Matches(css, pattern).Select(match => match.Groups[1].Value).Distinct();
}
