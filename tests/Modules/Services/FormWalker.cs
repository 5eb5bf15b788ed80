using System.Globalization;
using Virtuos.Contracts.Services;
using Virtuos.Services.FormEngine;

namespace Virtuos.Modules.Tests.Services;

/// <summary>
/// Fills in a form with valid answers along every branch: where a condition asks about an answer, each of them is taken; other
/// choices are taken in turn, so that over all walks each option is chosen.
/// </summary>
internal sealed class FormWalker
{
    private const string Plain = "Jednou větou řečeno: tohle je odpověď.";

    private readonly FormDefinition form;
    private readonly DateOnly today;
    private readonly HashSet<string> asked;
    private int turn;

    public FormWalker(FormDefinition form, DateOnly today)
    {
        (this.form, this.today) = (form, today);
        asked = [.. form.Pages.SelectMany(Conditions).SelectMany(c => c.Fields)];
    }

    /// <summary>Answers of every way from the first page to the check page.</summary>
    public IEnumerable<FormRoute> Ways()
    {
        for (turn = 0; turn < form.Questions.Values.Max(q => q.Options.Count) + 2; turn++)
            foreach (var way in From(new Answers(), []))
                yield return way;
    }

    private static IEnumerable<Condition> Conditions(FormPage page) => new[] { page.When }
        .Concat(page.Questions.Select(q => q.When)).Concat(page.Questions.SelectMany(q => q.Options).Select(o => o.When)).Concat(page.Next.Select(n => n.When)).OfType<Condition>();

    private IEnumerable<FormRoute> From(Answers answers, HashSet<string> done)
    {
        var route = FormRoute.Of(form, answers);
        if (route.Steps.FirstOrDefault(s => !done.Contains(s.Page.Id)) is not { } step) return [route];
        List<Answers> outcomes = [answers];
        foreach (var question in step.Questions)
        {
            var given = Given(question, route);
            outcomes = [.. outcomes.SelectMany(o => given.Select(g => new Answers(o) { [question.Id] = g }))];
        }
        return outcomes.SelectMany(o => From(o, [.. done, step.Page.Id]));
    }

    private IReadOnlyList<Answer?> Given(Question question, FormRoute route)
    {
        var options = route.Options(question);
        IReadOnlyList<Answer?> all = question.Type switch
        {
            QuestionType.Choice => [.. options.Select(o => new TextAnswer(o.Value))],
            QuestionType.Choices => [.. options.Select(o => new ListAnswer([o.Value])), new ListAnswer([.. options.Select(o => o.Value)])],
            QuestionType.YesNo => [new TextAnswer("yes"), new TextAnswer("no")],
            _ => [Sample(question, route.Answers)],
        };
        if (question.Optional) all = [.. all, null];
        return asked.Contains(question.Id) ? all : [all[turn % all.Count]];
    }

    private Answer Sample(Question question, Answers answers) => question.Type switch
    {
        QuestionType.Address => new AddressAnswer("Lipová 12", "Chomutov", "430 01"),
        QuestionType.File => new FilesAnswer([.. Enumerable.Range(1, (int)(question.Min ?? 1)).Select(n => new FiledPart("sha256:" + new string('a', 64), $"{n}.pdf", "application/pdf", 1000))]),
        QuestionType.Table => new TableAnswer([.. Enumerable.Range(0, (int)(question.Min ?? 1)).Select(row => question.Columns.Select(c => c.Options.Count > 0 ? c.Options[row % c.Options.Count].Label.Cs : Text(c, answers)).ToArray())]),
        QuestionType.Consent => new TextAnswer("yes"),
        _ => new TextAnswer(Text(question, answers)),
    };

    private string Text(Question question, Answers answers) => question.Type switch
    {
        QuestionType.Text when question.Pattern is not null => "ab3cd9e",
        QuestionType.Email => "jana@example.cz",
        QuestionType.Phone => "601 234 567",
        QuestionType.Number => Math.Max(question.Min ?? 1, 1).ToString(CultureInfo.InvariantCulture),
        QuestionType.Money => "100",
        QuestionType.YesNo => "ano",
        QuestionType.OrgNumber => "00261891",
        QuestionType.PostCode => "430 01",
        QuestionType.Chip => "203 098 100 123 456",
        QuestionType.Account => "19-2000145399/0800",
        QuestionType.Date => Day(question, answers).ToString("d. M. yyyy", CultureInfo.InvariantCulture),
        _ => Plain[..Math.Min(Plain.Length, (int)(question.Max ?? 200))],
    };

    private DateOnly Day(Question question, Answers answers) =>
        (question.Latest is { } latest ? DayLimit.Resolve(latest, today, answers) : null) ?? (question.Earliest is { } earliest ? DayLimit.Resolve(earliest, today, answers) : null) ?? today;
}
