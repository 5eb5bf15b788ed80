using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Mailroom;

/// <summary>Puts an ordered e-mail into the queue.</summary>
internal sealed class QueueMail(MailroomDb db, TimeProvider clock) : IHandle<MailOrdered>
{
    public Task Handle(MailOrdered message, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        db.Add(new OutgoingMail
        {
            Id = message.Mail,
            Office = message.Office,
            Origin = message.Origin,
            Recipient = message.To,
            Answers = message.Answers,
            Title = message.Title,
            Text = message.Text,
            Html = message.Html,
            Attachments = message.Attachments,
            OrderedAt = now,
            NextTry = now,
        });
        return Task.CompletedTask;
    }
}
