using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Virtuos.Kernel.Language;

/// <summary>All texts of the installation, parsed at start: embedded <c>Texts/{cs,en,de}.json</c> of every project, flat keys.</summary>
public sealed class TextCatalogue
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, Entry>> languages;

    private TextCatalogue(FrozenDictionary<string, FrozenDictionary<string, Entry>> languages, bool strict)
    {
        this.languages = languages;
        Strict = strict;
    }

    /// <summary>True where a missing key or argument is a bug to be seen at once (development, tests); otherwise the key is shown.</summary>
    public bool Strict { get; }

    /// <summary>Loads the texts of the assemblies.</summary>
    /// <exception cref="InvalidDataException">A key stands twice, a file is not a flat object of strings, or a text is malformed.</exception>
    public static TextCatalogue Load(IEnumerable<Assembly> assemblies, bool strict = false) =>
        Read(assemblies.Distinct().SelectMany(Files), strict);

    /// <summary>Loads texts from given JSON: language, name of the source, content.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="Load"/>.</exception>
    internal static TextCatalogue Read(IEnumerable<(string Language, string Source, Stream Content)> files, bool strict)
    {
        var loaded = TextLanguage.All.ToDictionary(language => language, _ => new Dictionary<string, Entry>(StringComparer.Ordinal));
        foreach (var (language, source, content) in files)
        {
            using (content)
                Add(loaded[language], language, source, content);
        }
        return new TextCatalogue(loaded.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToFrozenDictionary(StringComparer.Ordinal)), strict);
    }

    /// <summary>True when the key has a Czech text.</summary>
    public bool Has(string key) => languages[TextLanguage.Czech].ContainsKey(key);

    /// <summary>Keys that a language has itself, without falling back.</summary>
    public IEnumerable<string> Keys(string language) => languages[language].Keys;

    /// <summary>The text of a key as written in the file, or null when the language lacks it.</summary>
    public string? Written(string language, string key) => languages[language].GetValueOrDefault(key)?.Text;

    /// <summary>Names of the placeholders of a text, sorted; empty when the language lacks the key.</summary>
    public IReadOnlyList<string> Placeholders(string language, string key) =>
        languages[language].GetValueOrDefault(key) is { } entry ? [.. entry.Template.Names.Order(StringComparer.Ordinal)] : [];

    internal string Render(string language, string key, ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        if (!languages[language].TryGetValue(key, out var entry))
        {
            language = TextLanguage.Czech;
            if (!languages[language].TryGetValue(key, out entry))
                return Strict ? throw new KeyNotFoundException($"There is no text '{key}'.") : key;
        }
        return entry.Template.Render(language, arguments, Strict);
    }

    private static IEnumerable<(string, string, Stream)> Files(Assembly assembly)
    {
        foreach (var language in TextLanguage.All)
        {
            foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith($".Texts.{language}.json", StringComparison.Ordinal)))
                yield return (language, name, assembly.GetManifestResourceStream(name)!);
        }
    }

    private static void Add(Dictionary<string, Entry> entries, string language, string source, Stream content)
    {
        using var json = Parse(source, content);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{source} is not an object of texts.");
        foreach (var property in json.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
                throw new InvalidDataException($"{source}: the key '{property.Name}' does not hold a text; keys are flat.");
            var text = property.Value.GetString()!;
            if (!entries.TryAdd(property.Name, new Entry(text, Template(source, property.Name, text, language), source)))
                throw new InvalidDataException($"{source}: the key '{property.Name}' is already in {entries[property.Name].Source}.");
        }
    }

    private static JsonDocument Parse(string source, Stream content)
    {
        try
        {
            return JsonDocument.Parse(content, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{source} is not JSON: {wrong.Message}", wrong);
        }
    }

    private static TextTemplate Template(string source, string key, string text, string language)
    {
        try
        {
            return TextTemplate.Parse(text, language);
        }
        catch (FormatException wrong)
        {
            throw new InvalidDataException($"{source}: {key}: {wrong.Message}", wrong);
        }
    }

    private sealed record Entry(string Text, TextTemplate Template, string Source);
}
