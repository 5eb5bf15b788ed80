using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filling;

/// <param name="Given">The answers as typed, by question.</param>
/// <param name="Back">True when the person came from the check page and wants to return there.</param>
internal sealed record AnswerPageInput(string Token, string Page, IReadOnlyDictionary<string, Answer?> Given, bool Back);

/// <summary>Which page comes next: the id of a page, or the check page.</summary>
internal sealed record NextStep(string Page);

/// <summary>
/// Stores the answers of one page. Of two windows the later write wins, page by page; other pages are never touched. What cannot be
/// accepted is refused and nothing is stored.
/// </summary>
internal sealed class AnswerPage(Caller caller, ServicesDb db, DraftReader drafts, TimeProvider clock) : UseCase<AnswerPageInput, NextStep>(caller, ServicesPermissions.File)
{
    private const int Tries = 8;

    protected override async Task<Result<NextStep>> Do(AnswerPageInput input, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var opened = await drafts.Open(input.Token, cancel);
            if (!opened.Succeeded) return opened.As<NextStep>();
            var draft = opened.Value;
            if (draft.Form.Page(input.Page) is not { } page) return Refusal.NotFound();
            if (FormRoute.Of(draft.Form, draft.Answers).Step(page.Id) is not { } step) return new NextStep(After(draft, page.Id, input.Back));

            var today = Prague.Today(clock);
            var check = new AnswerCheck(draft.Content.Answers, today);
            var route = FormRoute.Of(draft.Form, draft.Answers);
            foreach (var question in step.Questions.Where(q => q.Type is not (QuestionType.File or QuestionType.Table)))
                draft.Content.Answers[question.Id] = check.Check(question, input.Given.GetValueOrDefault(question.Id), route.Options(question));
            // Files and tables are stored by their own acts; here they are only judged.
            foreach (var question in step.Questions.Where(q => q.Type is QuestionType.File or QuestionType.Table)) check.Check(question, draft.Answers[question.Id], []);
            if (check.Refusals.Count > 0) return check.Refusals;

            draft.Content.Write(page.Id);
            draft.Draft.Write(draft.Token, draft.Content, clock.GetUtcNow());
            try
            {
                await db.SaveChangesAsync(cancel);
                return new NextStep(After(draft, page.Id, input.Back));
            }
            catch (DbUpdateConcurrencyException) when (attempt < Tries)
            {
                // Another window stored another page meanwhile; its answers are taken over and ours put on top.
                db.ChangeTracker.Clear();
            }
        }
    }

    private string After(OpenDraft draft, string page, bool back)
    {
        var (route, refusals) = AnswerCheck.All(draft.Form, draft.Answers, Prague.Today(clock));
        var next = back ? draft.Content.FirstOpen(route, [.. refusals.Select(r => r.Field!)]) : route.After(page);
        return next?.Page.Id ?? FormPage.Check;
    }
}
