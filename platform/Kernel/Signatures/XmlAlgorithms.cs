using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>Digests and signature algorithms by the addresses that XML signatures call them (XML-Signature 1.1, RFC 9231).</summary>
internal static class XmlAlgorithms
{
    private const string More = "http://www.w3.org/2001/04/xmldsig-more#";
    private const string Newer = "http://www.w3.org/2007/05/xmldsig-more#";
    private const string Pss = "1.2.840.113549.1.1.10";
    private const string Mgf1 = "1.2.840.113549.1.1.8";

    public const string Sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    public const string RsaSha256 = More + "rsa-sha256";
    public const string EcdsaSha256 = More + "ecdsa-sha256";

    private static readonly Dictionary<string, string> Digest = new()
    {
        [More + "md5"] = "1.2.840.113549.2.5",
        [XmlSignature.Space + "sha1"] = Oids.Sha1,
        [Sha256] = Oids.Sha256,
        [More + "sha384"] = "2.16.840.1.101.3.4.2.2",
        ["http://www.w3.org/2001/04/xmlenc#sha512"] = "2.16.840.1.101.3.4.2.3",
        [Newer + "sha3-256"] = "2.16.840.1.101.3.4.2.8",
        [Newer + "sha3-384"] = "2.16.840.1.101.3.4.2.9",
        [Newer + "sha3-512"] = "2.16.840.1.101.3.4.2.10",
    };

    // MACs are not here: whoever can check one can make one.
    private static readonly Dictionary<string, string> Signing = new()
    {
        [XmlSignature.Space + "rsa-sha1"] = "1.2.840.113549.1.1.5",
        [More + "rsa-md5"] = "1.2.840.113549.1.1.4",
        [RsaSha256] = "1.2.840.113549.1.1.11",
        [More + "rsa-sha384"] = "1.2.840.113549.1.1.12",
        [More + "rsa-sha512"] = "1.2.840.113549.1.1.13",
        [More + "ecdsa-sha1"] = "1.2.840.10045.4.1",
        [EcdsaSha256] = "1.2.840.10045.4.3.2",
        [More + "ecdsa-sha384"] = "1.2.840.10045.4.3.3",
        [More + "ecdsa-sha512"] = "1.2.840.10045.4.3.4",
        ["http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-256"] = "2.16.840.1.101.3.4.3.10",
        ["http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-384"] = "2.16.840.1.101.3.4.3.11",
        ["http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-512"] = "2.16.840.1.101.3.4.3.12",
        [XmlSignature.Space + "dsa-sha1"] = "1.2.840.10040.4.3",
        ["http://www.w3.org/2009/xmldsig11#dsa-sha256"] = "2.16.840.1.101.3.4.3.2",
        [Newer + "sha1-rsa-MGF1"] = Oids.Sha1,
        [Newer + "sha256-rsa-MGF1"] = Oids.Sha256,
        [Newer + "sha384-rsa-MGF1"] = "2.16.840.1.101.3.4.2.2",
        [Newer + "sha512-rsa-MGF1"] = "2.16.840.1.101.3.4.2.3",
        [Newer + "sha3-256-rsa-MGF1"] = "2.16.840.1.101.3.4.2.8",
        [Newer + "sha3-384-rsa-MGF1"] = "2.16.840.1.101.3.4.2.9",
        [Newer + "sha3-512-rsa-MGF1"] = "2.16.840.1.101.3.4.2.10",
    };

    /// <summary>Null for an algorithm that is not known here.</summary>
    public static byte[]? Hash(string address, ReadOnlySpan<byte> data) => Digest.TryGetValue(address, out var identifier) ? Digests.Hash(identifier, data) : null;

    /// <summary>Whether a signature value is of the data; null when the algorithm is not known here or the key does not fit it.</summary>
    /// <param name="method">ds:SignatureMethod.</param>
    public static bool? Holds(X509Certificate2 certificate, XmlElement method, byte[] data, byte[] value)
    {
        var address = method.GetAttribute("Algorithm");
        if (address == Newer + "rsa-pss") return PssOf(method) is { } stated ? KeyCheck.Holds(certificate, stated, null, data, value) : null;
        if (!Signing.TryGetValue(address, out var identifier)) return null;
        if (address.EndsWith("-MGF1", StringComparison.Ordinal)) return KeyCheck.Holds(certificate, PssOf(identifier, identifier, SaltOf(identifier)), null, data, value);
        // Of two numbers side by side (IEEE P1363) a sequence of two is made.
        var paired = address.Contains("#ecdsa", StringComparison.Ordinal) || address.Contains("#dsa", StringComparison.Ordinal);
        if (paired && (value.Length is 0 or > 512 || value.Length % 2 != 0)) return false;
        return KeyCheck.Holds(certificate, new AlgorithmName(identifier, null), null, data, paired ? InSequence(value) : value);
    }

    private static byte[] InSequence(byte[] pair)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(pair.AsSpan(0, pair.Length / 2), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(pair.AsSpan(pair.Length / 2), isUnsigned: true, isBigEndian: true));
        }
        return writer.Encode();
    }

    // RFC 9231 2.3.10 with its defaults.
    private static AlgorithmName? PssOf(XmlElement method)
    {
        var parameters = Child(method, "RSAPSSParams");
        var digest = Child(parameters, "DigestMethod") is { } stated ? Digest.GetValueOrDefault(stated.GetAttribute("Algorithm")) : Oids.Sha256;
        var mask = Child(Child(parameters, "MaskGenerationFunction"), "DigestMethod") is { } inner ? Digest.GetValueOrDefault(inner.GetAttribute("Algorithm")) : digest;
        if (digest is null || mask is null) return null;
        var salt = SaltOf(digest);
        if (Child(parameters, "SaltLength") is { } length && (!int.TryParse(length.InnerText, out salt) || salt is < 0 or > 512)) return null;
        return PssOf(digest, mask, salt);
    }

    private static AlgorithmName PssOf(string digest, string mask, int salt)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true))) Named(digest);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1, true)))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Mgf1);
                Named(mask);
            }
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2, true))) writer.WriteInteger(salt);
        }
        return new AlgorithmName(Pss, writer.Encode());

        void Named(string identifier)
        {
            using (writer.PushSequence()) writer.WriteObjectIdentifier(identifier);
        }
    }

    private static int SaltOf(string digest) => Digests.Hash(digest, [])?.Length ?? 32;

    private static XmlElement? Child(XmlElement? parent, string name) => parent?.ChildNodes.OfType<XmlElement>().FirstOrDefault(child => child.LocalName == name);
}
