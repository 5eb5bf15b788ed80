using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Quotas;

namespace Virtuos.Mailroom;

/// <summary>Puts an ordered text into the queue.</summary>
internal sealed class QueueSms(MailroomDb db, TimeProvider clock) : IHandle<SmsOrdered>
{
    public Task Handle(SmsOrdered message, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        db.Add(new OutgoingSms { Id = message.Sms, Office = message.Office, Origin = message.Origin, Recipient = message.To, Text = message.Text, OrderedAt = now, NextTry = now, Until = message.Until });
        return Task.CompletedTask;
    }
}

/// <summary>Sends the texts that wait, within the office's daily number; when nobody is there the rest is not even tried.</summary>
internal sealed class SendSms(MailroomDb db, SmsCarrier carrier, Installation installation, Quota quota, TimeProvider clock, ILogger<SendSms> log) : IJob
{
    private const int AtOnce = 50;
    private readonly QuotaRule perOffice = new("sms-office", installation.Sms.PerDay, TimeSpan.FromDays(1));

    public string Name => "mailroom-sms";

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public async Task Run(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var sms in await db.Texts.Where(m => m.State == MailState.Waiting && m.NextTry <= now).OrderBy(m => m.NextTry).ThenBy(m => m.Id).Take(AtOnce).ToListAsync(cancel))
        {
            var goOn = await Try(sms, cancel);
            await db.SaveChangesAsync(cancel);
            if (!goOn) return;
        }
    }

    /// <returns>False when nobody is there.</returns>
    private async Task<bool> Try(OutgoingSms sms, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (now >= sms.Until)
        {
            sms.Expire();
            return true;
        }
        if (sms.Attempts == 0 && !await quota.Take(perOffice, $"{sms.Office}", cancel))
        {
            sms.Wait("The office has sent its number of texts for today.", new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero));
            return true;
        }
        try
        {
            await carrier.Carry(sms, cancel);
            sms.Sent(clock.GetUtcNow());
            return true;
        }
        catch (SmsNotTakenException e)
        {
            sms.NotTaken(e.Message, e.ForGood, clock.GetUtcNow());
            log.LogWarning("Text {Sms} was not taken (attempt {Attempt}): {Reason}", sms.Id, sms.Attempts, e.Message);
            return !e.NobodyThere;
        }
    }
}
