using System.Text.RegularExpressions;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Seeding;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Seeding;

/// <summary>What submissions are about, in Czech of many words, most of them inflected, some of them rare.</summary>
internal sealed partial class SeedWords
{
    private readonly Dictionary<string, IReadOnlyList<string>> lists;

    /// <exception cref="TextFileException">The file has mistakes.</exception>
    public SeedWords()
    {
        using var reader = new StreamReader(typeof(SeedWords).Assembly.GetManifestResourceStream("Virtuos.Services.Seeding.words.yaml")!);
        var problems = new YamlProblems("Seeding/words.yaml");
        var root = YamlPart.Read(reader.ReadToEnd(), problems);
        lists = root.Keys.ToDictionary(k => k, root.Texts, StringComparer.Ordinal);
        problems.ThrowIfAny();
    }

    public string Subject(SeedDice dice, IReadOnlyList<SeedOffice> places) => dice.Chance(0.35)
        ? One(dice, "requests")
        : $"{One(dice, "of")} {One(dice, "things-of")} {Filled(dice, One(dice, "places"), places)}";

    public string Question(SeedDice dice) => $"{One(dice, "questions")} {One(dice, "things-of")}";

    public string Dog(SeedDice dice) => One(dice, "dogs");

    private string One(SeedDice dice, string list) => dice.PickUneven(lists[list]);

    private static string Filled(SeedDice dice, string pattern, IReadOnlyList<SeedOffice> places) => Placeholder().Replace(pattern, match => match.Value switch
    {
        "{street}" => SeedNames.Street(dice),
        "{number}" => dice.Between(1, 1900).ToString(),
        "{small}" => dice.Between(1, 60).ToString(),
        _ => dice.Pick(places).Place,
    });

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Placeholder();
}
