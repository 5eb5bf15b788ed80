using System.Globalization;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Services.FormEngine;

/// <summary>
/// Checks answers against their questions and puts them into canonical form; the same for pages, API and the last check before filing.
/// The field of a refusal is the id of the question, with <c>.part</c> for a part of an address and <c>.row.column</c> for a cell.
/// </summary>
internal sealed class AnswerCheck(Answers answers, DateOnly today)
{
    private const int MostErrors = 100;

    public List<Refusal> Refusals { get; } = [];

    /// <summary>Everything on the way through the form, checked; the answers are canonical when there are no refusals.</summary>
    public static (FormRoute Route, IReadOnlyList<Refusal> Refusals) All(FormDefinition form, Answers raw, DateOnly today)
    {
        // Conditions ask about canonical answers, so every answer is made canonical before the way is found.
        var canonical = new Answers();
        var refused = new Dictionary<string, List<Refusal>>(StringComparer.Ordinal);
        foreach (var question in form.Questions.Values)
        {
            var check = new AnswerCheck(canonical, today);
            var answer = check.Check(question, raw[question.Id], question.Options);
            canonical[question.Id] = check.Refusals.Count == 0 ? answer : raw[question.Id];
            if (check.Refusals.Count > 0) refused[question.Id] = check.Refusals;
        }
        var route = FormRoute.Of(form, canonical);
        List<Refusal> refusals = [];
        foreach (var question in route.Questions)
        {
            if (refused.TryGetValue(question.Id, out var wrong)) refusals.AddRange(wrong);
            else if (question.Options.Any(o => o.When is not null && route.Answers.Is(question.Id, o.Value) && !o.When.Holds(route.Answers)))
                refusals.Add(Refusal.Invalid(question.Id, "services.answer.option"));
        }
        return (route, refusals);
    }

    /// <summary>The canonical answer; null when there is none or it is refused.</summary>
    public Answer? Check(Question question, Answer? answer, IReadOnlyList<Choice> options)
    {
        var clean = Clean(question, answer);
        if (clean is null || clean.IsEmpty)
        {
            if (!question.Optional) Refuse(question.Id, question.Missing is { } own ? "services.answer.own" : "services.answer.required", ("message", question.Missing), ("label", question.Label));
            return null;
        }
        var before = Refusals.Count;
        var canonical = clean switch
        {
            TextAnswer text when question.Type is QuestionType.Choice => Chosen(question, [text.Text], options) ? text : null,
            TextAnswer text => Text(question, question.Id, text.Text) is { } done ? new TextAnswer(done) : null,
            ListAnswer list => Chosen(question, list.Values, options) ? list : null,
            AddressAnswer address => Address(question, address),
            TableAnswer table => Table(question, table),
            FilesAnswer files => Files(question, files),
            _ => (Answer?)null,
        };
        return Refusals.Count == before ? canonical : null;
    }

    private static Answer? Clean(Question question, Answer? answer) => answer switch
    {
        TextAnswer text => new TextAnswer(TypedText.Clean(text.Text, question.Type is QuestionType.TextArea)),
        AddressAnswer a => new AddressAnswer(TypedText.Clean(a.Street, false), TypedText.Clean(a.Municipality, false), TypedText.Clean(a.PostCode, false)),
        ListAnswer list => new ListAnswer([.. list.Values.Distinct(StringComparer.Ordinal)]),
        _ => answer,
    };

    private string? Text(Question question, string field, string text)
    {
        switch (question.Type)
        {
            case QuestionType.Text or QuestionType.TextArea:
                var (least, most) = ((int)(question.Min ?? 0), (int)(question.Max ?? (question.Type is QuestionType.Text ? 200 : 10_000)));
                var length = text.EnumerateRunes().Count();
                if (length > most) return Refuse(field, "services.answer.too-long", ("max", most), ("over", length - most));
                if (length < least) return Refuse(field, "services.answer.too-short", ("min", least));
                return question.Pattern is { } pattern && !pattern.Expression.IsMatch(text) ? Refuse(field, "services.answer.own", ("message", pattern.Message)) : text;
            case QuestionType.Number or QuestionType.Money:
                return Number(question, field, text);
            case QuestionType.Date:
                return TypedText.Day(text) is { } day ? Day(question, field, day) : Refuse(field, "services.answer.date");
            case QuestionType.Choice:
                return question.Options.Any(o => o.Value == text) ? text : question.Options.FirstOrDefault(o => Same(o.Label, text))?.Value ?? Refuse(field, "services.answer.option");
            case QuestionType.YesNo:
                return text is "yes" or "no" ? text : text.ToLowerInvariant() switch { "ano" or "a" or "ja" or "y" or "1" => "yes", "ne" or "n" or "nein" or "0" => "no", _ => Refuse(field, "services.answer.yes-no") };
            case QuestionType.Consent:
                return text is "yes" or "true" ? "yes" : Refuse(field, "services.answer.required", ("label", question.Label));
            default:
                return TypedText.Canonical(question.Type, text) ?? Refuse(field, TypedText.Refusal(question.Type));
        }
    }

    private static bool Same(Words label, string text) => text.Equals(label.Cs, StringComparison.OrdinalIgnoreCase) || text.Equals(label.En, StringComparison.OrdinalIgnoreCase) || text.Equals(label.De, StringComparison.OrdinalIgnoreCase);

    private string? Number(Question question, string field, string text)
    {
        var money = question.Type is QuestionType.Money;
        var number = !money ? TypedText.Number(text) : Money.TryParse(text, out var amount) ? amount.Crowns : null;
        if (number is not { } value || Math.Abs(value) > 1_000_000_000_000m) return Refuse(field, TypedText.Refusal(question.Type));
        if (!money && decimal.Round(value, question.Decimals) != value) return Refuse(field, question.Decimals == 0 ? "services.answer.whole-number" : "services.answer.decimals", ("decimals", question.Decimals));
        if (value < (question.Min ?? (money ? 0 : decimal.MinValue))) return Refuse(field, "services.answer.number-min", ("min", question.Min ?? 0));
        if (value > question.Max) return Refuse(field, "services.answer.number-max", ("max", question.Max));
        return value.ToString(money ? "0.00" : "0.######", CultureInfo.InvariantCulture);
    }

    private string? Day(Question question, string field, DateOnly day)
    {
        if (day.Year is < 1850 or > 2200) return Refuse(field, "services.answer.date");
        if (question.Earliest is { } e && DayLimit.Resolve(e, today, answers) is { } earliest && day < earliest)
            return Refuse(field, e == "today" ? "services.answer.date-past" : "services.answer.date-earliest", ("day", earliest));
        if (question.Latest is { } l && DayLimit.Resolve(l, today, answers) is { } latest && day > latest)
            return Refuse(field, l == "today" ? "services.answer.date-future" : "services.answer.date-latest", ("day", latest));
        return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private bool Chosen(Question question, IReadOnlyList<string> values, IReadOnlyList<Choice> options)
    {
        if (values.Any(v => options.All(o => o.Value != v))) Refuse(question.Id, "services.answer.option");
        else if (question.Type is QuestionType.Choices && values.Count < question.Min) Refuse(question.Id, "services.answer.choices-min", ("min", (int)question.Min));
        else if (question.Type is QuestionType.Choices && values.Count > question.Max) Refuse(question.Id, "services.answer.choices-max", ("max", (int)question.Max));
        else return true;
        return false;
    }

    private AddressAnswer? Address(Question question, AddressAnswer address)
    {
        if (address.Street.Length is 0 or > 120) Refuse(question.Id + ".street", address.Street.Length == 0 ? "services.answer.street" : "services.answer.too-long", ("max", 120), ("over", address.Street.Length - 120));
        if (address.Municipality.Length is 0 or > 80) Refuse(question.Id + ".municipality", address.Municipality.Length == 0 ? "services.answer.municipality" : "services.answer.too-long", ("max", 80), ("over", address.Municipality.Length - 80));
        var code = TypedText.Canonical(QuestionType.PostCode, address.PostCode) ?? Refuse(question.Id + ".postcode", TypedText.Refusal(QuestionType.PostCode));
        return code is null ? null : address with { PostCode = code };
    }

    private TableAnswer? Table(Question question, TableAnswer table)
    {
        var most = (int)(question.Max ?? TableLimits.Rows);
        if (table.Rows.Count > most) return Nothing(question.Id, "services.answer.rows-max", ("max", most));
        if (table.Rows.Count < question.Min) return Nothing(question.Id, "services.answer.rows-min", ("min", (int)question.Min));
        var rows = new string[table.Rows.Count][];
        for (var at = 0; at < rows.Length && Refusals.Count < MostErrors; at++)
        {
            var row = rows[at] = new string[question.Columns.Count];
            for (var column = 0; column < row.Length; column++) row[column] = Cell(question, at, column, table.Rows[at].ElementAtOrDefault(column) ?? "") ?? "";
        }
        return Refusals.Count > 0 ? null : new(rows);
    }

    /// <summary>Rows in which every right cell is canonical and every wrong one stays as it was typed.</summary>
    public static IReadOnlyList<string[]> Tidy(Question table, IReadOnlyList<string[]> rows, DateOnly today)
    {
        var check = new AnswerCheck(new(), today);
        return [.. rows.Select((row, at) => table.Columns.Select((_, column) => check.Cell(table, at, column, row[column]) ?? TypedText.Clean(row[column], false)).ToArray())];
    }

    private string? Cell(Question table, int row, int column, string text)
    {
        var asked = table.Columns[column];
        var clean = TypedText.Clean(text, false);
        if (clean.Length > 0) return Text(asked, $"{table.Id}.{row + 1}.{asked.Id}", clean);
        if (!asked.Optional) Refuse($"{table.Id}.{row + 1}.{asked.Id}", "services.answer.cell-required", ("column", asked.Label));
        return "";
    }

    private FilesAnswer? Files(Question question, FilesAnswer files)
    {
        if (files.Files.Count < question.Min) return Nothing<FilesAnswer>(question.Id, "services.answer.files-min", ("min", (int)question.Min));
        return files.Files.Count > (question.Max ?? Attachments.MostFiles) ? Nothing<FilesAnswer>(question.Id, "services.answer.files-max", ("max", (int)(question.Max ?? Attachments.MostFiles))) : files;
    }

    private string? Refuse(string field, string code, params (string, object?)[] arguments)
    {
        Refusals.Add(Refusal.Invalid(field, code, arguments));
        return null;
    }

    private TableAnswer? Nothing(string field, string code, params (string, object?)[] arguments) => Nothing<TableAnswer>(field, code, arguments);

    private T? Nothing<T>(string field, string code, params (string, object?)[] arguments) where T : class
    {
        Refusals.Add(Refusal.Invalid(field, code, arguments));
        return null;
    }
}

/// <summary>Limits of attachments that hold for every form.</summary>
internal static class Attachments
{
    /// <summary>Most bytes of one file.</summary>
    public const long MostBytes = 20 * 1024 * 1024;

    /// <summary>Most bytes of all files of one filing.</summary>
    public const long MostBytesTogether = 100 * 1024 * 1024;

    /// <summary>Most files to one question unless the form says otherwise.</summary>
    public const int MostFiles = 10;
}
