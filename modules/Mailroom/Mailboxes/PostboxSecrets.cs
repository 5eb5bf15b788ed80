using Microsoft.AspNetCore.DataProtection;

namespace Virtuos.Mailroom;

/// <summary>Keeps passwords of mailboxes so that the database alone does not tell them.</summary>
internal sealed class PostboxSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("mailroom.postbox");

    public string Protect(string password) => protector.Protect(password);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The installation's keys are not those it was protected with.</exception>
    public string Read(string kept) => protector.Unprotect(kept);
}
