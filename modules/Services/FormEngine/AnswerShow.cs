using System.Globalization;
using System.Text.RegularExpressions;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Values;

namespace Virtuos.Services.FormEngine;

/// <summary>Answers as people read them, in the language of the texts.</summary>
internal static class AnswerShow
{
    /// <summary>One or more lines; empty when there is no answer. Tables are told by their number of rows.</summary>
    public static string Show(this Texts texts, Question question, Answer? answer) => answer switch
    {
        null => "",
        AddressAnswer address => address.Line,
        ListAnswer list => string.Join("\n", list.Values.Select(v => Label(question, v, texts.Language))),
        FilesAnswer files => string.Join("\n", files.Files.Select(f => f.Name)),
        TableAnswer table => texts["services.table.rows", ("count", table.Rows.Count)],
        TextAnswer text => Show(texts, question, text.Text),
        _ => "",
    };

    /// <summary>A cell or a plain answer.</summary>
    public static string Show(this Texts texts, Question question, string text) => text.Length == 0 ? "" : question.Type switch
    {
        QuestionType.Choice => Label(question, text, texts.Language),
        QuestionType.YesNo => texts[text == "yes" ? "services.yes" : "services.no"],
        QuestionType.Consent => texts["services.agreed"],
        QuestionType.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) => texts.Show(day),
        QuestionType.Money when Money.TryParse(text, out var money) => texts.Show(money),
        QuestionType.Number when decimal.TryParse(text, CultureInfo.InvariantCulture, out var number) => texts.Show(number),
        _ => TypedText.Shown(question.Type, text),
    };

    /// <summary>A pattern with <c>{question}</c> filled by answers; null when one of them is missing and <paramref name="whole"/> is asked for.</summary>
    public static string? Fill(this Texts texts, string pattern, FormRoute route, bool whole)
    {
        var missing = false;
        var line = FormCheck.Placeholder().Replace(pattern, match =>
        {
            var shown = Show(texts, route.Form.Questions[match.Groups[1].Value], route.Answers[match.Groups[1].Value]);
            missing |= shown.Length == 0;
            return shown;
        });
        return missing && whole ? null : SpaceRun.Replace(line.Replace('\n', ' '), " ").Trim(' ', ',', '–', ':');
    }

    private static string Label(Question question, string value, string language) => question.Options.FirstOrDefault(o => o.Value == value)?.Label.In(language) ?? value;

    private static readonly Regex SpaceRun = new(" {2,}", RegexOptions.CultureInvariant);
}
