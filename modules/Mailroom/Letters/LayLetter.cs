using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Mailroom;

/// <summary>
/// Carries an official document the ordered way: into the portal's mailbox of its matter and word of it by e-mail to those who gave an
/// address, by e-mail alone, or into the addressee's data box.
/// </summary>
internal sealed class LayLetter(MailroomDb db, IDirectory directory, ITracking tracking, Installation installation, Texts texts, TimeProvider clock) : IHandle<LetterOrdered>
{
    public async Task Handle(LetterOrdered message, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (message.Channel == "data-box")
        {
            if (await db.DataBoxes.AnyAsync(b => b.Office == message.Office && b.IsOn, cancel)) db.Add(BoxLetter.Of(message, now));
            // Nobody is here to carry it; it is sent by hand.
            else db.Publish(Moved(message, "failed", now) with { Note = "no-service" });
            return;
        }
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
        if (message.Channel == "e-mail")
        {
            db.Add(await Mail(message, message.Addressee.Email!, "mailroom.letter.mail", now, cancel));
            return;
        }
        db.Publish(new LetterLaid(message.Letter, message.Document, message.Origin, message.Office, message.ReferenceNumber, message.Matter, message.Kind, message.Content, now));
        db.Publish(Moved(message, "sent", now));
        if (message.Addressee.Email is { Length: > 0 } address) db.Add(await Mail(message, address, "mailroom.letter.text", now, cancel));
    }

    private static LetterMoved Moved(LetterOrdered message, string state, DateTimeOffset at) =>
        new(message.Letter, message.Document, message.Origin, message.Office, message.Channel, state, at, null);

    private async Task<OutgoingMail> Mail(LetterOrdered message, string address, string text, DateTimeOffset now, CancellationToken cancel)
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
            Text = t[text, ("office", office.Name), ("matter", message.Matter), ("number", message.ReferenceNumber), ("address", installation.Address + tracking.Keys(message.Origin).Path)],
            Attachments = message.Content,
            OrderedAt = now,
            NextTry = now,
        };
    }
}
