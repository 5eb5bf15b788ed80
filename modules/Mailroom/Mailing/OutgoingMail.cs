using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;

namespace Virtuos.Mailroom;

internal enum MailState
{
    Waiting,
    Sent,

    /// <summary>The recipient's server refused it for good, or nobody took it for five days.</summary>
    Failed,
}

/// <summary>An e-mail on its way out; an outage of the mail server only makes it wait.</summary>
internal sealed class OutgoingMail : ILedgered
{
    // RFC 5321, 4.5.4.1: retry for at least 4–5 days, with growing pauses.
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(5);
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    public required Guid Id { get; init; }

    public required Guid Office { get; init; }

    /// <summary>The letter that it carries, if any.</summary>
    public Guid? Letter { get; init; }

    public Guid? Origin { get; init; }

    public required string Recipient { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    public string? Html { get; init; }

    public required IReadOnlyList<FiledPart> Attachments { get; init; }

    public MailState State { get; private set; }

    public required DateTimeOffset OrderedAt { get; init; }

    public DateTimeOffset? SentAt { get; private set; }

    public int Attempts { get; private set; }

    public required DateTimeOffset NextTry { get; set; }

    public string? Error { get; private set; }

    public void Sent(DateTimeOffset at) => (State, SentAt, Error) = (MailState.Sent, at, null);

    /// <param name="forGood">The server refused the recipient or the message, so trying again is of no use.</param>
    public void NotTaken(string reason, bool forGood, DateTimeOffset at)
    {
        Error = reason.Length > 500 ? reason[..500] : reason;
        NextTry = at + Pauses[Math.Min(Attempts++, Pauses.Length - 1)];
        if (forGood || NextTry > OrderedAt + GiveUpAfter) State = MailState.Failed;
    }

    public void TryAgain(DateTimeOffset at) => (State, Attempts, NextTry) = (MailState.Waiting, 0, at);
}
