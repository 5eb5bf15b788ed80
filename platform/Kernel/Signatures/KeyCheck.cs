using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>The arithmetic of signatures: RSA (PKCS#1 and PSS), ECDSA (DER and plain) and DSA by the key of a certificate.</summary>
internal static class KeyCheck
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string Pss = "1.2.840.113549.1.1.10";
    private const string EcKey = "1.2.840.10045.2.1";
    private const string EllipticCurves = "1.2.840.10045.";
    private const string PlainEcdsa = "0.4.0.127.0.7.1.1.4.1.";

    // Identifiers that name the digest too.
    private static readonly Dictionary<string, (string Kind, HashAlgorithmName Digest)> Combined = new()
    {
        ["1.2.840.113549.1.1.4"] = (Rsa, HashAlgorithmName.MD5),
        ["1.2.840.113549.1.1.5"] = (Rsa, HashAlgorithmName.SHA1),
        ["1.3.14.3.2.29"] = (Rsa, HashAlgorithmName.SHA1),
        ["1.2.840.113549.1.1.11"] = (Rsa, HashAlgorithmName.SHA256),
        ["1.2.840.113549.1.1.12"] = (Rsa, HashAlgorithmName.SHA384),
        ["1.2.840.113549.1.1.13"] = (Rsa, HashAlgorithmName.SHA512),
        ["2.16.840.1.101.3.4.3.14"] = (Rsa, HashAlgorithmName.SHA3_256),
        ["2.16.840.1.101.3.4.3.15"] = (Rsa, HashAlgorithmName.SHA3_384),
        ["2.16.840.1.101.3.4.3.16"] = (Rsa, HashAlgorithmName.SHA3_512),
        ["1.2.840.10045.4.1"] = (EcKey, HashAlgorithmName.SHA1),
        ["1.2.840.10045.4.3.2"] = (EcKey, HashAlgorithmName.SHA256),
        ["1.2.840.10045.4.3.3"] = (EcKey, HashAlgorithmName.SHA384),
        ["1.2.840.10045.4.3.4"] = (EcKey, HashAlgorithmName.SHA512),
        ["2.16.840.1.101.3.4.3.10"] = (EcKey, HashAlgorithmName.SHA3_256),
        ["2.16.840.1.101.3.4.3.11"] = (EcKey, HashAlgorithmName.SHA3_384),
        ["2.16.840.1.101.3.4.3.12"] = (EcKey, HashAlgorithmName.SHA3_512),
        [PlainEcdsa + "1"] = (PlainEcdsa, HashAlgorithmName.SHA1),
        [PlainEcdsa + "3"] = (PlainEcdsa, HashAlgorithmName.SHA256),
        [PlainEcdsa + "4"] = (PlainEcdsa, HashAlgorithmName.SHA384),
        [PlainEcdsa + "5"] = (PlainEcdsa, HashAlgorithmName.SHA512),
        ["1.2.840.10040.4.3"] = ("DSA", HashAlgorithmName.SHA1),
        ["2.16.840.1.101.3.4.3.2"] = ("DSA", HashAlgorithmName.SHA256),
    };

    /// <summary>The identifier is of a signature, and says which digest is under it.</summary>
    public static bool NamesDigest(string identifier) => Combined.ContainsKey(identifier);

    /// <summary>Whether the signature of the data holds; null when the algorithm or the key is not known here.</summary>
    /// <param name="digest">The digest that is named beside; a combined algorithm must name the same.</param>
    public static bool? Holds(X509Certificate2 certificate, AlgorithmName algorithm, HashAlgorithmName? digest, ReadOnlySpan<byte> data, byte[] signature)
    {
        var (kind, own) = Combined.TryGetValue(algorithm.Identifier, out var combined) ? (combined.Kind, combined.Digest) : (algorithm.Identifier, (HashAlgorithmName?)null);
        if (kind == Pss) return Probabilistic(certificate, algorithm, data, signature);
        if (own is not null && digest is not null && own != digest) return false;
        if ((own ?? digest) is not { } name) return null;
        // An identifier of elliptic curves beside a key of RSA was put there by somebody who did not sign.
        if (kind.StartsWith(EllipticCurves, StringComparison.Ordinal) && certificate.PublicKey.Oid.Value == Rsa) return false;
        try
        {
            return Holds(certificate, kind, name, Digests.Hash(name, data), signature);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or ArgumentException or AsnContentException)
        {
            return null;
        }
    }

    private static bool? Holds(X509Certificate2 certificate, string kind, HashAlgorithmName name, byte[] hash, byte[] signature)
    {
        switch (kind)
        {
            case Rsa or "2.5.8.1.1":
                using (var key = certificate.GetRSAPublicKey())
                    return key is null ? null : key.VerifyHash(hash, signature, name, RSASignaturePadding.Pkcs1) || Opened(key.ExportParameters(false), hash, signature, name);
            case EcKey or PlainEcdsa:
                using (var key = certificate.GetECDsaPublicKey())
                    return key?.VerifyHash(hash, signature, kind == PlainEcdsa ? DSASignatureFormat.IeeeP1363FixedFieldConcatenation : DSASignatureFormat.Rfc3279DerSequence);
            case "DSA" or "1.2.840.10040.4.1":
                using (var key = certificate.GetDSAPublicKey())
                    return key?.VerifySignature(hash, signature, DSASignatureFormat.Rfc3279DerSequence);
            default:
                return null;
        }
    }

    private static bool? Probabilistic(X509Certificate2 certificate, AlgorithmName algorithm, ReadOnlySpan<byte> data, byte[] signature)
    {
        try
        {
            var (name, mask, salt) = PssParameters(algorithm);
            using var key = certificate.GetRSAPublicKey();
            if (key is null || name is not { } digest || mask is not { } maskDigest) return null;
            var hash = Digests.Hash(digest, data);
            return salt == hash.Length && digest == maskDigest
                ? key.VerifyHash(hash, signature, digest, RSASignaturePadding.Pss)
                : PssPadding.Holds(key.ExportParameters(false), hash, signature, digest, maskDigest, salt);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    // RSASSA-PSS-params of RFC 4055, with its defaults.
    private static (HashAlgorithmName? Digest, HashAlgorithmName? Mask, int Salt) PssParameters(AlgorithmName algorithm)
    {
        HashAlgorithmName? digest = HashAlgorithmName.SHA1, mask = HashAlgorithmName.SHA1;
        var salt = 20;
        if (algorithm.Parameters is not { } encoded) return (digest, mask, salt);
        var parameters = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        while (parameters.HasData)
        {
            var tag = parameters.PeekTag();
            var field = parameters.ReadSequence(tag);
            if (tag.TagValue == 0) digest = Digests.Name(AlgorithmName.Read(field).Identifier);
            else if (tag.TagValue == 1 && AlgorithmName.Read(field).Parameters is { } inner) mask = Digests.Name(AlgorithmName.Read(new AsnReader(inner, AsnEncodingRules.BER)).Identifier);
            else if (tag.TagValue == 2 && field.TryReadInt32(out var length)) salt = length;
        }
        return (digest, mask, salt);
    }

    // Some makers leave the NULL out of the DigestInfo, which the framework refuses; every byte of the padding is still demanded.
    private static bool Opened(RSAParameters key, byte[] hash, byte[] signature, HashAlgorithmName name)
    {
        var block = PssPadding.Open(key, signature);
        if (block is null || block[0] != 0 || block[1] != 1) return false;
        var end = Array.IndexOf(block, (byte)0, 2);
        if (end < 10 || block.AsSpan(2, end - 2).ContainsAnyExcept((byte)0xFF)) return false;
        try
        {
            var reader = new AsnReader(block.AsMemory(end + 1), AsnEncodingRules.DER);
            var info = reader.ReadSequence();
            var algorithm = AlgorithmName.Read(info);
            return !reader.HasData && Digests.Name(algorithm.Identifier) == name && algorithm.Parameters is null
                && info.ReadOctetString().AsSpan().SequenceEqual(hash) && !info.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}

/// <summary>RSASSA-PSS (RFC 8017 9.1.2) where salt or mask are not what the framework takes for granted.</summary>
internal static class PssPadding
{
    /// <summary>The padded block under an RSA signature; null when it is not of the size of the key.</summary>
    public static byte[]? Open(RSAParameters key, byte[] signature)
    {
        if (signature.Length != key.Modulus!.Length) return null;
        var opened = BigInteger.ModPow(new BigInteger(signature, true, true), new BigInteger(key.Exponent, true, true), new BigInteger(key.Modulus, true, true)).ToByteArray(true, true);
        return opened.Length > signature.Length ? null : [.. new byte[signature.Length - opened.Length], .. opened];
    }

    public static bool Holds(RSAParameters key, byte[] hash, byte[] signature, HashAlgorithmName digest, HashAlgorithmName mask, int salt)
    {
        var block = Open(key, signature);
        var bits = (key.Modulus!.Length * 8) - BitOperations.LeadingZeroCount((uint)key.Modulus[0]) + 24 - 1;
        if (block is null) return false;
        var size = (bits + 7) / 8;
        if (size < block.Length && block[0] != 0) return false;
        var encoded = block.AsSpan(block.Length - size);
        if (salt < 0 || size < hash.Length + salt + 2 || encoded[^1] != 0xBC) return false;
        var masked = encoded[..(size - hash.Length - 1)].ToArray();
        var seed = encoded.Slice(masked.Length, hash.Length).ToArray();
        if ((masked[0] & ~(0xFF >> (8 * size - bits))) != 0) return false;
        var stream = Mask(seed, masked.Length, mask);
        for (var i = 0; i < masked.Length; i++) masked[i] ^= stream[i];
        masked[0] &= (byte)(0xFF >> (8 * size - bits));
        var start = masked.Length - salt - 1;
        if (masked.AsSpan(0, start).ContainsAnyExcept((byte)0) || masked[start] != 1) return false;
        return Digests.Hash(digest, [.. new byte[8], .. hash, .. masked.AsSpan(start + 1)]).AsSpan().SequenceEqual(seed);
    }

    private static byte[] Mask(byte[] seed, int length, HashAlgorithmName name)
    {
        List<byte> stream = [];
        for (var counter = 0; stream.Count < length; counter++)
            stream.AddRange(Digests.Hash(name, [.. seed, (byte)(counter >> 24), (byte)(counter >> 16), (byte)(counter >> 8), (byte)counter]));
        return [.. stream];
    }
}
