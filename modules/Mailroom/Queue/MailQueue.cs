using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Mailroom;

/// <summary>The state of outgoing mail and texts for the operator: exact counts and what failed, without what it says.</summary>
internal sealed class MailQueue(MailroomDb db, Caller caller) : UseCase<Done, MailQueue.View>(caller, "mailroom.queue")
{
    private const int Shown = 100;

    public sealed record View(int Waiting, DateTimeOffset? OldestWaiting, int Failed, int TextsWaiting, int TextsFailed, IReadOnlyList<Failure> Failures);

    /// <param name="Domain">Of the address, or the beginning of the phone.</param>
    public sealed record Failure(Guid Id, string Domain, DateTimeOffset OrderedAt, int Attempts, string? Error, bool Final);

    protected override async Task<Result<View>> Do(Done input, CancellationToken cancel)
    {
        var waiting = db.Mails.Where(m => m.State == MailState.Waiting);
        var mails = await Troubled(db.Mails, address => address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..], cancel);
        var texts = await Troubled(db.Texts, phone => $"SMS {phone[..4]}", cancel);
        return new View(
            await waiting.CountAsync(cancel),
            await waiting.MinAsync(m => (DateTimeOffset?)m.OrderedAt, cancel),
            await db.Mails.CountAsync(m => m.State == MailState.Failed, cancel),
            await db.Texts.CountAsync(m => m.State == MailState.Waiting, cancel),
            await db.Texts.CountAsync(m => m.State == MailState.Failed, cancel),
            [.. mails, .. texts]);
    }

    private static async Task<IReadOnlyList<Failure>> Troubled(IQueryable<Outgoing> messages, Func<string, string> masked, CancellationToken cancel) =>
        [.. (await messages.Where(m => m.State == MailState.Failed || (m.State == MailState.Waiting && m.Attempts > 0)).OrderByDescending(m => m.Id).Take(Shown)
            .Select(m => new { m.Id, m.Recipient, m.OrderedAt, m.Attempts, m.Error, m.State }).ToListAsync(cancel))
            .Select(m => new Failure(m.Id, masked(m.Recipient), m.OrderedAt, m.Attempts, m.Error, m.State == MailState.Failed))];
}

/// <summary>The operator gives a message another try at once.</summary>
internal sealed class RetryMail(MailroomDb db, Caller caller, TimeProvider clock) : UseCase<Guid, Done>(caller, "mailroom.queue")
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        var message = (Outgoing?)await db.Mails.FirstOrDefaultAsync(m => m.Id == input && m.State != MailState.Sent, cancel)
            ?? await db.Texts.FirstOrDefaultAsync(m => m.Id == input && m.State != MailState.Sent, cancel);
        if (message is null) return Refusal.NotFound();
        message.TryAgain(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
