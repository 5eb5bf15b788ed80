using Virtuos.Kernel.Database;

namespace Virtuos.Identity;

internal enum AccountKind
{
    Citizen,
    Official,
    Operator,
}

/// <summary>Somebody who can sign in; an official's id is their id in the directory.</summary>
internal sealed class Account : ILedgered
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required AccountKind Kind { get; init; }

    public required string Name { get; set; }

    public required string Email { get; set; }

    /// <summary>By which the account is found; see <see cref="EmailAddress.Fold"/>.</summary>
    public required string EmailFolded { get; set; }

    /// <summary>Null until the person has proven that the mailbox is theirs; until then nobody signs in.</summary>
    public DateTimeOffset? EmailConfirmedAt { get; set; }

    public string? Password { get; set; }

    public DateTimeOffset? PasswordAt { get; set; }

    /// <summary>An official's office; null for everybody else.</summary>
    public Guid? Office { get; init; }

    /// <summary>cs, en or de: the language of letters about the account.</summary>
    public required string Language { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DisabledAt { get; set; }

    public bool CanSignIn => DisabledAt is null && EmailConfirmedAt is not null && Password is not null;
}

/// <summary>Where an official works and as what; told by the directory.</summary>
internal sealed class Post : IOfficeOwned, ILedgered
{
    /// <summary>The official.</summary>
    public required Guid Id { get; init; }

    public Guid Office { get; set; }

    public required Guid Unit { get; set; }

    /// <summary>Units besides their own where their role holds too.</summary>
    public Guid[] Units { get; set; } = [];

    public required string[] Roles { get; set; }
}
