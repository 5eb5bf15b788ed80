using System.Text.RegularExpressions;
using Virtuos.Services.FormEngine;
using Virtuos.Ui;

namespace Virtuos.Services.Situations;

/// <summary>Reads one life situation from its text.</summary>
internal static partial class SituationReader
{
    /// <param name="file">Its name as people know it, <c>Situations/pes.v1.yaml</c>: slug and version must agree with it.</param>
    /// <exception cref="TextFileException">The text has mistakes; each is named with its line.</exception>
    public static Situation Read(string file, string text)
    {
        var problems = new YamlProblems(file);
        var root = YamlPart.Read(text, problems);
        var situation = Situation(root);
        root.NothingElse();
        if (FileName().Match(Path.GetFileName(file)) is not { Success: true } name || name.Groups[1].Value != situation.Slug || name.Groups[2].Value != situation.Version.ToString())
            problems.Add(1, $"the file of this situation must be named {situation.Slug}.v{situation.Version}.yaml.");
        problems.ThrowIfAny();
        return situation;
    }

    private static Situation Situation(YamlPart root) => new()
    {
        Slug = root.Text("situation"),
        Version = root.Number("version") ?? 0,
        From = root.Date("from") ?? DateOnly.MinValue,
        Reviewed = Day(root, "reviewed"),
        Theme = Theme(root),
        Icon = Icon(root),
        Top = root.Number("top"),
        Agenda = root.OptionalText("agenda"),
        Form = root.OptionalText("form"),
        Title = root.Words("title"),
        Summary = root.Words("summary"),
        Who = root.Words("who"),
        Needed = Some(root, "needed"),
        Fee = root.Words("fee"),
        Deadline = root.Words("deadline"),
        Answer = root.Words("answer"),
        Steps = Some(root, "steps"),
        Channels = Channels(root),
        Result = root.Words("result"),
        Appeal = root.Words("appeal"),
        Sanction = root.OptionalWords("sanction"),
        Laws = [.. root.Items("laws").Select(Law)],
        Links = [.. root.Items("links").Select(Link)],
        Faq = [.. root.Items("faq").Select(Question)],
        Keywords = Keywords(root),
    };

    private static IReadOnlyList<Words> Some(YamlPart root, string key)
    {
        var items = root.Items(key);
        if (items.Count == 0) root.Problem($"'{key}' is missing.");
        return [.. items.Select(ItemWords)];
    }

    private static Words ItemWords(YamlPart item)
    {
        var words = new Words(item.Text("cs"), item.Text("en"), item.Text("de"));
        item.NothingElse();
        return words;
    }

    private static string Theme(YamlPart root)
    {
        var theme = root.Text("theme");
        if (!Situations.Situation.Themes.Contains(theme)) root.Problem($"unknown theme '{theme}'; known: {string.Join(", ", Situations.Situation.Themes)}.");
        return theme;
    }

    private static string Icon(YamlPart root)
    {
        var icon = root.Text("icon");
        if (!Icons.All.ContainsKey(icon)) root.Problem($"unknown icon '{icon}'; known: {string.Join(", ", Icons.All.Keys.Order(StringComparer.Ordinal))}.");
        return icon;
    }

    private static DateOnly Day(YamlPart part, string key)
    {
        if (part.Date(key) is { } day) return day;
        part.Problem($"'{key}' is missing.");
        return DateOnly.MinValue;
    }

    private static Dictionary<string, Words> Channels(YamlPart root)
    {
        Dictionary<string, Words> channels = [];
        if (root.Find("channels") is not { } part)
        {
            root.Problem("'channels' is missing.");
            return channels;
        }
        foreach (var name in Situations.Situation.ChannelNames)
            if (part.OptionalWords(name) is { } words) channels.Add(name, words);
        part.NothingElse();
        if (channels.Count == 0) part.Problem("at least one channel must be there.");
        return channels;
    }

    private static LawPlace Law(YamlPart part)
    {
        var law = new LawPlace(part.Text("act"), part.Words("name"), part.Text("at"), part.Date("since"));
        part.NothingElse();
        return law;
    }

    private static RelatedLink Link(YamlPart part)
    {
        var link = new RelatedLink(part.Words("text"), part.Text("href"));
        if (!link.Href.StartsWith("https://", StringComparison.Ordinal) && !link.Href.StartsWith('/')) part.Problem("'href' must be a path of this site or an https address.");
        part.NothingElse();
        return link;
    }

    private static Faq Question(YamlPart part)
    {
        var faq = new Faq(part.Words("q"), part.Words("a"));
        part.NothingElse();
        return faq;
    }

    private static Dictionary<string, IReadOnlyList<string>> Keywords(YamlPart root)
    {
        Dictionary<string, IReadOnlyList<string>> keywords = new(StringComparer.Ordinal);
        var part = root.Find("keywords");
        foreach (var language in (string[])["cs", "en", "de"])
        {
            keywords[language] = part?.Texts(language) ?? [];
            if (keywords[language].Count == 0) root.Problem($"'keywords' are missing in '{language}': what do people type?");
        }
        part?.NothingElse();
        return keywords;
    }

    [GeneratedRegex(@"^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.v(\d+)\.yaml$")]
    private static partial Regex FileName();
}
