using System.Text.RegularExpressions;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Language;

namespace Virtuos.Records;

/// <summary>Fills templates with what the office knows already, so that nobody types it again.</summary>
internal static partial class TemplateFields
{
    /// <summary>Known only when the document is approved: its own number, the file and the day; they stay in the text until then.</summary>
    public static readonly IReadOnlySet<string> Late = new HashSet<string>(StringComparer.Ordinal) { "number", "file", "day" };

    public static readonly IReadOnlySet<string> Known = new HashSet<string>(
        ["number", "file", "day", "party", "party-full", "matter", "received", "submission", "office", "municipality", "unit", "official", "position"], StringComparer.Ordinal);

    /// <summary>What only the official can fill in.</summary>
    [GeneratedRegex(@"\[doplňte[^\[\]]*\]", RegexOptions.IgnoreCase)]
    private static partial Regex Blank();

    [GeneratedRegex(@"\{([a-z-]+)\}")]
    private static partial Regex Field();

    /// <summary>The first place that nobody has filled in, or null.</summary>
    public static string? FirstBlank(string text) => Blank().Match(text) is { Success: true } blank ? blank.Value : null;

    /// <param name="texts">In Czech: the language of the proceedings (§ 16 of act 500/2004).</param>
    public static IReadOnlyDictionary<string, string> Of(Document answered, OfficeCard office, UnitCard? unit, OfficialCard? official, Texts texts) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["party"] = answered.Party.Name,
        ["party-full"] = string.IsNullOrWhiteSpace(answered.Party.Address) ? answered.Party.Name : $"{answered.Party.Name}, {answered.Party.Address}",
        ["matter"] = answered.Matter,
        ["received"] = texts.Show(answered.ReceivedOn),
        ["submission"] = answered.ReferenceNumber ?? "",
        ["office"] = office.Name,
        ["municipality"] = office.MunicipalityName,
        ["unit"] = unit?.Name ?? office.Name,
        ["official"] = official?.Name ?? "",
        ["position"] = official?.Position ?? "",
    };

    /// <summary>Fields of people are put in as plain words: what they typed cannot act as markup.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> fields) =>
        Field().Replace(template.Trim(), m => fields.TryGetValue(m.Groups[1].Value, out var value) ? Plain(value) : m.Value);

    /// <summary>The fields of the last hour, when number, file and day are known; addresses get them encoded.</summary>
    public static string FillLate(string text, string number, string file, string day) => text
        .Replace("={number}", "=" + Uri.EscapeDataString(number), StringComparison.Ordinal)
        .Replace("{number}", number, StringComparison.Ordinal)
        .Replace("{file}", file, StringComparison.Ordinal)
        .Replace("{day}", day, StringComparison.Ordinal);

    private static string Plain(string value) => value.Replace("*", "", StringComparison.Ordinal).Replace('[', '(').Replace(']', ')').Replace('{', '(').Replace('}', ')').ReplaceLineEndings(" ");
}
