using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>A filing that is held, with as much of it as is needed to decide.</summary>
/// <param name="Reason">Code of the suspicion.</param>
internal sealed record HeldFiling(Guid Id, string Matter, string Filer, DateTimeOffset FiledAt, string Form, string Reason, IReadOnlyList<(string Question, string Answer)> Answers, int Files);

/// <summary>What waits in quarantine, the oldest first; reading it is noted in the ledger.</summary>
internal sealed class ReadQuarantine(Caller caller, ServicesDb db, FormShelf forms, Texts texts) : UseCase<Done, IReadOnlyList<HeldFiling>>(caller, ServicesPermissions.Quarantine)
{
    private const int Most = 50;

    protected override async Task<Result<IReadOnlyList<HeldFiling>>> Do(Done input, CancellationToken cancel)
    {
        var held = await db.Submissions.AsNoTracking().Where(s => s.State == SubmissionState.Quarantined).OrderBy(s => s.FiledAt).Take(Most).ToListAsync(cancel);
        foreach (var submission in held) db.NoteRead(nameof(Submission), submission.Id);
        await db.SaveChangesAsync(cancel);
        return held.Select(Show).ToList();
    }

    private HeldFiling Show(Submission submission)
    {
        var form = forms.Version(submission.Form, submission.FormVersion);
        var route = form is null ? null : FormRoute.Of(form, FilingText.Answers(submission.Filing, form));
        return new(submission.Id, submission.Matter, submission.FilerName, submission.FiledAt, form?.Title.In(texts.Language) ?? submission.Form, submission.Quarantine!,
            [.. route?.Questions.Where(q => route.Answers.Has(q.Id)).Select(q => (q.Label.In(texts.Language), texts.Show(q, route.Answers[q.Id]))) ?? []], submission.Files.Count);
    }
}
