using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Mailroom;

/// <summary>Lays an official document into the portal's mailbox of its matter, and sends it by e-mail to those who gave an address.</summary>
internal sealed class LayLetter(MailroomDb db, IDirectory directory, ITracking tracking, Installation installation, Texts texts, TimeProvider clock) : IHandle<LetterOrdered>
{
    public async Task Handle(LetterOrdered message, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        db.Add(new Letter
        {
            Office = message.Office,
            Id = message.Letter,
            Document = message.Document,
            Origin = message.Origin,
            ReferenceNumber = message.ReferenceNumber,
            Matter = message.Matter,
            Kind = message.Kind,
            Addressee = message.Addressee.Name,
            Content = message.Content,
            LaidAt = now,
            Language = message.Language,
        });
        db.Publish(new LetterLaid(message.Letter, message.Document, message.Origin, message.Office, message.ReferenceNumber, message.Matter, message.Kind, message.Content, now));
        db.Publish(new LetterMoved(message.Letter, message.Document, message.Origin, message.Office, "portal", "sent", now, null));
        if (message.Addressee.Email is { Length: > 0 } address) db.Add(await Mail(message, address, now, cancel));
    }

    private async Task<OutgoingMail> Mail(LetterOrdered message, string address, DateTimeOffset now, CancellationToken cancel)
    {
        var office = await directory.Office(message.Office, cancel) ?? throw new InvalidOperationException($"There is no office {message.Office}.");
        var t = texts.In(message.Language);
        return new()
        {
            Id = Guid.CreateVersion7(),
            Office = message.Office,
            Letter = message.Letter,
            Origin = message.Origin,
            Recipient = address,
            Title = t["mailroom.letter.title", ("office", office.Name), ("number", message.ReferenceNumber)],
            Text = t["mailroom.letter.text", ("office", office.Name), ("matter", message.Matter), ("number", message.ReferenceNumber), ("address", installation.Address + tracking.Keys(message.Origin).Path)],
            Attachments = message.Content,
            OrderedAt = now,
            NextTry = now,
        };
    }
}
