using Virtuos.Kernel.Database;

namespace Virtuos.Mailroom;

/// <summary>A short text on its way out; an outage of the gateway only makes it wait, until it is of no use any more.</summary>
internal sealed class OutgoingSms : ILedgered
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)];

    public required Guid Id { get; init; }

    public required Guid Office { get; init; }

    public Guid? Origin { get; init; }

    /// <summary>International form, +420601234567.</summary>
    public required string Recipient { get; init; }

    public required string Text { get; init; }

    public MailState State { get; private set; }

    public required DateTimeOffset OrderedAt { get; init; }

    public required DateTimeOffset Until { get; set; }

    public DateTimeOffset? SentAt { get; private set; }

    public int Attempts { get; private set; }

    public required DateTimeOffset NextTry { get; set; }

    public string? Error { get; private set; }

    public void Sent(DateTimeOffset at) => (State, SentAt, Error) = (MailState.Sent, at, null);

    /// <param name="forGood">The gateway refused the number or the text, so trying again is of no use.</param>
    public void NotTaken(string reason, bool forGood, DateTimeOffset at)
    {
        Error = reason.Length > 500 ? reason[..500] : reason;
        NextTry = at + Pauses[Math.Min(Attempts++, Pauses.Length - 1)];
        if (forGood) State = MailState.Failed;
    }

    public void Wait(string reason, DateTimeOffset until) => (Error, NextTry) = (reason, until);

    /// <summary>The operator wants it out now, late as it may be.</summary>
    public void TryAgain(DateTimeOffset at) => (State, Attempts, NextTry, Until) = (MailState.Waiting, 0, at, at > Until ? at + TimeSpan.FromHours(1) : Until);

    public void Expire() => (State, Error) = (MailState.Failed, Error ?? "Nobody took it in time.");
}
