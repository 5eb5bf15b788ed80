using Virtuos.Contracts.Services;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>What the citizen gets for a filing that is on disk.</summary>
/// <param name="Code">The tracking code, grouped.</param>
/// <param name="Pin">Six digits, told only to the filer.</param>
/// <param name="Hash"><c>sha256:…</c> of the text that was filed.</param>
/// <param name="ConfirmBy">The last day to confirm it, null when nothing has to be confirmed.</param>
/// <param name="Ways">How it can be confirmed.</param>
internal sealed record Receipt(Guid Submission, Guid Office, string Code, string Pin, string Path, string Hash, string Form, string Matter, DateTimeOffset FiledAt,
    SubmissionState State, ConfirmationState Confirmation, DateOnly? ConfirmBy, IReadOnlyList<string> Ways)
{
    public static Receipt Of(Submission submission, TrackingKeys keys, FormDefinition form) => new(
        submission.Id, submission.Office, keys.Code, keys.Pin, keys.Path, submission.Hash, submission.Form, submission.Matter, submission.FiledAt,
        submission.State, submission.Confirmation, submission.ConfirmBy, form.WorthOn(Kernel.Calendar.Prague.Day(submission.FiledAt)).Ways);
}
