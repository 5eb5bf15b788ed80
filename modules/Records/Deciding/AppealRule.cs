using System.Globalization;
using System.Text.RegularExpressions;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>How a kind of decision can be appealed against, in force from a day: the instruction that the decision must carry (§ 68 (5) of act 500/2004).</summary>
internal sealed class AppealRule
{
    /// <summary><c>administrative</c>, <c>resolution</c>, <c>information</c> or <c>tax</c>.</summary>
    public string Code { get; set; } = "";

    /// <summary>First day of decisions that it governs.</summary>
    public DateOnly From { get; set; }

    /// <summary>Code of the deadline for the appeal, counted from the delivery.</summary>
    public string Deadline { get; set; } = "";

    /// <summary>Code of the deadline in which the office hands an appeal over with the file; null where the law says "without delay".</summary>
    public string? Forward { get; set; }

    /// <summary>The same for an appeal that came too late.</summary>
    public string? ForwardLate { get; set; }

    /// <summary>The paragraph of law, in Czech.</summary>
    public string Source { get; set; } = "";

    /// <summary>The instruction in the markup, with {days}, {superior}, {office}, {address}, {box}, {form}.</summary>
    public string Text { get; set; } = "";

    public DateOnly LastDay(DateOnly delivered) => Kernel.Calendar.Deadline.Compute(Deadline, delivered).Last;

    /// <summary>The last day for handing an appeal over.</summary>
    public DateOnly? ForwardBy(DateOnly received, bool inTime) =>
        (inTime ? Forward : ForwardLate ?? Forward) is { } code ? Kernel.Calendar.Deadline.Compute(code, received).Last : null;

    /// <summary>The time for the appeal in words: "15 dnů".</summary>
    public string Days(DateOnly on)
    {
        var count = DeadlineTable.OfLaw.Rule(Deadline, on).Count!.Value;
        return string.Create(CultureInfo.InvariantCulture, $"{count} {(count is 1 ? "dne" : "dnů")}");
    }

    /// <summary>The instruction of an office, as the law on a day wants it.</summary>
    /// <param name="form">Whole address of the form for appeals.</param>
    public string Compose(OfficeCard office, DateOnly on, string form) => Text.Trim()
        .Replace("{days}", Days(on), StringComparison.Ordinal)
        .Replace("{superior}", Superior(office.RegionName), StringComparison.Ordinal)
        .Replace("{office}", office.Name, StringComparison.Ordinal)
        .Replace("{address}", office.Seat, StringComparison.Ordinal)
        .Replace("{box}", office.BoxId is { Length: > 0 } box ? $", do datové schránky {box}" : "", StringComparison.Ordinal)
        .Replace("{form}", form, StringComparison.Ordinal);

    /// <summary>What an instruction lacks of what it must say: keys of texts with the words that are awaited.</summary>
    public IEnumerable<(string Key, string Words)> Missing(string instruction, OfficeCard office, DateOnly on)
    {
        var said = Even(Markup.Plain(instruction));
        if (!said.Contains("odvolání", StringComparison.Ordinal) && !said.Contains("odvolat", StringComparison.Ordinal)) yield return ("records.decide.instruction.appeal", "odvolání");
        foreach (var (key, words) in ((string, string)[])[("records.decide.instruction.days", Days(on)), ("records.decide.instruction.superior", Superior(office.RegionName)), ("records.decide.instruction.office", office.Name)])
            if (!said.Contains(Even(words), StringComparison.Ordinal)) yield return (key, words);
    }

    /// <summary>The body that decides on appeals against offices of municipalities (§ 178 (2) of act 500/2004).</summary>
    public static string Superior(string region) => region switch
    {
        "" => "nadřízený krajský úřad",
        "Hlavní město Praha" => "Magistrát hlavního města Prahy",
        "Kraj Vysočina" => "Krajský úřad Kraje Vysočina",
        _ when region.EndsWith("ý kraj", StringComparison.Ordinal) => $"Krajský úřad {region[..^6]}ého kraje",
        _ => $"Krajský úřad: {region}",
    };

    private static string Even(string text) => Regex.Replace(text, @"[\s\u00A0]+", " ").ToLower(CultureInfo.GetCultureInfo("cs"));
}

/// <summary>All rules of appeal the program came with; read once and checked when read.</summary>
internal sealed class AppealRules
{
    private readonly List<AppealRule> rules;

    public AppealRules()
    {
        rules = [.. LawFiles.Read<List<AppealRule>>("appeals").OrderBy(r => r.From)];
        foreach (var rule in rules)
            foreach (var code in (string?[])[rule.Deadline, rule.Forward, rule.ForwardLate])
                if (code is not null && !DeadlineTable.OfLaw.Has(code)) throw new InvalidDataException($"appeals.yaml: the deadline '{code}' of '{rule.Code}' is unknown.");
    }

    public bool Has(string code) => rules.Exists(r => r.Code == code);

    /// <summary>The wording in force on a day.</summary>
    public AppealRule On(string code, DateOnly day) => rules.FindLast(r => r.Code == code && r.From <= day)
        ?? throw new KeyNotFoundException($"No rule of appeal '{code}' is in force on {day:yyyy-MM-dd}.");
}
