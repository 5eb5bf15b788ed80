using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>Signs XML: exclusive canonicalisation, SHA-256, RSA or ECDSA, and on demand as XAdES baseline B (ETSI EN 319 132-1).</summary>
public static class XmlSigning
{
    private const string Xades = XadesProperties.Space132;

    /// <param name="document">Loaded from text with its white space, so that all its name spaces are declared.</param>
    /// <param name="identities">Identities of the elements that are signed; none means the whole document.</param>
    /// <param name="certificate">With its private key.</param>
    /// <param name="behind">The element behind which the signature is put; null puts it last into the root.</param>
    /// <param name="at">The moment that the signature states in XAdES properties; null makes a plain XML signature.</param>
    /// <returns>The signature, which stands in the document.</returns>
    /// <exception cref="ArgumentException">No element, or more than one, has such an identity.</exception>
    public static XmlElement Sign(XmlDocument document, IReadOnlyList<string> identities, X509Certificate2 certificate, XmlElement? behind = null, DateTimeOffset? at = null)
    {
        var root = document.DocumentElement ?? throw new ArgumentException("The document is empty.", nameof(document));
        var known = new XmlIdentities(document);
        var targets = identities.Select(identity => known.Find(identity) ?? throw new ArgumentException($"No single element is identified by {identity}.", nameof(identities))).ToList();

        var signature = Create(document, "Signature");
        var mark = "s-" + Guid.CreateVersion7().ToString("n");
        signature.SetAttribute("xmlns:ds", XmlSignature.Space);
        signature.SetAttribute("Id", mark);
        if (behind is null) root.AppendChild(signature);
        else behind.ParentNode!.InsertAfter(signature, behind);

        var info = Add(signature, "SignedInfo");
        Named(info, "CanonicalizationMethod", CanonicalMethod.Exclusive10);
        using var rsa = certificate.GetRSAPrivateKey();
        Named(info, "SignatureMethod", rsa is null ? XmlAlgorithms.EcdsaSha256 : XmlAlgorithms.RsaSha256);
        var value = Add(signature, "SignatureValue");
        Add(Add(Add(signature, "KeyInfo"), "X509Data"), "X509Certificate").InnerText = Convert.ToBase64String(certificate.RawData);

        // The signature lies in the document while digests are taken: its surroundings give it its name spaces.
        var whole = identities.Count == 0;
        foreach (var (target, identity) in whole ? [((XmlNode)document, "")] : targets.Select((target, i) => ((XmlNode)target, "#" + identities[i])))
        {
            var reference = Reference(info, identity, whole || signature.ParentNode is XmlElement parent && IsWithin(parent, target));
            reference.SetAttribute("Id", mark + "-" + (info.ChildNodes.Count - 2));
            Digest(reference, new XmlNodeSet(target, Comments: false).Without(signature));
        }
        if (at is { } moment)
        {
            var properties = Properties(signature, mark, certificate, moment, info);
            var reference = Reference(info, "#" + mark + "-p", enveloped: false);
            reference.SetAttribute("Type", "http://uri.etsi.org/01903#SignedProperties");
            Digest(reference, new XmlNodeSet(properties, Comments: false));
        }
        value.InnerText = Convert.ToBase64String(Value(certificate, rsa, CanonicalXml.Bytes(new XmlNodeSet(info), CanonicalMethod.Of(CanonicalMethod.Exclusive10)!, [])));
        return signature;
    }

    private static byte[] Value(X509Certificate2 certificate, RSA? rsa, byte[] signed)
    {
        if (rsa is not null) return rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var curve = certificate.GetECDsaPrivateKey() ?? throw new ArgumentException("The certificate has no key to sign with.", nameof(certificate));
        return curve.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static XmlElement Reference(XmlElement info, string address, bool enveloped)
    {
        var reference = Add(info, "Reference");
        reference.SetAttribute("URI", address);
        var transforms = Add(reference, "Transforms");
        if (enveloped) Named(transforms, "Transform", XmlTransforms.Enveloped);
        Named(transforms, "Transform", CanonicalMethod.Exclusive10);
        Named(reference, "DigestMethod", XmlAlgorithms.Sha256);
        return reference;
    }

    private static void Digest(XmlElement reference, XmlNodeSet set) =>
        Add(reference, "DigestValue").InnerText = Convert.ToBase64String(SHA256.HashData(CanonicalXml.Bytes(set, CanonicalMethod.Of(CanonicalMethod.Exclusive10)!, [])));

    private static XmlElement Properties(XmlElement signature, string mark, X509Certificate2 certificate, DateTimeOffset at, XmlElement info)
    {
        var holder = Add(Add(signature, "Object"), "QualifyingProperties", Xades);
        holder.SetAttribute("xmlns:xades", Xades);
        holder.SetAttribute("Target", "#" + mark);
        var properties = Add(holder, "SignedProperties", Xades);
        properties.SetAttribute("Id", mark + "-p");
        var own = Add(properties, "SignedSignatureProperties", Xades);
        Add(own, "SigningTime", Xades).InnerText = XmlConvert.ToString(at.ToUniversalTime(), "yyyy-MM-ddTHH:mm:ssZ");
        var digest = Add(Add(Add(own, "SigningCertificateV2", Xades), "Cert", Xades), "CertDigest", Xades);
        Named(digest, "DigestMethod", XmlAlgorithms.Sha256);
        Add(digest, "DigestValue").InnerText = Convert.ToBase64String(SHA256.HashData(certificate.RawData));
        var data = Add(properties, "SignedDataObjectProperties", Xades);
        foreach (var reference in XmlSignature.Children(info, "Reference"))
        {
            var format = Add(data, "DataObjectFormat", Xades);
            format.SetAttribute("ObjectReference", "#" + reference.GetAttribute("Id"));
            Add(format, "MimeType", Xades).InnerText = "text/xml";
        }
        return properties;
    }

    private static bool IsWithin(XmlNode node, XmlNode target)
    {
        for (XmlNode? above = node; above is not null; above = above.ParentNode)
        {
            if (ReferenceEquals(above, target)) return true;
        }
        return false;
    }

    private static void Named(XmlElement parent, string name, string algorithm) => Add(parent, name).SetAttribute("Algorithm", algorithm);

    private static XmlElement Add(XmlElement parent, string name, string space = XmlSignature.Space) => (XmlElement)parent.AppendChild(Create(parent.OwnerDocument, name, space))!;

    private static XmlElement Create(XmlDocument document, string name, string space = XmlSignature.Space) => document.CreateElement(space == Xades ? "xades" : "ds", name, space);
}
