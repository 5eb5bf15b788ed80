using Virtuos.Contracts.Services;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Records;

/// <summary>Every filed submission becomes a registered document with a reference number and lies in the competent unit.</summary>
internal sealed class RegisterSubmission(Registry registry, Appeals appeals) : IHandle<SubmissionFiled>
{
    public async Task Handle(SubmissionFiled message, CancellationToken cancel)
    {
        var day = Prague.Day(message.FiledAt);
        var appealed = await appeals.Against(message.Appeals, cancel);
        var document = await registry.Enter(message.Office, new(
            message.Submission, message.Submission, "portal", message.Matter, message.Filer, message.FiledAt, day, appealed?.Document.Agenda ?? message.Agenda)
        {
            Form = message.Form,
            FormVersion = message.FormVersion,
            Language = message.Language,
            TrackingCode = message.TrackingCode,
            Appeals = message.Appeals,
            FilingMark = message.FilingMark,
            DeadlineRule = appealed is { Own: var own } ? appeals.DeadlineRule(own, day) ?? message.DeadlineRule : message.DeadlineRule,
            ConfirmBy = message.ConfirmBy,
        }, message.Content, "filing", cancel);
        if (appealed is var (decision, against)) await appeals.Link(document, decision, against, cancel);
    }
}
