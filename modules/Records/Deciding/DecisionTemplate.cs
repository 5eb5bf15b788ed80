using System.Text.RegularExpressions;

namespace Virtuos.Records;

/// <summary>A pattern of a decision or answer, valid from a day. Its parts are in the markup, with {fields} that the program fills and [doplňte …] for what only the official knows.</summary>
internal sealed class DecisionTemplate
{
    public string Code { get; set; } = "";

    public DateOnly From { get; set; }

    /// <summary><c>decision</c> or <c>answer</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Code of the rule of appeal; empty where there is no appeal.</summary>
    public string? Appeal { get; set; }

    /// <summary>Forms whose filings it usually answers; they come before those of the agenda.</summary>
    public List<string> Forms { get; set; } = [];

    /// <summary>Agendas in whose matters it is offered; none = in all.</summary>
    public List<string> Agendas { get; set; } = [];

    /// <summary>How officials call it, by language.</summary>
    public Dictionary<string, string> Name { get; set; } = [];

    public string Title { get; set; } = "";

    /// <summary>The matter of the document, in one line.</summary>
    public string Matter { get; set; } = "";

    public string Statement { get; set; } = "";

    public string Reasons { get; set; } = "";

    public string Body { get; set; } = "";

    public OwnKind OwnKind => Kind == "decision" ? OwnKind.Decision : OwnKind.Answer;

    public string NameIn(string language) => Name.GetValueOrDefault(language) ?? Name["cs"];

    /// <summary>How near it is to a matter: 0 its form, 1 its agenda, 2 any; null when it does not belong there.</summary>
    public int? Nearness(Document document) =>
        document.Form is { } form && Forms.Contains(form) ? 0
        : Agendas.Contains(document.Agenda) ? 1
        : Agendas.Count == 0 ? 2
        : null;
}

/// <summary>All templates the program came with; read once and checked when read, so that no template fails in front of an official.</summary>
internal sealed partial class DecisionTemplates
{
    private readonly List<DecisionTemplate> templates;

    public DecisionTemplates(AppealRules rules)
    {
        templates = [.. LawFiles.Resources(".Deciding.Templates.").Select(name =>
        {
            var template = LawFiles.ReadResource<DecisionTemplate>(name);
            if (Fault(template, rules) is { } fault) throw new InvalidDataException($"{name}: {fault}");
            return template;
        }).OrderBy(t => t.From)];
    }

    public IReadOnlyList<DecisionTemplate> All => templates;

    /// <summary>The wording of a template in force on a day.</summary>
    public DecisionTemplate? On(string? code, DateOnly day) => templates.FindLast(t => t.Code == code && t.From <= day);

    /// <summary>Templates for a document, the likeliest first.</summary>
    public IReadOnlyList<DecisionTemplate> For(Document document, DateOnly day) =>
        [.. templates.Where(t => t.From <= day).GroupBy(t => t.Code).Select(g => g.Last()).Where(t => t.Nearness(document) is not null)
            .OrderBy(t => t.Nearness(document)).ThenBy(t => t.OwnKind == OwnKind.Decision).ThenBy(t => t.Code, StringComparer.Ordinal)];

    private static string? Fault(DecisionTemplate t, AppealRules rules)
    {
        if (t.Code == "" || t.From == default || t.Title == "" || t.Matter == "" || t.Kind is not ("decision" or "answer")) return "code, from, kind, title and matter are needed.";
        if (((string[])["cs", "en", "de"]).FirstOrDefault(l => string.IsNullOrWhiteSpace(t.Name.GetValueOrDefault(l))) is { } mute) return $"the name in {mute} is missing.";
        if (t.Kind == "decision" && (t.Statement == "" || t.Reasons == "" || t.Body != "")) return "a decision has a statement and reasons and no body.";
        if (t.Kind == "answer" && (t.Body == "" || t.Statement != "" || t.Reasons != "" || t.Appeal is not null)) return "an answer has a body only.";
        if (t.Kind == "decision" && (t.Appeal is null || !rules.Has(t.Appeal))) return $"the rule of appeal '{t.Appeal}' is unknown.";
        return Field().Matches(t.Matter + t.Title + t.Statement + t.Reasons + t.Body).Select(m => m.Groups[1].Value).FirstOrDefault(f => !TemplateFields.Known.Contains(f)) is { } unknown
            ? $"the field {{{unknown}}} is unknown."
            : null;
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Field();
}
