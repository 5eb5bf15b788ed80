namespace Virtuos.Mailroom;

internal enum MailState
{
    Waiting,
    Sent,

    /// <summary>The other side refused it for good, or nobody took it in its time.</summary>
    Failed,
}

/// <summary>What every message on its way out has, whatever carries it: an outage of the other side only makes it wait.</summary>
internal abstract class Outgoing
{
    public required Guid Id { get; init; }

    public required Guid Office { get; init; }

    public Guid? Origin { get; init; }

    public required string Recipient { get; init; }

    public required string Text { get; init; }

    public MailState State { get; protected set; }

    public required DateTimeOffset OrderedAt { get; init; }

    public DateTimeOffset? SentAt { get; private set; }

    public int Attempts { get; private set; }

    public required DateTimeOffset NextTry { get; set; }

    public string? Error { get; protected set; }

    /// <summary>Growing; the last one repeats.</summary>
    protected abstract IReadOnlyList<TimeSpan> Pauses { get; }

    public void Sent(DateTimeOffset at) => (State, SentAt, Error) = (MailState.Sent, at, null);

    /// <param name="forGood">The other side refused the recipient or the message, so trying again is of no use.</param>
    public virtual void NotTaken(string reason, bool forGood, DateTimeOffset at)
    {
        Error = reason.Length > 500 ? reason[..500] : reason;
        NextTry = at + Pauses[Math.Min(Attempts++, Pauses.Count - 1)];
        if (forGood) State = MailState.Failed;
    }

    public virtual void TryAgain(DateTimeOffset at) => (State, Attempts, NextTry) = (MailState.Waiting, 0, at);
}
