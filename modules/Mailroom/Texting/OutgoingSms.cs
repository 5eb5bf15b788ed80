using Virtuos.Kernel.Database;

namespace Virtuos.Mailroom;

/// <summary>A short text on its way out, to a number in international form (+420601234567), until it is of no use any more.</summary>
internal sealed class OutgoingSms : Outgoing, ILedgered
{
    private static readonly TimeSpan[] Growing = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)];

    public required DateTimeOffset Until { get; set; }

    protected override IReadOnlyList<TimeSpan> Pauses => Growing;

    public void Wait(string reason, DateTimeOffset until) => (Error, NextTry) = (reason, until);

    /// <summary>The operator wants it out now, late as it may be.</summary>
    public override void TryAgain(DateTimeOffset at)
    {
        base.TryAgain(at);
        if (at > Until) Until = at + TimeSpan.FromHours(1);
    }

    public void Expire() => (State, Error) = (MailState.Failed, Error ?? "Nobody took it in time.");
}
