using System.Globalization;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Demo;

/// <summary>Fills a form in as an invented person would: what the filing says, what follows from the person, and the least that is asked for.</summary>
internal sealed class DemoAnswers(DemoFiling filing, DemoFiler filer, OfficeCard office, FiledPart attachment, Random dice, DateOnly today)
{
    public Answers Fill(FormDefinition form)
    {
        var answers = new Answers();
        while (FormRoute.Of(form, answers).Questions.FirstOrDefault(q => !done.Contains(q.Id)) is { } question)
        {
            done.Add(question.Id);
            answers[question.Id] = Answer(question, FormRoute.Of(form, answers));
        }
        return answers;
    }

    private readonly HashSet<string> done = new(StringComparer.Ordinal);

    private Answer? Answer(Question question, FormRoute route)
    {
        if (filing.Rows.TryGetValue(question.Id, out var rows)) return new TableAnswer([.. rows.Select(r => r.Select(Cell).ToArray())]);
        if (filing.Answers.TryGetValue(question.Id, out var said)) return Said(question, said.Split('|')[dice.Next(said.Split('|').Length)].Trim());
        var address = new AddressAnswer(filer.Street, office.MunicipalityName, office.PostalCode);
        return question.Type switch
        {
            QuestionType.Address => question.Optional ? null : address,
            QuestionType.Email => Text(filer.Email),
            QuestionType.Phone => Text(filer.Phone),
            QuestionType.OrgNumber => Text(filer.Number ?? "27082440"),
            QuestionType.Date => question.Optional ? null : new TextAnswer(Day(question.Id.EndsWith("birth", StringComparison.Ordinal) ? filer.Birth : today.AddDays(-10))),
            QuestionType.Chip => new TextAnswer($"20309810{dice.Next(1_000_000, 9_999_999):0000000}"),
            QuestionType.File => question.Optional && dice.Next(2) == 0 ? null : new FilesAnswer([attachment]),
            QuestionType.YesNo => new TextAnswer("no"),
            QuestionType.Number => question.Optional ? null : new TextAnswer((question.Min ?? 1).ToString(CultureInfo.InvariantCulture)),
            QuestionType.Consent => new TextAnswer("yes"),
            QuestionType.Choice => question.Optional ? null : new TextAnswer(route.Options(question)[0].Value),
            QuestionType.Choices => question.Optional ? null : new ListAnswer([route.Options(question)[0].Value]),
            QuestionType.Text when question.Id is "company-name" or "provider" => Text(filer.Company ?? filer.Name),
            QuestionType.Text when question.Id.EndsWith("name", StringComparison.Ordinal) || question.Id == "company-person" => Text(filer.Name),
            _ => question.Optional ? null : new TextAnswer("Viz přílohu podání."),
        };
    }

    private Answer? Said(Question question, string said) => said.Length == 0 ? null : question.Type switch
    {
        QuestionType.Date => new TextAnswer(Cell(said)),
        QuestionType.Choices => new ListAnswer([said]),
        _ => new TextAnswer(said),
    };

    private string Cell(string said) => DayLimit.IsKnown(said) && DayLimit.Resolve(said, today, new()) is { } day ? Day(day) : said;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static TextAnswer? Text(string text) => text.Length == 0 ? null : new(text);
}
