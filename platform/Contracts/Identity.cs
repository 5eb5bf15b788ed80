namespace Virtuos.Contracts.Identity;

/// <summary>An account as other modules may know it.</summary>
public sealed record AccountCard(Guid Id, string Name, string Email);

public interface IAccounts
{
    Task<AccountCard?> Account(Guid id, CancellationToken cancel);

    /// <summary>The officials for whom somebody else acts today: official → substitutes.</summary>
    Task<IReadOnlyDictionary<Guid, IReadOnlyList<Guid>>> SubstitutesToday(Guid office, CancellationToken cancel);
}
