using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Services.Filing;

namespace Virtuos.Services.Confirming;

/// <param name="Code">The tracking code as typed or scanned.</param>
/// <param name="Way"><c>counter</c>, <c>signed-print</c> or <c>data-box</c>.</param>
/// <param name="Received">The day on which the confirmation came to the office.</param>
internal sealed record ConfirmSubmissionInput(string? Code, string? Way, DateOnly? Received);

/// <summary>
/// An official records that the filer confirmed a filing made without identity (§ 37 (4) of act 500/2004). What came in time counts even
/// when it is recorded on the next working day.
/// </summary>
internal sealed class ConfirmSubmission(Caller caller, ServicesDb db, TimeProvider clock) : UseCase<ConfirmSubmissionInput, string>(caller, ServicesPermissions.Confirm)
{
    public static readonly string[] Ways = ["counter", "signed-print", "data-box"];

    protected override async Task<Result<string>> Do(ConfirmSubmissionInput input, CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        if (input.Way is not { } way || !Ways.Contains(way)) return Refusal.Invalid("way", "services.answer.option");
        if (input.Received is not { } received || received > today) return Refusal.Invalid("received", "services.confirm.received");
        if (TrackingCode.Parse(input.Code) is not { } code) return Refusal.Invalid("kod", "services.confirm.code");
        if (await db.Submissions.SingleOrDefaultAsync(s => s.Code == code, cancel) is not { } submission) return Refusal.Invalid("kod", "services.confirm.code");
        switch (submission.Confirmation)
        {
            case ConfirmationState.NotNeeded: return Refusal.Conflict("services.confirm.not-needed");
            case ConfirmationState.Confirmed: return Refusal.Conflict("services.confirm.already");
            case ConfirmationState.Lapsed: return Refusal.Conflict("services.confirm.lapsed");
        }
        if (received < Prague.Day(submission.FiledAt)) return Refusal.Invalid("received", "services.confirm.received");
        if (received > submission.ConfirmBy) return Refusal.Invalid("received", "services.confirm.late", ("day", submission.ConfirmBy));
        submission.Confirm(way, clock.GetUtcNow());
        // The registry hears of a held filing only when it is released, and then as confirmed already.
        if (submission.State == SubmissionState.HandedOver) db.Publish(new SubmissionConfirmed(submission.Id, way, submission.ConfirmedAt!.Value));
        await db.SaveChangesAsync(cancel);
        return TrackingCode.Grouped(code);
    }
}
