using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Quotas;

namespace Virtuos.Mailroom;

/// <summary>Tells whom an automatic answer may go to: never to a machine (RFC 3834, 2), never to ourselves, and to nobody too often.</summary>
internal sealed class MailAnswers(MailroomDb db, Quota quota)
{
    // Two programs that answer each other are stopped by this, whatever they say of themselves.
    private static readonly QuotaRule perSender = new("mail-answer", 20, TimeSpan.FromHours(1));

    /// <summary>The Message-ID to answer; null when the message is not to be answered. Counts as an answer to that sender.</summary>
    /// <param name="hash">Of the whole message.</param>
    public async Task<MailAnswer?> Allow(Guid office, string hash, string address, CancellationToken cancel)
    {
        var mail = await db.FetchedMails.AsNoTracking().Where(f => f.Office == office && f.Hash == hash).OrderBy(f => f.Uid)
            .Select(f => new { f.MessageId, f.Unanswerable }).FirstOrDefaultAsync(cancel);
        if (mail?.Unanswerable is not null) return null;
        var folded = address.ToLowerInvariant();
        if (await db.Postboxes.AnyAsync(p => p.Address == folded, cancel)) return null;
        return await quota.Take(perSender, folded, cancel) ? new(mail?.MessageId) : null;
    }
}

/// <param name="To">Message-ID of what is answered; null when it had none.</param>
internal sealed record MailAnswer(string? To);
