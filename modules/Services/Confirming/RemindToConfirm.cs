using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Services.Filing;
using Virtuos.Services.Filling;

namespace Virtuos.Services.Confirming;

/// <summary>Reminds filers by e-mail on the day before the last one, if they have confirmed their address.</summary>
internal sealed class RemindToConfirm(ServicesDb db, IDirectory directory, MailAddresses addresses, ITracking tracking, Texts texts, TimeProvider clock) : IJob
{
    public string Name => "remind-to-confirm";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancel)
    {
        var (now, tomorrow) = (clock.GetUtcNow(), Prague.Today(clock).AddDays(1));
        // Nobody is woken at night.
        if (Prague.Local(now).Hour is < 8 or > 20) return;
        var due = await db.Submissions.Where(s => s.Confirmation == ConfirmationState.Awaited && s.ConfirmBy == tomorrow && s.RemindedAt == null && s.FilerEmail != null && s.State == SubmissionState.HandedOver).Take(1000).ToListAsync(cancel);
        foreach (var submission in due)
        {
            submission.Remind(now);
            if (!await addresses.IsConfirmed(submission.FilerEmail!, cancel) || await directory.Office(submission.Office, cancel) is not { } office) continue;
            var words = texts.In(submission.Language);
            var message = PaperMail.Of(new PaperDocument
            {
                Title = words["services.remind.title"],
                Language = words.Language,
                Created = now,
                Author = office.Name,
                Letterhead = new(office.Name),
                Blocks =
                [
                    new Paragraph(words["services.remind.text", ("matter", submission.Matter), ("day", submission.ConfirmBy)]),
                    new Paragraph(words["services.remind.how", ("code", tracking.Keys(submission.Id).Code)]),
                    new Paragraph(words["services.receipt.contact", ("phone", office.Phone), ("email", office.Email)]),
                ],
            });
            db.Publish(new MailOrdered(Guid.CreateVersion7(now), submission.Office, submission.Id, submission.FilerEmail!, message.Subject, message.Text, message.Html, []), submission.Office);
        }
        await db.SaveChangesAsync(cancel);
    }
}
