using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Mailroom;

/// <summary>What the office destroyed in a disposal procedure goes from its letters too, with the proofs of their delivery; that they were sent stays known.</summary>
internal sealed class EraseLetters(MailroomDb db) : IHandle<DocumentDestroyed>
{
    public async Task Handle(DocumentDestroyed message, CancellationToken cancel)
    {
        var letters = await db.Letters.Where(l => l.Document == message.Document).ToListAsync(cancel);
        var ids = letters.ConvertAll(l => (Guid?)l.Id);
        foreach (var letter in letters) (letter.Content, letter.Proof) = ([], null);
        foreach (var mail in await db.Mails.Where(m => ids.Contains(m.Letter)).ToListAsync(cancel)) mail.Attachments = [];
        foreach (var letter in await db.BoxLetters.Where(l => l.Document == message.Document).ToListAsync(cancel)) letter.Erase();
        await db.SaveChangesAsync(cancel);
    }
}
