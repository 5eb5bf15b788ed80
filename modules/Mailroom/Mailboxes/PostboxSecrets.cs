using System.Text;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Mailroom;

/// <summary>Keeps passwords of mailboxes so that the database alone does not tell them.</summary>
internal sealed class PostboxSecrets(Vault vault)
{
    public const string Shelf = "postboxes";

    public string Protect(Guid postbox, string password) => Convert.ToBase64String(vault.Lock(Shelf, postbox, Encoding.UTF8.GetBytes(password)));

    /// <exception cref="System.Security.Cryptography.CryptographicException">The installation's keys are not those it was protected with.</exception>
    public string Read(Postbox postbox) => Encoding.UTF8.GetString(vault.Open(Shelf, postbox.Id, Convert.FromBase64String(postbox.Password)));
}
