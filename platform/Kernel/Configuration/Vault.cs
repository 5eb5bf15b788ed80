using System.Security.Cryptography;

namespace Virtuos.Kernel.Configuration;

/// <summary>
/// Locks what opens doors elsewhere (passwords, keys of certificates) before it lies in the database: AES-GCM under a key of the installation.
/// What was locked for one owner does not open for another.
/// </summary>
public sealed class Vault(KeyRing keys)
{
    private const int Nonce = 12, Tag = 16;

    /// <param name="shelf">Names the key, as <c>data-boxes</c>.</param>
    public byte[] Lock(string shelf, Guid owner, ReadOnlySpan<byte> secret)
    {
        var locked = new byte[Nonce + Tag + secret.Length];
        RandomNumberGenerator.Fill(locked.AsSpan(0, Nonce));
        using var aes = new AesGcm(keys.Secret(shelf), Tag);
        aes.Encrypt(locked.AsSpan(0, Nonce), secret, locked.AsSpan(Nonce + Tag), locked.AsSpan(Nonce, Tag), owner.ToByteArray());
        return locked;
    }

    /// <exception cref="CryptographicException">It was locked for somebody else, under another key, or was changed.</exception>
    public byte[] Open(string shelf, Guid owner, byte[] locked)
    {
        var secret = new byte[locked.Length - Nonce - Tag];
        using var aes = new AesGcm(keys.Secret(shelf), Tag);
        aes.Decrypt(locked.AsSpan(0, Nonce), locked.AsSpan(Nonce + Tag), locked.AsSpan(Nonce, Tag), secret, owner.ToByteArray());
        return secret;
    }
}
