using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Records;

/// <summary>A message that came by any channel becomes a registered document; the message as it came stays with it as a container.</summary>
internal sealed class RegisterMessage(RecordsDb db, Registry registry, MarkBook marks, TimeProvider clock) : IHandle<MessageArrived>
{
    /// <summary>Nobody is competent for what nobody has sorted: the filing room has it.</summary>
    private const string Unsorted = "unsorted";

    public async Task Handle(MessageArrived message, CancellationToken cancel)
    {
        var agenda = Array.Find(PaperAgenda.All, a => a.Code == (message.Agenda ?? PaperAgenda.All[0].Code));
        var document = await registry.Enter(message.Office, new(
            message.Message, message.Message, message.Channel, Erms.Cut(message.Matter, ReceivePaper.LongestMatter), message.Sender, message.ArrivedAt, Prague.Day(message.ArrivedAt), message.Agenda ?? Unsorted)
        {
            TrackingCode = message.TrackingCode,
            SenderNumber = message.SenderNumber is { } number ? Erms.Cut(number, ReceivePaper.LongestNumber) : null,
            FilingMark = message.FilingMark ?? agenda?.FilingMark,
            DeadlineRule = message.DeadlineRule ?? agenda?.DeadlineRule,
        }, message.Content, "filing", cancel);
        if (message.Original is { } original)
            db.Add(Component.Of(document, message.Content.Count + 1, ComponentRole.Container, "message", original, clock.GetUtcNow()));
        await marks.Enter(document, [.. db.Components.Local.Where(c => c.Document == document.Id)], message.Marks, cancel);
    }
}
