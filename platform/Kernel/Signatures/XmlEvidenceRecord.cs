using System.Globalization;
using System.Security.Cryptography;
using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>
/// Proof by a row of time stamps over a tree of digests that documents existed (evidence record, RFC 6283): each stamp is of the root of its tree,
/// and each but the first is also of what came before it.
/// </summary>
internal static class XmlEvidenceRecord
{
    private const string Space = "urn:ietf:params:xml:ns:ers";
    private const int Most = 100;

    public static bool Fits(XmlDocument document) => document.DocumentElement is { LocalName: "EvidenceRecord", NamespaceURI: Space };

    /// <param name="documents">What the record should be of; none when it is not at hand.</param>
    public static IReadOnlyList<StampVerdict> Read(XmlDocument document, IReadOnlyList<byte[]> documents, CheckContext context)
    {
        var sequence = Child(document.DocumentElement, "ArchiveTimeStampSequence");
        var chains = Ordered(sequence, "ArchiveTimeStampChain");
        List<StampVerdict> verdicts = [];
        var evidence = new Evidence();
        for (var c = 0; c < chains.Count; c++)
        {
            var address = Child(chains[c], "DigestMethod")?.GetAttribute("Algorithm") ?? "";
            if (CanonicalMethod.Of(Child(chains[c], "CanonicalizationMethod")?.GetAttribute("Algorithm") ?? "") is not { } method) continue;
            var leaves = documents.Select(content => Leaf(content, address, method)).ToList();
            XmlElement? before = null;
            foreach (var stamp in Ordered(chains[c], "ArchiveTimeStamp").Take(Most - verdicts.Count))
            {
                List<byte[][]> needed = before is null ? [.. leaves] : [Digest(address, new XmlNodeSet(before), method)];
                var renewed = before is not null;
                if (before is null && c > 0) needed.Add(Digest(address, chains.Skip(c).Aggregate(new XmlNodeSet(sequence!), (set, later) => set.Without(later)), method));
                before = Child(stamp, "TimeStamp");
                Take(before, evidence);
                if (Child(before, "TimeStampToken") is not { } held || XmlSignature.Bytes(held) is not { } token) continue;
                if (context.Stamp(StampKinds.EvidenceRecord, token, _ => Root(stamp, address, needed, alone: renewed), evidence) is { } verdict) verdicts.Add(verdict);
            }
        }
        return verdicts;
    }

    // RFC 6283 3.2.2: digests of a group in ascending order make one, which goes into the next group. Empty where something needed is not in the first.
    private static byte[]? Root(XmlElement stamp, string address, List<byte[][]> needed, bool alone)
    {
        var groups = Ordered(Child(stamp, "HashTree"), "Sequence").Select(group => group.ChildNodes.OfType<XmlElement>().Where(child => child is { LocalName: "DigestValue", NamespaceURI: Space }).Select(XmlSignature.Bytes).ToList()).ToList();
        if (needed.Exists(ways => ways.Length == 0) || groups.Exists(group => group.Contains(null))) return null;
        if (groups.Count == 0) return needed.Count == 0 ? null : Joined([.. needed.Select(ways => ways[0])], address);
        if (!needed.TrueForAll(ways => groups[0].Exists(listed => ways.Any(digest => listed.AsSpan().SequenceEqual(digest))))) return [];
        // A renewal stands for the stamp before it and nothing else.
        if (alone && groups[0].Count != needed.Count) return [];
        byte[]? root = null;
        foreach (var group in groups)
        {
            List<byte[]> digests = [.. group.OfType<byte[]>()];
            if (root is not null && !digests.Exists(listed => listed.AsSpan().SequenceEqual(root))) digests.Add(root);
            root = Joined(digests, address);
            if (root is null) return null;
        }
        return root;
    }

    private static byte[]? Joined(List<byte[]> digests, string address)
    {
        if (digests.Count == 1) return digests[0];
        digests.Sort((one, other) => one.AsSpan().SequenceCompareTo(other));
        return XmlAlgorithms.Hash(address, digests.SelectMany(digest => digest).ToArray());
    }

    private static void Take(XmlElement? stamp, Evidence evidence)
    {
        foreach (var held in Child(stamp, "CryptographicInformationList")?.ChildNodes.OfType<XmlElement>() ?? [])
        {
            if (XmlSignature.Bytes(held) is not { } encoded) continue;
            if (held.GetAttribute("Type") == "CERT") evidence.AddCertificate(encoded);
            else if (held.GetAttribute("Type") == "CRL") evidence.AddList(encoded);
            else if (held.GetAttribute("Type") == "OCSP") evidence.AddAnswer(encoded);
        }
    }

    // Documents that are XML count in their canonical form (RFC 6283 4.1.1); makers take them as they lie, too.
    private static byte[][] Leaf(byte[] content, string address, CanonicalMethod method)
    {
        byte[][] raw = XmlAlgorithms.Hash(address, content) is { } digest ? [digest] : [];
        if (!SignatureChecker.LooksLikeXml(content)) return raw;
        try
        {
            return [.. raw, .. Digest(address, new XmlNodeSet(XmlDocuments.Load(content)), method)];
        }
        catch (XmlRefusedException)
        {
            return raw;
        }
    }

    private static byte[][] Digest(string address, XmlNodeSet set, CanonicalMethod method) => XmlAlgorithms.Hash(address, CanonicalXml.Bytes(set, method, [])) is { } digest ? [digest] : [];

    private static XmlElement? Child(XmlElement? parent, string name) => XmlSignature.Child(parent, name, Space);

    private static List<XmlElement> Ordered(XmlElement? parent, string name) =>
        [.. XmlSignature.Children(parent, name, Space).Take(Most).OrderBy(element => int.TryParse(element.GetAttribute("Order"), NumberStyles.None, CultureInfo.InvariantCulture, out var order) ? order : int.MaxValue)];
}
