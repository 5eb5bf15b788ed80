namespace Virtuos.Services.FormEngine;

/// <summary>
/// Goes through every path of a form. Only answers that some condition asks about make a difference, and only until the last such
/// condition, so that the number of states stays small.
/// </summary>
internal sealed class FormWalk
{
    private const int MostStates = 200_000;

    private readonly FormDefinition form;
    private readonly HashSet<string> asked;
    private readonly HashSet<string> naming;
    private readonly Dictionary<string, int> lastUse = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly HashSet<object> alive = new(ReferenceEqualityComparer.Instance);
    private bool filerMissing;
    private bool stuck;

    private FormWalk(FormDefinition form)
    {
        this.form = form;
        naming = [.. form.Applicant.Names.SelectMany(FormCheck.Placeholders)];
        asked = [.. naming];
        for (var at = 0; at < form.Pages.Count; at++)
            foreach (var field in ConditionsOn(form.Pages[at]).SelectMany(c => c.Fields))
            {
                asked.Add(field);
                lastUse[field] = at;
            }
        foreach (var field in naming) lastUse[field] = form.Pages.Count;
    }

    public static void Walk(FormDefinition form, YamlProblems problems)
    {
        var walk = new FormWalk(form);
        if (!walk.Run())
        {
            problems.Add(1, "the conditions of this form combine in too many ways to be checked; simplify them.");
            return;
        }
        if (walk.filerMissing) problems.Add(1, "on some path nobody says who files: no pattern of 'applicant: name' has all its answers.");
        foreach (var page in form.Pages)
        {
            if (!walk.alive.Contains(page))
            {
                problems.Add(page.Line, $"page '{page.Id}' is unreachable: no path leads to it.");
                continue;
            }
            foreach (var question in page.Questions)
                if (!walk.alive.Contains(question)) problems.Add(question.Line, $"question '{question.Id}' is dead: its condition never holds on this page.");
                else foreach (var dead in question.Options.Where(o => !walk.alive.Contains(o))) problems.Add(dead.Line, $"option '{dead.Value}' is dead: its condition never holds.");
            foreach (var dead in page.Next.Where(n => !walk.alive.Contains(n))) problems.Add(dead.Line, $"the way to '{dead.To}' is never taken.");
        }
        if (walk.stuck) problems.Add(1, "on some path a required choice or page has nothing to choose from or to ask.");
    }

    private static IEnumerable<Condition> ConditionsOn(FormPage page) =>
        new[] { page.When }.Concat(page.Questions.Select(q => q.When)).Concat(page.Questions.SelectMany(q => q.Options).Select(o => o.When)).Concat(page.Next.Select(n => n.When)).OfType<Condition>();

    private bool Run()
    {
        var open = new Stack<State>();
        open.Push(new(0, []));
        while (open.TryPop(out var state))
        {
            if (state.Page == form.Pages.Count)
            {
                filerMissing |= !form.Applicant.Names.Any(pattern => FormCheck.Placeholders(pattern).All(state.Has));
                continue;
            }
            if (!seen.Add(state.Key)) continue;
            if (seen.Count > MostStates) return false;
            foreach (var next in Step(state)) open.Push(next);
        }
        return true;
    }

    private IEnumerable<State> Step(State state)
    {
        var page = form.Pages[state.Page];
        if (!page.When.Holds(state)) return [Keep(state, state.Page + 1)];
        alive.Add(page);
        List<State> outcomes = [state];
        var shown = 0;
        foreach (var question in page.Questions.Where(q => q.When.Holds(state)))
        {
            shown++;
            alive.Add(question);
            var options = question.Options.Where(o => o.When.Holds(state)).ToList();
            foreach (var option in options) alive.Add(option);
            if (question.Options.Count > 0 && options.Count == 0 && !question.Optional) stuck = true;
            if (asked.Contains(question.Id)) outcomes = [.. outcomes.SelectMany(o => AnswersTo(question, options).Select(a => o.With(question.Id, a)))];
        }
        if (shown == 0) stuck = true;
        return outcomes.Select(o => Keep(o, Onward(page, o)));
    }

    private int Onward(FormPage page, State state)
    {
        if (page.Next.FirstOrDefault(n => n.When.Holds(state)) is not { } next) return state.Page + 1;
        alive.Add(next);
        return next.To == FormPage.Check ? form.Pages.Count : form.Pages.ToList().FindIndex(p => p.Id == next.To);
    }

    private static IEnumerable<string[]> AnswersTo(Question question, List<Choice> options)
    {
        IEnumerable<string[]> answers = question.Type switch
        {
            QuestionType.YesNo => [["yes"], ["no"]],
            QuestionType.Consent => [["yes"]],
            QuestionType.Choice => options.Select(o => new[] { o.Value }),
            QuestionType.Choices => Subsets([.. options.Select(o => o.Value)]),
            _ => [["?"]],
        };
        return question.Optional ? answers.Append([]) : answers;
    }

    private static IEnumerable<string[]> Subsets(string[] values) => values.Length > 10
        ? values.Select(v => new[] { v }).Append(values)
        : Enumerable.Range(1, (1 << values.Length) - 1).Select(bits => values.Where((_, at) => (bits & (1 << at)) != 0).ToArray());

    private State Keep(State state, int page) => new(page, [.. state.Answers.Where(a => lastUse[a.Field] >= page)]);

    private sealed record State(int Page, IReadOnlyList<(string Field, string[] Values)> Answers) : IAnswers
    {
        public string Key => $"{Page}|{string.Join(';', Answers.Select(a => $"{a.Field}={string.Join(',', a.Values)}"))}";

        public bool Has(string field) => Answers.Any(a => a.Field == field && a.Values.Length > 0);

        public bool Is(string field, string value) => Answers.Any(a => a.Field == field && a.Values.Contains(value));

        public State With(string field, string[] values) => new(Page, [.. Answers, (field, values)]);
    }
}
