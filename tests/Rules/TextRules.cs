using System.Text.Json;
using System.Text.RegularExpressions;

namespace Virtuos.Rules.Tests;

/// <summary>Czech is the master; nothing missing, nothing unused, the same placeholders.</summary>
public class TextRules
{
    private static readonly Regex Key = new(@"[a-z][a-z0-9-]*(\.[a-z0-9-]+)+", RegexOptions.Compiled);

    public static TheoryData<string> Folders => [.. Tree.Files("", "/Texts/cs.json").Select(f => Path.GetDirectoryName(f)!.Replace('\\', '/'))];

    private static Dictionary<string, string> Read(string folder, string language) => JsonSerializer.Deserialize<Dictionary<string, string>>(Tree.Read($"{folder}/{language}.json"))!;

    [Theory, MemberData(nameof(Folders))]
    public void Every_text_exists_in_all_three_languages(string folder)
    {
        var czech = Read(folder, "cs");
        foreach (var language in (string[])["en", "de"])
        {
            var other = Read(folder, language);
            Assert.Equal([], czech.Keys.Except(other.Keys));
            Assert.Equal([], other.Keys.Except(czech.Keys));
            Assert.Empty(other.Where(t => string.IsNullOrWhiteSpace(t.Value)).Select(t => t.Key));
        }
    }

    [Theory, MemberData(nameof(Folders))]
    public void Placeholders_are_the_same_in_all_languages(string folder)
    {
        var czech = Read(folder, "cs");
        foreach (var language in (string[])["en", "de"])
            foreach (var (key, text) in Read(folder, language))
                Assert.True(Names(czech[key]).SetEquals(Names(text)), $"{folder}/{language}.json {key}: {string.Join(",", Names(text))} instead of {string.Join(",", Names(czech[key]))}");
    }

    [Theory, MemberData(nameof(Folders))]
    public void Every_text_is_used(string folder)
    {
        var used = Used.Value;
        Assert.Empty(Read(folder, "cs").Keys.Where(k => !used.Literal.Contains(k) && !used.Prefixes.Any(p => k.StartsWith(p, StringComparison.Ordinal))));
    }

    // A key may be put together, as T[$"records.state.{state}"]: then everything with that beginning is used.
    private static readonly Lazy<(HashSet<string> Literal, List<string> Prefixes)> Used = new(() =>
    {
        HashSet<string> literal = [];
        HashSet<string> prefixes = [];
        foreach (var file in Tree.Files("", ".cs", ".razor", ".yaml", ".json", ".js").Where(f => !f.Contains("/Texts/", StringComparison.Ordinal) && !f.StartsWith("tests/", StringComparison.Ordinal)))
        {
            var source = Tree.Read(file);
            foreach (Match match in Key.Matches(source)) literal.Add(match.Value);
            foreach (Match match in Regex.Matches(source, @"\$?""([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*[.-])(?:""|\{)")) prefixes.Add(match.Groups[1].Value);
        }
        return (literal, [.. prefixes.Where(p => p.Contains('.', StringComparison.Ordinal))]);
    });

    // Names outside of plural branches; inside them only # and the same names may stand.
    private static HashSet<string> Names(string text) => [.. Regex.Matches(text, @"\{\s*([A-Za-z][A-Za-z0-9]*)\s*[,}]").Select(m => m.Groups[1].Value)];
}
