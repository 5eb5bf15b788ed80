using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using Virtuos.Kernel.Signatures;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Signatures;

/// <summary>Signatures of many makers with the verdicts of another verifier (folder shared/standards).</summary>
public sealed partial class XadesCorpusTests
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["SIGNATURE_TIMESTAMP"] = StampKinds.Signature, ["ARCHIVE_TIMESTAMP"] = StampKinds.Archive, ["ALL_DATA_OBJECTS_TIMESTAMP"] = StampKinds.AllDataObjects,
        ["INDIVIDUAL_DATA_OBJECTS_TIMESTAMP"] = StampKinds.IndividualDataObjects, ["VALIDATION_DATA_TIMESTAMP"] = StampKinds.ValidationData,
        ["VALIDATION_DATA_REFSONLY_TIMESTAMP"] = StampKinds.ValidationReferences, ["EVIDENCE_RECORD_TIMESTAMP"] = StampKinds.EvidenceRecord,
    };

    private static CheckContext Nobody => new(TrustAnchors.None, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

    [Fact]
    [Contract("E03", Part = "signatures of XML agree with the verdicts of EU DSS")]
    public async Task At_least_95_of_100_verdicts_agree()
    {
        using var archive = await ZipFile.OpenReadAsync(Samples.PathOf("standards/signature-samples.zip"), TestContext.Current.CancellationToken);
        int lines = 0, agreed = 0;
        List<string> intact = [];
        foreach (var line in await File.ReadAllLinesAsync(Samples.PathOf("standards/signature-verdicts.txt"), TestContext.Current.CancellationToken))
        {
            var (says, name) = (line[..line.IndexOf('\t')], line[(line.IndexOf('\t') + 1)..]);
            if (!name.Contains("xades") || name.EndsWith(".pdf", StringComparison.Ordinal) || archive.GetEntry(name) is not { } entry) continue;
            lines++;
            var report = SignatureChecker.Check(Content(entry), [], Nobody);
            var (theirs, ours) = (Said(says), Said(report));
            if (says.StartsWith("OK", StringComparison.Ordinal) && report.Signatures.Count(s => s.Intact == true) > Signature().Matches(says).Count(m => m.Groups[2].Value != "TOTAL_FAILED" && !m.Value.Contains("SIGNED_DATA_NOT_FOUND"))) intact.Add(entry.Name);
            // Where the other could not read, any answer with a reason will do.
            if (says.StartsWith("ERR", StringComparison.Ordinal) || theirs == ours) agreed++;
            else TestContext.Current.TestOutputHelper!.WriteLine($"{name}\n  theirs {theirs}\n  ours   {ours} {report.Unreadable} {string.Join(' ', report.Signatures.Select(s => s.Reason))}");
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{agreed} of {lines} verdicts of XML agree.");
        // Its references are filtered by id(), which the other does not know.
        Assert.Equal(["Signature-X-AT-1.xml"], intact);
        Assert.True(lines > 150 && agreed >= 0.95 * lines, $"{agreed} of {lines}");
    }

    [Fact]
    [Contract("E03", Part = "no changed XML is called intact")]
    public async Task Nothing_that_is_signed_can_be_changed_unnoticed()
    {
        using var archive = await ZipFile.OpenReadAsync(Samples.PathOf("standards/signature-samples.zip"), TestContext.Current.CancellationToken);
        var random = new Random(20261121);
        int samples = 0, changes = 0;
        foreach (var entry in archive.Entries.Where(e => e.FullName.StartsWith("dss-xades/", StringComparison.Ordinal) && e.Name.EndsWith(".xml", StringComparison.Ordinal) && e.Length is > 0 and < 200_000))
        {
            var content = Content(entry);
            var report = SignatureChecker.Check(content, [], Nobody);
            if (report.Signatures.Count != 1 || report.Signatures[0].Intact != true) continue;
            samples++;
            for (var i = 0; i < 25; i++)
            {
                var document = XmlDocuments.Load(content);
                if (!Change(document, random, i)) continue;
                changes++;
                var after = SignatureChecker.Check(XmlSigning.Write(document), [], Nobody);
                Assert.False(after.Signatures.Any(s => s.Intact == true), $"{entry.FullName}, change {i}");
            }
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{changes} changes of {samples} samples.");
        Assert.True(samples > 25 && changes > 500, $"{changes} changes of {samples} samples.");
    }

    // Of what the references reach by the rule of XML-Signature, read here without the code that is tested.
    private static bool Change(XmlDocument document, Random random, int i)
    {
        var signature = (XmlElement)document.GetElementsByTagName("Signature", XmlSignature.Space)[0]!;
        var info = signature.ChildNodes.OfType<XmlElement>().Single(e => e.LocalName == "SignedInfo");
        List<XmlElement> roots = [info];
        foreach (var reference in info.ChildNodes.OfType<XmlElement>().Where(e => e.LocalName == "Reference" && e.HasAttribute("URI")))
        {
            // Filters of their own may leave anything out.
            if (reference.InnerXml.Contains("filter2") || reference.InnerXml.Contains("#base64")) continue;
            var address = reference.GetAttribute("URI").TrimStart('#');
            roots.Add(address.Length == 0 ? document.DocumentElement! : document.SelectNodes("//*")!.OfType<XmlElement>().Single(e => e.Attributes.OfType<XmlAttribute>().Any(a => a.LocalName.Equals("ID", StringComparison.OrdinalIgnoreCase) && a.Value == address)));
        }
        var root = roots[random.Next(roots.Count)];
        var elements = root.SelectNodes("descendant-or-self::*")!.OfType<XmlElement>().Where(e => ReferenceEquals(root, info) || !Within(e, signature) || Within(root, signature)).ToList();
        var chosen = elements[random.Next(elements.Count)];
        var text = chosen.ChildNodes.OfType<XmlText>().FirstOrDefault();
        var attribute = chosen.Attributes.OfType<XmlAttribute>().FirstOrDefault(a => a.NamespaceURI != XmlScope.Declaring && !a.LocalName.Equals("ID", StringComparison.OrdinalIgnoreCase));
        if (i % 3 == 0 && text is not null) text.Value = text.Value![0] == 'x' ? "y" + text.Value[1..] : "x" + text.Value[1..];
        else if (i % 3 == 1 && attribute is not null) attribute.Value += "x";
        else if (i % 3 == 2) chosen.AppendChild(document.CreateElement("added", "urn:added"));
        else chosen.SetAttribute("added", "");
        return true;
    }

    private static bool Within(XmlNode? node, XmlNode above)
    {
        for (; node is not null; node = node.ParentNode)
        {
            if (ReferenceEquals(node, above)) return true;
        }
        return false;
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var kept = new MemoryStream();
        stream.CopyTo(kept);
        return kept.ToArray();
    }

    private static string Said(string line) => string.Join(' ', Signature().Matches(line).Select(m => m.Groups[1].Value + " " + m.Groups[2].Value)
        .Concat(Stamp().Matches(line).Select(m => $"{Kinds[m.Groups[1].Value]} {m.Groups[2].Value}").Order(StringComparer.Ordinal)));

    private static string Said(SignatureReport report) => string.Join(' ', report.Signatures.Select(s => $"{s.Format}{(s.Level is null ? "" : "-" + s.Level)} {s.Indication}")
        .Concat(report.Signatures.SelectMany(s => s.Stamps).Concat(report.DocumentStamps).Select(s => $"{s.Kind} {(s.Intact == true ? "true" : "false")}").Order(StringComparer.Ordinal)));

    [GeneratedRegex(@"\[(\S+) (\S+)[^\]]*\]")]
    private static partial Regex Signature();

    [GeneratedRegex(@"\{TST (\S+) \S+/(\S+)\}")]
    private static partial Regex Stamp();
}
