using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Virtuos.Directory.Offices;
using Virtuos.Records;
using Virtuos.Services.FormEngine;

namespace Virtuos.Modules.Tests.Services;

/// <summary>What the shipped forms say and ask: every branch can be filled in, the words are plain, the law behind them is inside.</summary>
public sealed partial class FormsContentTests
{
    private static readonly DateOnly Today = new(2026, 3, 10);

    private static readonly IReadOnlyList<FormDefinition> All = [.. FormShelf.Shipped().Select(f => FormReader.Read(f.File, f.Text))];

    public static TheoryData<string> Slugs => [.. All.Select(f => f.Slug)];

    internal static FormDefinition Form(string slug) => All.Single(f => f.Slug == slug);

    [Fact]
    public void The_forms_of_the_common_agendas_are_there_and_pass_the_formal_check() => Assert.Equal(
        ["hlaseni-ubytovanych", "obecne-podani", "odvolani", "prihlaseni-k-poplatku-za-odpad", "prihlaska-psa", "stiznost", "zadost-o-informace", "zvlastni-uzivani-komunikace"],
        All.Select(f => f.Slug).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Slugs))]
    public void Every_branch_can_be_filled_in_and_ends_at_the_check_page(string slug)
    {
        var form = Form(slug);
        var (ways, pages, options) = (0, new HashSet<string>(), new HashSet<string>());
        foreach (var way in new FormWalker(form, Today).Ways())
        {
            ways++;
            var (route, refusals) = AnswerCheck.All(form, way.Answers, Today);
            Assert.True(refusals.Count == 0, string.Join("; ", refusals.Select(r => $"{r.Field} {r.Code}")));
            Assert.Null(route.After(route.Steps[^1].Page.Id));
            Assert.Contains(form.Applicant.Names, name => FormCheck.Placeholders(name).All(route.Answers.Has));
            foreach (var step in route.Steps) pages.Add(step.Page.Id);
            foreach (var question in route.Questions)
                foreach (var option in question.Options.Where(o => route.Answers.Is(question.Id, o.Value))) options.Add($"{question.Id}={option.Value}");
        }
        Assert.InRange(ways, 1, 20_000);
        Assert.Equal(form.Pages.Select(p => p.Id).Order(), pages.Order());
        Assert.Equal(form.Questions.Values.SelectMany(q => q.Options.Select(o => $"{q.Id}={o.Value}")).Order(), options.Order());
    }

    [Theory, MemberData(nameof(Slugs))]
    public void What_must_be_answered_says_what_to_enter(string slug) => Assert.Empty(
        Form(slug).Questions.Values.Where(q => !q.Optional && q.Type != QuestionType.Consent && q.Missing is null).Select(q => q.Id));

    [Theory, MemberData(nameof(Slugs))]
    public void Labels_are_short_and_sentences_plain(string slug)
    {
        foreach (var (place, words) in WordsOf(Form(slug)))
        {
            var label = place.EndsWith(".label", StringComparison.Ordinal);
            foreach (var text in new[] { words.Cs, words.En, words.De })
            {
                Assert.True(!label || text.Length <= 120, $"{place}: {text.Length} characters");
                Assert.False(text.Contains("  ", StringComparison.Ordinal) || text.Contains('"') || text.Contains('\n'), $"{place}: '{text}'");
            }
            foreach (var sentence in Sentences().Split(words.Cs))
                Assert.True(sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= (place.Contains("hint", StringComparison.Ordinal) || label ? 25 : 30), $"{place}: a sentence is too long: {sentence}");
            Assert.False(Officialese().IsMatch(words.Cs), $"{place}: language of offices in '{words.Cs}'");
            var sentenceLike = new[] { ".hint", ".missing", ".message", "about", "fee", "next", "legal" }.Any(e => place.EndsWith(e, StringComparison.Ordinal));
            Assert.True(!sentenceLike || words.Cs[^1] is '.' or '?', $"{place}: no full stop in '{words.Cs}'");
            if (words.Cs.Length > 12) Assert.True(words.Cs != words.En && words.Cs != words.De && words.En != words.De, $"{place}: the same words in two languages: {words.Cs} / {words.En} / {words.De}");
        }
    }

    [Theory, MemberData(nameof(Slugs))]
    public void A_page_of_one_question_asks_it(string slug) => Assert.Empty(
        Form(slug).Pages.Where(p => p.Questions.Count == 1 && !p.Questions[0].Label.Cs.EndsWith('?') && !p.Questions[0].Label.Cs.StartsWith("Přiložte", StringComparison.Ordinal)).Select(p => p.Questions[0].Label.Cs));

    [Theory, MemberData(nameof(Slugs))]
    public void Marks_retention_and_agendas_are_those_of_the_law_inside(string slug)
    {
        var form = Form(slug);
        var place = new ShippedPlans().On(form.From).Place(form.FilingMark, form.From);
        Assert.NotNull(place);
        Assert.Equal($"{place.Rule.Mark}/{place.Rule.Years}", form.Retention);
        foreach (var type in (short[])[1, 2, 3])
            Assert.Contains(form.Agenda, OfficeTemplate.For(type, Virtuos.Directory.Municipalities.MunicipalityStatus.Town, form.From).Units.SelectMany(u => u.Agendas));
        Assert.All(form.Worths, w => Assert.Matches(@"§ \d+.* zákona č\. \d+/\d{4} Sb\.", w.Source));
    }

    [Fact]
    public void Only_requests_for_information_need_no_confirmation() =>
        Assert.Equal(["zadost-o-informace"], All.Where(f => f.WorthOn(Today).ConfirmRule is null).Select(f => f.Slug));

    [Fact]
    public void An_appeal_says_which_decision_it_is_against() =>
        Assert.Equal(["odvolani"], All.Where(f => f.Appeals is not null).Select(f => f.Slug));

    [Fact]
    public void The_example_of_the_manual_is_a_form()
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs", "forms.md"));
        var example = Assert.Single(Fence().Matches(page)).Groups[1].Value;
        var form = FormReader.Read("nahlaseni-zavady.v1.yaml", example);
        Assert.NotEmpty(new FormWalker(form, Today).Ways());
        Assert.All(Enum.GetNames<QuestionType>(), type => Assert.Contains($"`{type.ToLowerInvariant()}`", page, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Place, Words Words)> WordsOf(FormDefinition form)
    {
        List<(string, Words?)> all = [("title", form.Title), ("about", form.About), ("act", form.Act), ("fee", form.Fee), ("next", form.Next)];
        all.AddRange(form.Needed.Select(n => ("needed", (Words?)n)));
        all.AddRange(form.Worths.Select(w => ("legal", (Words?)w.Text)));
        foreach (var page in form.Pages) all.AddRange([($"{page.Id}.title", page.Title), ($"{page.Id}.hint", page.Hint)]);
        foreach (var question in form.Questions.Values.SelectMany(q => q.Columns.Prepend(q)))
        {
            all.AddRange([($"{question.Id}.label", question.Label), ($"{question.Id}.hint", question.Hint), ($"{question.Id}.missing", question.Missing), ($"{question.Id}.message", question.Pattern?.Message)]);
            foreach (var option in question.Options) all.AddRange([($"{question.Id}.{option.Value}.label", option.Label), ($"{question.Id}.{option.Value}.hint", option.Hint)]);
        }
        return all.Where(w => w.Item2 is not null).Select(w => ($"{form.Slug}: {w.Item1}", w.Item2!));
    }

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"(?<=[.?!:])\s+(?=[A-ZÁČĎÉÍŇÓŘŠŤÚŽ„])")]
    private static partial Regex Sentences();

    [GeneratedRegex(@"\b(dle|předmětn\w+|za účelem|v souladu s|výše uveden\w+|jakož|nutno|shora|níže uveden\w+|z důvodu|ve smyslu|příslušn\w+ orgán\w*|vyplňte prosím)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Officialese();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
