using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Services.Filing;

/// <summary>What the office destroyed in a disposal procedure goes from the portal too: the filing, its supplement, the letter in the mailbox. That they were there stays known.</summary>
internal sealed class EraseContent(ServicesDb db) : IHandle<DocumentDestroyed>
{
    public async Task Handle(DocumentDestroyed message, CancellationToken cancel)
    {
        if (await db.Submissions.FirstOrDefaultAsync(s => s.Id == message.Source, cancel) is { } submission) submission.Erase(message.At);
        if (await db.Certificates.FirstOrDefaultAsync(c => c.Submission == message.Source, cancel) is { } certificate)
        {
            certificate.Erase(message.At);
            await db.Fingerprints.Where(f => f.Office == certificate.Office && f.Certificate == certificate.Id).ExecuteDeleteAsync(cancel);
        }
        if (await db.Supplements.FirstOrDefaultAsync(s => s.Id == message.Source, cancel) is { } supplement) supplement.Erase(message.At);
        foreach (var letter in await db.MailboxLetters.Where(l => l.Document == message.Document).ToListAsync(cancel)) letter.Content = [];
        await db.SaveChangesAsync(cancel);
    }
}
