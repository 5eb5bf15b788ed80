using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Services.Filing;

/// <param name="Why">Said by the official, kept with the filing.</param>
internal sealed record DecideQuarantineInput(Guid Submission, bool Release, string? Why);

/// <summary>Releases a held filing to the registry, with the time when it was filed, or rejects it as abuse; both with a reason.</summary>
internal sealed class DecideQuarantine(Caller caller, ServicesDb db) : UseCase<DecideQuarantineInput, Done>(caller, ServicesPermissions.Quarantine)
{
    protected override async Task<Result<Done>> Do(DecideQuarantineInput input, CancellationToken cancel)
    {
        var why = SafeText.Clean(input.Why, 500);
        if (why.Text.Length == 0) return Refusal.Invalid("why", "services.quarantine.why");
        if (why.TooLong) return Refusal.Invalid("why", "services.answer.too-long", ("max", 500), ("over", why.Text.Length - 500));
        if (await db.Submissions.SingleOrDefaultAsync(s => s.Id == input.Submission, cancel) is not { } submission) return Refusal.NotFound();
        if (submission.State != SubmissionState.Quarantined) return Refusal.Conflict("services.quarantine.decided");
        if (input.Release)
        {
            submission.Release(why.Text);
            db.Publish(new FilingPaperOrdered(submission.Id));
        }
        else submission.Reject(why.Text);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>How many filings wait for the caller's decision.</summary>
internal sealed class QuarantineCount(Caller caller, ServicesDb db) : IDeskCounts
{
    public async Task<IReadOnlyList<DeskCount>> Read(CancellationToken cancel) => caller.IsOfficial && caller.May(ServicesPermissions.Quarantine)
        ? [new("/stul/karantena", await db.Submissions.CountAsync(s => s.State == SubmissionState.Quarantined, cancel))]
        : [];
}
