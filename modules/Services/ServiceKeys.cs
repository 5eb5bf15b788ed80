using System.Security.Cryptography;
using System.Text;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Services;

/// <summary>The module's secrets, read once.</summary>
internal sealed class ServiceKeys(KeyRing keys)
{
    private readonly byte[] network = keys.Secret("network");
    private readonly byte[] address = keys.Secret("mail-address");

    public byte[] Tracking { get; } = keys.Secret("tracking");

    /// <summary>Makes the codes of links that confirm an address.</summary>
    public byte[] Confirming { get; } = keys.Secret("confirming");

    public byte[] Network(string name) => HMACSHA256.HashData(network, Encoding.UTF8.GetBytes(name));

    public byte[] Address(string mail) => HMACSHA256.HashData(address, Encoding.UTF8.GetBytes(mail.Trim().ToLowerInvariant()));
}
