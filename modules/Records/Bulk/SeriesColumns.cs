using System.Text.RegularExpressions;
using Virtuos.Kernel.Search;

namespace Virtuos.Records;

/// <summary>Headings of tables for bulk acts: the same whatever accents, case and spaces they are written with.</summary>
internal static partial class SeriesColumns
{
    public const string Row = "radek";
    public const string Party = "jmeno";
    public const string Address = "adresa";
    public const string Box = "datova-schranka";
    public const string Email = "e-mail";
    public const string Way = "zpusob";
    public const string Organisation = "ico";
    public const string File = "spis";

    /// <summary>Columns that every table may have; <see cref="Party"/> it must.</summary>
    public static readonly string[] Standard = [Row, Party, Address, Box, Email, Way, Organisation, File];

    /// <summary>What a downloaded table says besides; it is not read again when the table comes back.</summary>
    public static readonly string[] Results = ["vysledek", "cislo-jednaci", "duvod"];

    private static readonly Dictionary<string, string> others = new(StringComparer.Ordinal)
    {
        ["jmeno-a-prijmeni"] = Party,
        ["nazev"] = Party,
        ["adresat"] = Party,
        ["ds"] = Box,
        ["schranka"] = Box,
        ["id-datove-schranky"] = Box,
        ["email"] = Email,
        ["zpusob-odeslani"] = Way,
        ["ic"] = Organisation,
        ["spisova-znacka"] = File,
    };

    /// <summary>The name of a heading, by which fields ask for it.</summary>
    public static string Name(string heading)
    {
        var name = NotALetter().Replace(Folding.Fold(heading.Trim()), "-").Trim('-');
        return others.GetValueOrDefault(name, name);
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotALetter();
}
