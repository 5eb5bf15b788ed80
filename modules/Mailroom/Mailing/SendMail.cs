using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Mailroom;

/// <summary>Sends what waits. Each message is a step of its own with its own stored state, so a failure of one holds up nobody else.</summary>
internal sealed class SendMail(MailroomDb db, MailCarrier carrier, TimeProvider clock, ILogger<SendMail> log) : IJob
{
    private const int AtOnce = 100;

    public string Name => "mailroom-send";

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public async Task Run(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = await db.Mails.Where(m => m.State == MailState.Waiting && m.NextTry <= now).OrderBy(m => m.NextTry).ThenBy(m => m.Id).Take(AtOnce).ToListAsync(cancel);
        var offices = due.Select(m => m.Office).ToHashSet();
        var postboxes = await db.Postboxes.Where(p => p.Active && offices.Contains(p.Office)).Select(p => new { p.Office, p.Address }).ToListAsync(cancel);
        foreach (var mail in due)
        {
            try
            {
                await carrier.Carry(mail, postboxes.Find(p => p.Office == mail.Office)?.Address, cancel);
                mail.Sent(clock.GetUtcNow());
            }
            catch (MailNotTakenException e)
            {
                mail.NotTaken(e.Message, e.ForGood, clock.GetUtcNow());
                log.LogWarning("Mail {Mail} was not taken (attempt {Attempt}): {Reason}", mail.Id, mail.Attempts, e.Message);
            }
            if (mail.Letter is { } letter && mail.State != MailState.Waiting) await Tell(mail, letter, cancel);
            await db.SaveChangesAsync(cancel);
        }
    }

    private async Task Tell(OutgoingMail mail, Guid id, CancellationToken cancel)
    {
        var letter = await db.Letters.FirstAsync(l => l.Office == mail.Office && l.Id == id, cancel);
        var at = clock.GetUtcNow();
        if (mail.State == MailState.Sent) letter.MailedAt = at;
        db.Publish(new LetterMoved(letter.Id, letter.Document, letter.Origin, letter.Office, "e-mail", mail.State == MailState.Sent ? "sent" : "failed", at, null), letter.Office);
    }
}
