using System.Text.RegularExpressions;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Services.FormEngine;

/// <summary>
/// The formal check of a form: unique ids, known and earlier fields in conditions, complete options; then every path is walked
/// (<see cref="FormWalk"/>), so that no field is dead, no page unreachable and every path ends at the check page with a known filer.
/// </summary>
internal static partial class FormCheck
{
    private static readonly string[] Reserved = [FormPage.Check, "ulozit", "potvrzeni", "prilohy", "tabulka", "konec", "pdf"];

    public static void Check(FormDefinition form, YamlProblems problems)
    {
        if (form.Version < 1) problems.Add(1, "'version' must be 1 or more.");
        if (!DeadlineTable.OfLaw.Has(form.DeadlineRule)) problems.Add(1, $"there is no deadline '{form.DeadlineRule}' in the calendar.");
        foreach (var rule in form.Worths.Select(w => w.ConfirmRule).OfType<string>().Where(r => !DeadlineTable.OfLaw.Has(r))) problems.Add(1, $"there is no deadline '{rule}' in the calendar.");
        if (form.Worths.Count == 0) problems.Add(1, "'legal' is missing: what is a filing without identity worth?");
        if (form.Pages.Count == 0)
        {
            problems.Add(1, "'pages' is missing.");
            return;
        }
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        var questions = new Dictionary<string, Question>(StringComparer.Ordinal);
        for (var at = 0; at < form.Pages.Count; at++)
            foreach (var question in form.Pages[at].Questions)
                if (!questions.TryAdd(question.Id, question)) problems.Add(question.Line, $"the question '{question.Id}' is there twice.");
                else order[question.Id] = at;

        foreach (var twice in form.Pages.GroupBy(p => p.Id).Where(g => g.Count() > 1)) problems.Add(twice.Last().Line, $"the page '{twice.Key}' is there twice.");
        for (var at = 0; at < form.Pages.Count; at++)
        {
            var page = form.Pages[at];
            Page(page, problems);
            ConditionOf(page.When, page.Line, $"page '{page.Id}'", at - 1);
            foreach (var question in page.Questions)
            {
                QuestionCheck.Check(question, problems);
                ConditionOf(question.When, question.Line, $"question '{question.Id}'", at - 1);
                foreach (var choice in question.Options) ConditionOf(choice.When, choice.Line, $"option '{choice.Value}'", at - 1);
                foreach (var limit in new[] { question.Earliest, question.Latest })
                    if (limit is not null && !DayLimit.IsKnown(limit) && !(questions.TryGetValue(limit, out var other) && other.Type == QuestionType.Date && order[limit] <= at && limit != question.Id))
                        problems.Add(question.Line, $"'{limit}' is neither a day (today, today-18y, 2020-01-01) nor an earlier date of this form.");
            }
            foreach (var next in page.Next)
            {
                ConditionOf(next.When, next.Line, $"way to '{next.To}'", at);
                if (next.To != FormPage.Check && form.Pages.Skip(at + 1).All(p => p.Id != next.To))
                    problems.Add(next.Line, $"'{next.To}' is no later page; ways lead only forward, to a later page or to '{FormPage.Check}'.");
            }
        }
        Mapping(form, questions, problems);
        problems.ThrowIfAny();
        FormWalk.Walk(form, problems);

        void ConditionOf(Condition? condition, long line, string of, int last)
        {
            foreach (var (field, values) in Asked(condition))
            {
                if (!questions.TryGetValue(field, out var question)) problems.Add(line, $"the condition of {of} asks about '{field}', which is no question of this form.");
                else if (order[field] > last) problems.Add(line, $"the condition of {of} asks about '{field}', which is not asked on an earlier page.");
                else foreach (var value in values.Where(v => !ValuesOf(question).Contains(v)))
                    problems.Add(line, $"the condition of {of} can never hold: '{value}' is no answer to '{field}' (known: {(ValuesOf(question) is { Count: > 0 } known ? string.Join(", ", known) : "only whether it is answered")}).");
            }
        }
    }

    /// <summary>The answers by which a condition can ask, none for questions answered by typing.</summary>
    public static IReadOnlyList<string> ValuesOf(Question question) => question.Type switch
    {
        QuestionType.YesNo => ["yes", "no"],
        QuestionType.Consent => ["yes"],
        _ => [.. question.Options.Select(o => o.Value)],
    };

    private static IEnumerable<(string Field, IReadOnlyList<string> Values)> Asked(Condition? condition) => condition switch
    {
        Condition.OneOf one => [(one.Field, one.Values)],
        Condition.IsAnswered answered => [(answered.Field, [])],
        Condition.All all => all.Parts.SelectMany(Asked),
        Condition.Any any => any.Parts.SelectMany(Asked),
        _ => [],
    };

    private static void Page(FormPage page, YamlProblems problems)
    {
        if (Reserved.Contains(page.Id)) problems.Add(page.Line, $"'{page.Id}' is the name of a page of the program itself; choose another.");
        if (page.Questions.Count == 0) problems.Add(page.Line, $"page '{page.Id}' asks nothing.");
        if (page.Questions.Count > 1 && page.Title is null) problems.Add(page.Line, $"page '{page.Id}' asks more than one question and needs a 'title'.");
        if (page.Questions.Count > 1 && page.Questions.Any(q => q.Type is QuestionType.Table or QuestionType.File)) problems.Add(page.Line, $"a table or files need a page of their own; page '{page.Id}' asks something else too.");
        var agreeing = page.Questions is [{ Type: QuestionType.Consent }];
        if (agreeing && page.Title is null) problems.Add(page.Line, $"page '{page.Id}' only asks to agree and needs a 'title'.");
        if (page.Questions.Count == 1 && !agreeing && page.Title is not null) problems.Add(page.Line, $"page '{page.Id}' asks one question, whose label is the heading; leave 'title' out.");
    }

    private static void Mapping(FormDefinition form, Dictionary<string, Question> questions, YamlProblems problems)
    {
        foreach (var pattern in form.Applicant.Names.Concat(form.Applicant.Addresses).Append(form.Matter))
            foreach (var field in Placeholders(pattern))
                if (!questions.TryGetValue(field, out var question)) problems.Add(1, $"'{{{field}}}' is no question of this form.");
                else if (question.Type is QuestionType.File or QuestionType.Table) problems.Add(question.Line, $"'{{{field}}}' cannot stand in a line of text.");
        foreach (var (of, field, type) in new[] { ("applicant", form.Applicant.Email, QuestionType.Email), ("applicant", form.Applicant.Phone, QuestionType.Phone), ("appeals", form.Appeals, QuestionType.Text) })
            if (field is not null && (!questions.TryGetValue(field, out var question) || question.Type != type)) problems.Add(1, $"'{of}': '{field}' is no question of the type {type.ToString().ToLowerInvariant()}.");
    }

    public static IEnumerable<string> Placeholders(string pattern) => Placeholder().Matches(pattern).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"\{([^{}]*)\}")]
    internal static partial Regex Placeholder();
}
