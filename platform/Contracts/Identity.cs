namespace Virtuos.Contracts.Identity;

/// <summary>An account as other modules may know it.</summary>
public sealed record AccountCard(Guid Id, string Name, string Email);

public interface IAccounts
{
    Task<AccountCard?> Account(Guid id, CancellationToken cancel);

    /// <summary>The officials for whom somebody else acts today: official → substitutes.</summary>
    Task<IReadOnlyDictionary<Guid, IReadOnlyList<Guid>>> SubstitutesToday(Guid office, CancellationToken cancel);
}

/// <summary>The session of this request.</summary>
public interface ICurrentSession
{
    /// <summary>Seconds until it ends when nothing more is asked; null for nobody.</summary>
    int? SecondsLeft { get; }

    /// <summary>True for an official or operator who has signed in by a password only.</summary>
    bool OwesSecondFactor { get; }
}

/// <summary>A login that the demo shows to everybody.</summary>
/// <param name="Roles">Roles of an official; empty for a citizen and the operator.</param>
public sealed record DemoLogin(Guid Account, string Kind, string Name, string Email, string Password, IReadOnlyList<string> Roles, Guid? Office);

/// <summary>The logins of the demo region; none in an installation that is not a demo.</summary>
public interface IDemoLogins
{
    Task<IReadOnlyList<DemoLogin>> All(CancellationToken cancel);
}
