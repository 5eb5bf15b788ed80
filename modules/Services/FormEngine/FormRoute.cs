namespace Virtuos.Services.FormEngine;

/// <summary>A page on the way through a form, with the questions that are asked there.</summary>
internal sealed record Step(FormPage Page, IReadOnlyList<Question> Questions);

/// <summary>
/// The way through a form that given answers lead: pages whose conditions hold, the questions asked on them, and the answers that
/// count. Answers to questions that are no longer asked stay in the draft but are not in <see cref="Answers"/>.
/// </summary>
internal sealed class FormRoute
{
    private FormRoute(FormDefinition form, IReadOnlyList<Step> steps, Answers answers) => (Form, Steps, Answers) = (form, steps, answers);

    public FormDefinition Form { get; }

    public IReadOnlyList<Step> Steps { get; }

    public Answers Answers { get; }

    public IEnumerable<Question> Questions => Steps.SelectMany(s => s.Questions);

    public static FormRoute Of(FormDefinition form, Answers all)
    {
        var counted = new Answers();
        List<Step> steps = [];
        for (var at = 0; at < form.Pages.Count;)
        {
            var page = form.Pages[at];
            at++;
            if (!page.When.Holds(counted)) continue;
            var questions = page.Questions.Where(q => q.When.Holds(counted)).ToList();
            if (questions.Count == 0) continue;
            steps.Add(new(page, questions));
            foreach (var question in questions) counted[question.Id] = all[question.Id];
            if (page.Next.FirstOrDefault(n => n.When.Holds(counted)) is not { } next) continue;
            if (next.To == FormPage.Check) break;
            while (form.Pages[at].Id != next.To) at++;
        }
        return new(form, steps, counted);
    }

    public Step? Step(string page) => Steps.FirstOrDefault(s => s.Page.Id == page);

    /// <summary>The page after a page, null when the check page follows. For a page that is not on the way: the first one after it that is.</summary>
    public Step? After(string page)
    {
        var order = Form.Pages.Select((p, at) => (p.Id, at)).ToDictionary(p => p.Id, p => p.at, StringComparer.Ordinal);
        return Steps.FirstOrDefault(s => order[s.Page.Id] > order[page]);
    }

    public Step? Before(string page) => Steps.TakeWhile(s => s.Page.Id != page).LastOrDefault();

    /// <summary>Options of a question that may be chosen here.</summary>
    public IReadOnlyList<Choice> Options(Question question) => [.. question.Options.Where(o => o.When.Holds(Answers))];
}
