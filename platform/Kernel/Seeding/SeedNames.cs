using System.Text.Json;

namespace Virtuos.Kernel.Seeding;

/// <summary>Invented people and where they live: a few names that many bear, and thousands that hardly anybody does.</summary>
public static class SeedNames
{
    private const double Rare = 0.25;
    private static readonly Lists lists = Read();

    private sealed record Lists(string[] Men, string[] Women, string[] Surnames, string[] Begin, string[] Middle, string[] End, string[] Streets);

    public static string Person(SeedDice dice)
    {
        var man = dice.Chance(0.5);
        var surname = dice.Chance(Rare) ? dice.Pick(lists.Begin) + dice.Pick(lists.Middle) + dice.Pick(lists.End) : dice.PickUneven(lists.Surnames);
        return $"{dice.PickUneven(man ? lists.Men : lists.Women)} {(man ? surname : Feminine(surname))}";
    }

    public static string Street(SeedDice dice) => dice.PickUneven(lists.Streets);

    /// <summary>Street and house number.</summary>
    public static string Address(SeedDice dice) => $"{Street(dice)} {dice.Between(1, 1400)}";

    private static string Feminine(string name) => name switch
    {
        [.. var stem, 'ý'] => stem + "á",
        [.. var stem, 'a'] => stem + "ová",
        [.. var stem, 'e', 'k'] => stem + "ková",
        [.. var stem, 'e', 'c'] => stem + "cová",
        _ => name + "ová",
    };

    private static Lists Read()
    {
        using var stream = typeof(SeedNames).Assembly.GetManifestResourceStream("Virtuos.Kernel.Seeding.names.json")!;
        return JsonSerializer.Deserialize<Lists>(stream, JsonSerializerOptions.Web)!;
    }
}
