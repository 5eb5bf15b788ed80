namespace Virtuos.Services.FormEngine;

/// <summary>One version of a form as its text file says it. A version never changes once a draft was begun on it; a change is a new version.</summary>
internal sealed record FormDefinition
{
    /// <summary>Its part of addresses, Czech without accents: <c>prihlaska-psa</c>.</summary>
    public required string Slug { get; init; }

    public required int Version { get; init; }

    /// <summary>The first day on which new drafts begin on this version.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Agenda code by which the competent unit is found.</summary>
    public required string Agenda { get; init; }

    /// <summary>Mark of the file plan (spisový znak) that the filing proposes.</summary>
    public required string FilingMark { get; init; }

    /// <summary>Retention mark (skartační znak a lhůta), e.g. <c>S/5</c>.</summary>
    public required string Retention { get; init; }

    /// <summary>Code of the deadline rule that binds the office.</summary>
    public required string DeadlineRule { get; init; }

    public required Words Title { get; init; }

    /// <summary>One or two sentences for the start page.</summary>
    public required Words About { get; init; }

    /// <summary>The words of the button that sends it: "Odeslat přihlášku psa".</summary>
    public required Words Act { get; init; }

    public Words? Fee { get; init; }

    /// <summary>What happens after sending and when.</summary>
    public required Words Next { get; init; }

    /// <summary>What to have at hand.</summary>
    public IReadOnlyList<Words> Needed { get; init; } = [];

    public required Applicant Applicant { get; init; }

    /// <summary>The matter (věc) in one line of Czech with <c>{question}</c> in place of answers.</summary>
    public required string Matter { get; init; }

    /// <summary>The question that holds the reference number of the decision which this form appeals against; null for other forms.</summary>
    public string? Appeals { get; init; }

    public required IReadOnlyList<LegalWorth> Worths { get; init; }

    public required IReadOnlyList<FormPage> Pages { get; init; }

    private Dictionary<string, Question>? byId;

    public IReadOnlyDictionary<string, Question> Questions => byId ??= Pages.SelectMany(p => p.Questions).ToDictionary(q => q.Id, StringComparer.Ordinal);

    public FormPage? Page(string id) => Pages.FirstOrDefault(p => p.Id == id);

    public FormPage PageOf(string question) => Pages.First(p => p.Questions.Any(q => q.Id == question));

    /// <summary>What a filing without identity is worth in law on a day.</summary>
    public LegalWorth WorthOn(DateOnly day) => Worths.Where(w => w.From <= day).MaxBy(w => w.From) ?? Worths[0];
}

/// <summary>Which answers say who files. Names and addresses are patterns with <c>{question}</c>; the first whose questions are all answered counts.</summary>
internal sealed record Applicant(IReadOnlyList<string> Names, IReadOnlyList<string> Addresses, string? Email, string? Phone);

/// <summary>What a filing without identity is worth in law from a day on.</summary>
/// <param name="ConfirmRule">Code of the calendar rule of the last day to confirm; null when nothing has to be confirmed.</param>
/// <param name="Ways">How it can be confirmed: <c>data-box</c>, <c>identity</c>, <c>counter</c>, <c>signed-print</c>.</param>
/// <param name="Source">The paragraph it follows from.</param>
internal sealed record LegalWorth(DateOnly From, string? ConfirmRule, IReadOnlyList<string> Ways, string Source, Words Text);

/// <summary>One step of the form.</summary>
/// <param name="Title">Its heading; null when its single question is the heading.</param>
internal sealed record FormPage(string Id, Words? Title, Words? Hint, Condition? When, IReadOnlyList<Question> Questions, IReadOnlyList<NextPage> Next, long Line)
{
    /// <summary>The page is the check page when the id is <see cref="Check"/>.</summary>
    public const string Check = "kontrola";
}

/// <summary>A way onward from a page; the first that holds is taken, the following page when none does.</summary>
internal sealed record NextPage(string To, Condition? When, long Line);

internal enum QuestionType
{
    Text, TextArea, Email, Phone, Number, Money, Date, Choice, Choices, YesNo, BirthNumber, OrgNumber, PostCode, Chip, Plate, Account, Address, File, Table, Consent,
}

/// <summary>One question, or one column of a table.</summary>
internal sealed record Question
{
    public required string Id { get; init; }

    public required QuestionType Type { get; init; }

    public required Words Label { get; init; }

    public Words? Hint { get; init; }

    public bool Optional { get; init; }

    public Condition? When { get; init; }

    /// <summary>What to say when a required answer is missing; a general sentence otherwise.</summary>
    public Words? Missing { get; init; }

    public IReadOnlyList<Choice> Options { get; init; } = [];

    /// <summary>Least and most: characters of texts, value of numbers, pieces of files, choices and rows.</summary>
    public decimal? Min { get; init; }

    public decimal? Max { get; init; }

    /// <summary>Digits after the decimal point of a number.</summary>
    public int Decimals { get; init; }

    public AnswerPattern? Pattern { get; init; }

    /// <summary>Earliest and latest day: <c>today</c>, <c>today-18y</c>, <c>today+30d</c>, <c>2020-01-01</c> or the id of an earlier date.</summary>
    public string? Earliest { get; init; }

    public string? Latest { get; init; }

    /// <summary>Formats of files by short name (<c>pdf</c>, <c>jpeg</c>, …); empty = all that the office takes.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    public IReadOnlyList<Question> Columns { get; init; } = [];

    /// <summary>Token of the HTML standard by which the browser offers the person's own data.</summary>
    public string? Autocomplete { get; init; }

    public required long Line { get; init; }
}

/// <summary>An answer to choose.</summary>
internal sealed record Choice(string Value, Words Label, Words? Hint, Condition? When, long Line);

/// <summary>A regular expression that the whole answer must match.</summary>
internal sealed record AnswerPattern(System.Text.RegularExpressions.Regex Expression, Words Message);
