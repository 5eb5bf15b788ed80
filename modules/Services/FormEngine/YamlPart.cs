using System.Globalization;
using Virtuos.Kernel.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Virtuos.Services.FormEngine;

/// <summary>What is wrong with a YAML file, collected so that an author sees all of it at once.</summary>
internal sealed class YamlProblems(string file)
{
    private readonly List<(long Line, string Text)> all = [];

    public string File => file;

    public void Add(long line, string text) => all.Add((line, text));

    /// <exception cref="TextFileException">Something is wrong.</exception>
    public void ThrowIfAny()
    {
        if (all.Count > 0) throw new TextFileException([.. all.OrderBy(p => p.Line).Select(p => $"{file}:{p.Line}: {p.Text}")]);
    }
}

/// <summary>A node of a YAML file that knows its line; reading notes problems instead of stopping, and keys that nobody reads are problems too.</summary>
internal sealed class YamlPart(YamlNode node, YamlProblems problems)
{
    private readonly HashSet<string> known = [];

    public long Line => node.Start.Line;

    public bool IsScalar => node is YamlScalarNode;

    public bool IsList => node is YamlSequenceNode;

    /// <summary>The whole file; must be a mapping.</summary>
    /// <exception cref="TextFileException">It is no YAML at all.</exception>
    public static YamlPart Read(string text, YamlProblems problems) => Root<YamlMappingNode>(text, problems, "The file must hold one mapping.");

    /// <summary>The entries of a file that is a list.</summary>
    /// <exception cref="TextFileException">It is no YAML at all.</exception>
    public static IReadOnlyList<YamlPart> ReadList(string text, YamlProblems problems) => Root<YamlSequenceNode>(text, problems, "The file must hold one list.").Elements();

    private static YamlPart Root<TNode>(string text, YamlProblems problems, string otherwise) where TNode : YamlNode
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            problems.Add(e.Start.Line, e.Message);
            problems.ThrowIfAny();
        }
        if (stream.Documents is [{ RootNode: TNode root }]) return new(root, problems);
        problems.Add(1, otherwise);
        problems.ThrowIfAny();
        throw new InvalidOperationException(otherwise);
    }

    public void Problem(string text) => problems.Add(Line, text);

    public bool Has(string key) => Find(key) is not null;

    public IEnumerable<string> Keys => node is YamlMappingNode map ? map.Children.Keys.Select(k => ((YamlScalarNode)k).Value ?? "") : [];

    /// <summary>The part under a key, null when it is not there.</summary>
    public YamlPart? Find(string key)
    {
        known.Add(key);
        return node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var found) ? new(found, problems) : null;
    }

    public string Text(string key) => Find(key)?.Scalar() ?? Missing(key, "");

    public string? OptionalText(string key) => Find(key)?.Scalar();

    public Words Words(string key) => Find(key)?.AsWords() ?? Missing(key, FormEngine.Words.None);

    public Words? OptionalWords(string key) => Find(key)?.AsWords();

    public bool Flag(string key) => Find(key) is { } part && part.Scalar() switch { "true" => true, "false" => false, _ => part.Wrong("must be true or false", false) };

    public int? Number(string key) => Find(key) is { } part
        ? int.TryParse(part.Scalar().Replace(" ", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : part.Wrong("must be a whole number", 0)
        : null;

    public decimal? Decimal(string key) => Find(key) is { } part
        ? decimal.TryParse(part.Scalar().Replace(" ", "", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : part.Wrong("must be a number", 0m)
        : null;

    public DateOnly? Date(string key) => Find(key) is { } part
        ? DateOnly.TryParseExact(part.Scalar(), "yyyy-MM-dd", out var date) ? date : part.Wrong("must be a date such as 2026-01-31", DateOnly.MinValue)
        : null;

    /// <summary>The items of a list, empty when the key is missing.</summary>
    public IReadOnlyList<YamlPart> Items(string key) => Find(key) is { } part ? part.Elements() : [];

    /// <summary>A list of texts, or one text.</summary>
    public IReadOnlyList<string> Texts(string key) => Find(key) is { } part ? part.IsScalar ? [part.Scalar()] : [.. part.Elements().Select(i => i.Scalar())] : [];

    public IReadOnlyList<YamlPart> Elements() => node is YamlSequenceNode list ? [.. list.Children.Select(c => new YamlPart(c, problems))] : Wrong<IReadOnlyList<YamlPart>>("must be a list", []);

    public string Scalar() => node is YamlScalarNode scalar ? scalar.Value ?? "" : Wrong("must be a text", "");

    /// <summary>Complains about every key that nothing has asked for.</summary>
    public void NothingElse()
    {
        foreach (var key in Keys.Where(k => !known.Contains(k))) Problem($"unknown key '{key}'; known here: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
    }

    private Words AsWords()
    {
        if (node is not YamlMappingNode) return Wrong("must be a text in three languages: {cs: …, en: …, de: …}", FormEngine.Words.None);
        var (cs, en, de) = (OptionalText("cs"), OptionalText("en"), OptionalText("de"));
        foreach (var (language, text) in new[] { ("cs", cs), ("en", en), ("de", de) })
            if (string.IsNullOrWhiteSpace(text)) Problem($"the text is missing in '{language}'.");
        NothingElse();
        return new(cs?.Trim() ?? "", en?.Trim() ?? "", de?.Trim() ?? "");
    }

    /// <summary>Complains that a key is missing and goes on with the value.</summary>
    public T Lacks<T>(string key, T value) => Missing(key, value);

    private T Wrong<T>(string what, T value)
    {
        Problem($"{what}.");
        return value;
    }

    private T Missing<T>(string key, T value)
    {
        Problem($"'{key}' is missing.");
        return value;
    }
}
