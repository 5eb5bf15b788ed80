using System.Collections.Concurrent;

namespace Virtuos.Identity;

/// <summary>Accounts of invented people, not by the use cases: they would send letters that nobody opens.</summary>
internal sealed class DemoAccounts(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, string> hashes = new(StringComparer.Ordinal);

    /// <summary>With an address in small letters, confirmed, and with everybody's password.</summary>
    public Account Open(AccountKind kind, string name, string email, string language) => new()
    {
        Kind = kind,
        Name = name,
        Email = email,
        EmailFolded = email,
        EmailConfirmedAt = clock.GetUtcNow(),
        Password = Hash(DemoPeople.Password),
        PasswordAt = clock.GetUtcNow(),
        Language = language,
        CreatedAt = clock.GetUtcNow(),
    };

    /// <summary>Demo passwords are published, so all who share one may share its hash; hashing each anew would take minutes.</summary>
    public string Hash(string password) => hashes.GetOrAdd(password, Passwords.Hash);
}
