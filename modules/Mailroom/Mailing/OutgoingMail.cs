using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;

namespace Virtuos.Mailroom;

/// <summary>An e-mail on its way out.</summary>
internal sealed class OutgoingMail : Outgoing, ILedgered
{
    // RFC 5321, 4.5.4.1: retry for at least 4–5 days, with growing pauses.
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(5);
    private static readonly TimeSpan[] Growing = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    /// <summary>The letter that it carries, if any.</summary>
    public Guid? Letter { get; init; }

    /// <summary>Message-ID of what it answers.</summary>
    public string? Answers { get; init; }

    public required string Title { get; init; }

    public string? Html { get; init; }

    public required IReadOnlyList<FiledPart> Attachments { get; set; }

    protected override IReadOnlyList<TimeSpan> Pauses => Growing;

    public override void NotTaken(string reason, bool forGood, DateTimeOffset at)
    {
        base.NotTaken(reason, forGood, at);
        if (NextTry > OrderedAt + GiveUpAfter) State = MailState.Failed;
    }
}
