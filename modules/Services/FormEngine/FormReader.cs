using System.Text.RegularExpressions;

namespace Virtuos.Services.FormEngine;

/// <summary>Reads one form from its text and has it checked.</summary>
internal static partial class FormReader
{
    /// <param name="file">Its name as people know it, <c>Forms/prihlaska-psa.v1.yaml</c>: slug and version must agree with it.</param>
    /// <exception cref="TextFileException">The text has mistakes; each is named with its line.</exception>
    public static FormDefinition Read(string file, string text)
    {
        var problems = new YamlProblems(file);
        var root = YamlPart.Read(text, problems);
        var form = Form(root);
        root.NothingElse();
        if (FileName().Match(Path.GetFileName(file)) is not { Success: true } name || name.Groups[1].Value != form.Slug || name.Groups[2].Value != form.Version.ToString())
            problems.Add(1, $"the file of this form must be named {form.Slug}.v{form.Version}.yaml.");
        problems.ThrowIfAny();
        FormCheck.Check(form, problems);
        problems.ThrowIfAny();
        return form;
    }

    private static FormDefinition Form(YamlPart root) => new()
    {
        Slug = Id(root, "form"),
        Version = root.Number("version") ?? 0,
        From = root.Date("from") ?? DateOnly.MinValue,
        Agenda = root.Text("agenda"),
        FilingMark = root.Text("filing-mark"),
        Retention = root.Text("retention"),
        DeadlineRule = root.Text("deadline"),
        Title = root.Words("title"),
        About = root.Words("about"),
        Act = root.Words("act"),
        Fee = root.OptionalWords("fee"),
        Next = root.Words("next"),
        Needed = [.. root.Items("needed").Select(ItemWords)],
        Applicant = Applicant(root),
        Matter = root.Text("matter"),
        Appeals = root.OptionalText("appeals"),
        Worths = [.. root.Items("legal").Select(Worth)],
        Pages = [.. root.Items("pages").Select(Page)],
    };

    private static Words ItemWords(YamlPart item)
    {
        var words = new Words(item.Text("cs"), item.Text("en"), item.Text("de"));
        item.NothingElse();
        return words;
    }

    private static Applicant Applicant(YamlPart root)
    {
        if (root.Find("applicant") is not { } part)
        {
            root.Problem("'applicant' is missing.");
            return new([], [], null, null);
        }
        var applicant = new Applicant(part.Texts("name"), part.Texts("address"), part.OptionalText("email"), part.OptionalText("phone"));
        if (applicant.Names.Count == 0) part.Problem("'name' is missing: which answers say who files?");
        part.NothingElse();
        return applicant;
    }

    private static LegalWorth Worth(YamlPart part)
    {
        var from = part.Date("from") ?? DateOnly.MinValue;
        string? rule = null;
        IReadOnlyList<string> ways = [];
        if (part.Find("confirm-within") is { } confirm)
        {
            (rule, ways) = (confirm.Text("rule"), confirm.Texts("ways"));
            foreach (var way in ways.Where(w => w is not ("data-box" or "identity" or "counter" or "signed-print"))) confirm.Problem($"unknown way '{way}'; known: data-box, identity, counter, signed-print.");
            if (ways.Count == 0) confirm.Problem("'ways' is missing: how can it be confirmed?");
            confirm.NothingElse();
        }
        else if (!part.Flag("none-needed")) part.Problem("say 'none-needed: true' or 'confirm-within'.");
        var worth = new LegalWorth(from, rule, ways, part.Text("source"), part.Words("text"));
        part.NothingElse();
        return worth;
    }

    private static FormPage Page(YamlPart part)
    {
        var page = new FormPage(Id(part, "id"), part.OptionalWords("title"), part.OptionalWords("hint"), When(part),
            [.. part.Items("questions").Select(Question)], [.. part.Items("next").Select(Next)], part.Line);
        part.NothingElse();
        return page;
    }

    private static NextPage Next(YamlPart part)
    {
        var next = new NextPage(part.Text("to"), When(part), part.Line);
        part.NothingElse();
        return next;
    }

    internal static Question Question(YamlPart part)
    {
        var question = new Question
        {
            Id = Id(part, "id"),
            Type = Type(part),
            Label = part.Words("label"),
            Hint = part.OptionalWords("hint"),
            Optional = part.Flag("optional"),
            When = When(part),
            Missing = part.OptionalWords("missing"),
            Options = [.. part.Items("options").Select(Choice)],
            Min = part.Decimal("min"),
            Max = part.Decimal("max"),
            Decimals = part.Number("decimals") ?? 0,
            Pattern = Pattern(part),
            Earliest = part.OptionalText("earliest"),
            Latest = part.OptionalText("latest"),
            Formats = part.Texts("formats"),
            Columns = [.. part.Items("columns").Select(Question)],
            Autocomplete = part.OptionalText("autocomplete"),
            Line = part.Line,
        };
        part.NothingElse();
        return question;
    }

    private static Choice Choice(YamlPart part)
    {
        var choice = new Choice(Id(part, "value"), part.Words("label"), part.OptionalWords("hint"), When(part), part.Line);
        part.NothingElse();
        return choice;
    }

    private static QuestionType Type(YamlPart part)
    {
        var name = part.Text("type");
        if (Enum.TryParse<QuestionType>(name, ignoreCase: true, out var type) && name.All(char.IsAsciiLetterLower)) return type;
        part.Problem($"unknown type '{name}'; known: {string.Join(", ", Enum.GetNames<QuestionType>().Select(n => n.ToLowerInvariant()))}.");
        return QuestionType.Text;
    }

    private static AnswerPattern? Pattern(YamlPart part)
    {
        if (part.Find("pattern") is not { } pattern) return null;
        var (text, message) = (pattern.Text("regex"), pattern.Words("message"));
        pattern.NothingElse();
        try
        {
            // Without backtracking the time to match is linear in the answer, whatever the author wrote.
            return new(new Regex($"^(?:{text})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), message);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            pattern.Problem($"the regular expression cannot be used: {e.Message}");
            return null;
        }
    }

    private static Condition? When(YamlPart part) => part.Find("when") is { } when ? Condition(when) : null;

    private static Condition Condition(YamlPart part)
    {
        Condition condition;
        if (part.Has("all")) condition = new Condition.All([.. part.Items("all").Select(Condition)]);
        else if (part.Has("any")) condition = new Condition.Any([.. part.Items("any").Select(Condition)]);
        else
        {
            var field = part.Text("field");
            if (part.Has("answered")) condition = new Condition.IsAnswered(field, part.Flag("answered"));
            else if (part.Has("is")) condition = new Condition.OneOf(field, [part.Text("is")]);
            else if (part.Has("in")) condition = new Condition.OneOf(field, part.Texts("in"));
            else
            {
                part.Problem("a condition needs 'is', 'in' or 'answered'.");
                condition = new Condition.IsAnswered(field, true);
            }
        }
        part.NothingElse();
        return condition;
    }

    private static string Id(YamlPart part, string key)
    {
        var id = part.Text(key);
        if (id.Length > 0 && !IdForm().IsMatch(id)) part.Problem($"'{key}: {id}' must be lower-case letters, digits and dashes, beginning with a letter.");
        return id;
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex IdForm();

    [GeneratedRegex(@"^(.+)\.v(\d+)\.yaml$")]
    private static partial Regex FileName();
}
