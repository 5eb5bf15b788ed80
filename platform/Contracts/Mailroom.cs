using Virtuos.Contracts.Services;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Contracts.Mailroom;

/// <summary>An e-mail to one person; sent when the mail server takes it, however long that lasts.</summary>
/// <param name="Origin">The submission it concerns, or null.</param>
public sealed record MailOrdered(Guid Mail, Guid Office, Guid? Origin, string To, string Title, string Text, string? Html, IReadOnlyList<FiledPart> Attachments) : IOrder
{
    public Guid Subject => Mail;
}

/// <summary>A short text to one phone; it waits for the gateway until <paramref name="Until"/> and is of no use after that.</summary>
/// <param name="To">In the international form, +420601234567.</param>
/// <param name="Origin">The submission it concerns, or null.</param>
public sealed record SmsOrdered(Guid Sms, Guid Office, Guid? Origin, string To, string Text, DateTimeOffset Until) : IOrder
{
    public Guid Subject => Sms;
}

/// <summary>
/// An official document to be delivered to the citizen: into the portal's mailbox of the matter, and told or sent by e-mail. The proof of
/// delivery comes back as <see cref="LetterDelivered"/>.
/// </summary>
public sealed record LetterOrdered(Guid Letter, Guid Office, Guid Document, Guid Origin, Filer Addressee, string ReferenceNumber, string Matter, string Kind,
    IReadOnlyList<FiledPart> Content, string Language) : IOrder
{
    public Guid Subject => Letter;
}

/// <summary>A letter lies in the portal's mailbox of its matter, for the citizen to open.</summary>
public sealed record LetterLaid(Guid Letter, Guid Document, Guid Origin, Guid Office, string ReferenceNumber, string Matter, string Kind, IReadOnlyList<FiledPart> Content, DateTimeOffset At) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>One step of a letter's way is proven.</summary>
/// <param name="Channel"><c>portal</c> or <c>e-mail</c>.</param>
/// <param name="State"><c>sent</c>, <c>delivered</c> or <c>failed</c>.</param>
/// <param name="Proof">The proof of delivery as PDF/A, to be filed; null while there is none.</param>
public sealed record LetterMoved(Guid Letter, Guid Document, Guid Origin, Guid Office, string Channel, string State, DateTimeOffset At, FiledPart? Proof) : IEvent
{
    public Guid Subject => Letter;
}
