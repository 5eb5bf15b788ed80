using System.Security.Cryptography;

namespace Virtuos.Kernel.Signatures;

/// <summary>Digest algorithms by the identifiers that signatures use.</summary>
internal static class Digests
{
    private static readonly Dictionary<string, HashAlgorithmName> Known = new()
    {
        ["1.2.840.113549.2.5"] = HashAlgorithmName.MD5,
        [Oids.Sha1] = HashAlgorithmName.SHA1,
        [Oids.Sha256] = HashAlgorithmName.SHA256,
        ["2.16.840.1.101.3.4.2.2"] = HashAlgorithmName.SHA384,
        ["2.16.840.1.101.3.4.2.3"] = HashAlgorithmName.SHA512,
        ["2.16.840.1.101.3.4.2.8"] = HashAlgorithmName.SHA3_256,
        ["2.16.840.1.101.3.4.2.9"] = HashAlgorithmName.SHA3_384,
        ["2.16.840.1.101.3.4.2.10"] = HashAlgorithmName.SHA3_512,
    };

    /// <summary>Null for an algorithm that this platform does not know.</summary>
    public static HashAlgorithmName? Name(string identifier) => Known.TryGetValue(identifier, out var name) && Offered(name) ? name : null;

    /// <summary>Null for an algorithm that this platform does not know.</summary>
    public static byte[]? Hash(string identifier, ReadOnlySpan<byte> data) => Name(identifier) is { } name ? Hash(name, data) : null;

    public static byte[] Hash(HashAlgorithmName name, ReadOnlySpan<byte> data) => CryptographicOperations.HashData(name, data);

    // Collisions of MD5 can be bought for nothing; SHA-1 is judged by policy of the reader, not by arithmetic.
    public static bool IsBroken(HashAlgorithmName name) => name == HashAlgorithmName.MD5;

    private static bool Offered(HashAlgorithmName name) =>
        name == HashAlgorithmName.SHA3_256 ? SHA3_256.IsSupported : name == HashAlgorithmName.SHA3_384 ? SHA3_384.IsSupported : name != HashAlgorithmName.SHA3_512 || SHA3_512.IsSupported;
}
