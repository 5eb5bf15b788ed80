using System.Collections.Concurrent;

namespace Virtuos.Identity;

/// <summary>Demo passwords are published, so the many officials who share one may share its hash; hashing each anew would take minutes.</summary>
internal sealed class DemoPasswords
{
    private readonly ConcurrentDictionary<string, string> hashes = new(StringComparer.Ordinal);

    public string Hash(string password) => hashes.GetOrAdd(password, Passwords.Hash);
}
