using System.Text.RegularExpressions;

namespace Virtuos.Records;

/// <summary>A column that a template asks its table for.</summary>
internal sealed class SeriesColumn
{
    public string Name { get; set; } = "";

    /// <summary><c>text</c>, <c>money</c>, <c>date</c>, <c>account</c> or <c>symbol</c>.</summary>
    public string Type { get; set; } = "text";
}

/// <summary>A pattern for bulk acts, valid from a day; its {fields} are columns of the table and what the office knows.</summary>
internal sealed class SeriesTemplate
{
    public string Code { get; set; } = "";

    public DateOnly From { get; set; }

    public string Kind { get; set; } = "";

    public string? Appeal { get; set; }

    public string Agenda { get; set; } = "";

    /// <summary>The group of the file plan that is proposed.</summary>
    public string FilingMark { get; set; } = "";

    public Dictionary<string, string> Name { get; set; } = [];

    public string Title { get; set; } = "";

    public string Matter { get; set; } = "";

    public List<SeriesColumn> Columns { get; set; } = [];

    public string Statement { get; set; } = "";

    public string Reasons { get; set; } = "";

    public string Body { get; set; } = "";

    public OwnKind OwnKind => Kind == "decision" ? OwnKind.Decision : OwnKind.Answer;

    public string NameIn(string language) => Name.GetValueOrDefault(language) ?? Name["cs"];
}

/// <summary>In what order a document finds its way to an addressee, by law in force from a day.</summary>
internal sealed class DispatchOrder
{
    public DateOnly From { get; set; }

    public string Source { get; set; } = "";

    /// <summary><c>data-box</c>, <c>post</c>, <c>electronic</c>.</summary>
    public List<string> Order { get; set; } = [];
}

/// <summary>The templates of bulk acts that the program came with, and the order of ways out; read once and checked when read.</summary>
internal sealed partial class SeriesTemplates
{
    /// <summary>What the office knows without any table.</summary>
    public static readonly IReadOnlySet<string> OfOffice = new HashSet<string>(["number", "file", "day", "party", "party-full", "office", "municipality", "unit", "official", "position"], StringComparer.Ordinal);

    private static readonly string[] types = ["text", "money", "date", "account", "symbol"];
    private readonly List<SeriesTemplate> templates;
    private readonly List<DispatchOrder> orders;

    public SeriesTemplates(AppealRules rules)
    {
        orders = [.. LawFiles.Read<List<DispatchOrder>>("dispatch-ways").OrderBy(o => o.From)];
        templates = [.. LawFiles.Resources(".Bulk.Templates.").Select(name =>
        {
            var template = LawFiles.ReadResource<SeriesTemplate>(name);
            return Fault(template, rules) is { } fault ? throw new InvalidDataException($"{name}: {fault}") : template;
        }).OrderBy(t => t.From)];
    }

    /// <summary>The wordings in force on a day.</summary>
    public IReadOnlyList<SeriesTemplate> All(DateOnly day) => [.. templates.Where(t => t.From <= day).GroupBy(t => t.Code).Select(g => g.Last()).OrderBy(t => t.Code, StringComparer.Ordinal)];

    public SeriesTemplate? On(string? code, DateOnly day) => templates.FindLast(t => t.Code == code && t.From <= day);

    /// <summary>Ways out in the order of the law on a day.</summary>
    public IReadOnlyList<string> Ways(DateOnly day) => orders.FindLast(o => o.From <= day)?.Order ?? [];

    /// <summary>Everything that a text asks for, each once.</summary>
    public static IEnumerable<string> FieldsOf(params string[] texts) => Field().Matches(string.Join('\n', texts)).Select(m => m.Groups[1].Value).Distinct();

    private static string? Fault(SeriesTemplate t, AppealRules rules)
    {
        if (t.Code == "" || t.From == default || t.Title == "" || t.Matter == "" || t.Agenda == "" || t.FilingMark == "") return "code, from, title, matter, agenda and filing_mark are needed.";
        if (((string[])["cs", "en", "de"]).FirstOrDefault(l => string.IsNullOrWhiteSpace(t.Name.GetValueOrDefault(l))) is { } mute) return $"the name in {mute} is missing.";
        if (t.Kind == "decision" ? t.Statement == "" || t.Reasons == "" || t.Body != "" || t.Appeal is null || !rules.Has(t.Appeal) : t.Kind != "answer" || t.Body == "" || t.Appeal is not null) return "its kind and its parts do not agree.";
        if (t.Columns.Find(c => !types.Contains(c.Type) || c.Name != SeriesColumns.Name(c.Name) || SeriesColumns.Standard.Contains(c.Name)) is { } wrong) return $"the column '{wrong.Name}' cannot be asked for.";
        return FieldsOf(t.Matter, t.Title, t.Statement, t.Reasons, t.Body).FirstOrDefault(f => !OfOffice.Contains(f) && !t.Columns.Exists(c => c.Name == f)) is { } unknown ? $"the field {{{unknown}}} is unknown." : null;
    }

    [GeneratedRegex(@"\{([^{}\s]*)\}")]
    private static partial Regex Field();
}
