using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Mailroom;

/// <summary>Forgets the sender's identifier of an e-mail whose document went in a disposal procedure; that it came stays known.</summary>
internal sealed class EraseFetched(MailroomDb db) : IHandle<DocumentDestroyed>
{
    public async Task Handle(DocumentDestroyed message, CancellationToken cancel)
    {
        foreach (var fetched in await db.FetchedMails.Where(f => f.Office == message.Office && f.Message == message.Source && f.MessageId != null).ToListAsync(cancel)) fetched.MessageId = null;
        await db.SaveChangesAsync(cancel);
    }
}
