using System.Security.Cryptography;
using System.Text;
using Virtuos.Kernel.Configuration;
using Virtuos.Services.Filling;

namespace Virtuos.Services;

/// <summary>The module's secrets, read once.</summary>
internal sealed class ServiceKeys(KeyRing keys)
{
    private readonly byte[] network = keys.Secret("network");
    private readonly byte[] ownDraft = keys.Secret("own-draft");
    private readonly byte[] hook = keys.Secret("webhook");
    private readonly byte[] address = keys.Secret("mail-address");

    public byte[] Tracking { get; } = keys.Secret("tracking");

    /// <summary>Makes the codes of links that confirm an address.</summary>
    public byte[] Confirming { get; } = keys.Secret("confirming");

    /// <summary>Makes the codes that confirm a phone.</summary>
    public byte[] Phone { get; } = keys.Secret("phone");

    /// <summary>Opens the token of a draft to the person who began it.</summary>
    public DraftToken OwnDraft(Guid person, Guid draft) => DraftToken.FromBytes(HMACSHA256.HashData(ownDraft, (byte[])[.. person.ToByteArray(bigEndian: true), .. draft.ToByteArray(bigEndian: true)]));

    /// <summary>What a webhook's messages are signed with; known to its owner and derived, never stored.</summary>
    /// <returns>32 bytes.</returns>
    public byte[] Webhook(Guid webhook) => HMACSHA256.HashData(hook, webhook.ToByteArray(bigEndian: true));

    public byte[] Network(string name) => HMACSHA256.HashData(network, Encoding.UTF8.GetBytes(name));

    public byte[] Address(string mail) => HMACSHA256.HashData(address, Encoding.UTF8.GetBytes(mail.Trim().ToLowerInvariant()));
}
