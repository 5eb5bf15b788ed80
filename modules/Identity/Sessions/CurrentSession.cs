using Virtuos.Contracts.Identity;

namespace Virtuos.Identity;

/// <summary>What the request's cookie turned out to be; filled by <see cref="CallerRecognition"/>.</summary>
internal sealed class CurrentSession : ICurrentSession
{
    /// <summary>The live session, pending ones included.</summary>
    public Guid? Id { get; internal set; }

    public Guid? Account { get; internal set; }

    public Strength? Strength { get; internal set; }

    /// <summary>The account of a session that has ended; whoever is to sign in again.</summary>
    public Guid? Expired { get; internal set; }

    public int? SecondsLeft { get; internal set; }

    public bool OwesSecondFactor { get; internal set; }

    public bool IsPending => Strength == Identity.Strength.Pending;
}
