using System.IO.Compression;
using System.Text.RegularExpressions;
using Virtuos.Kernel.Signatures;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Signatures;

/// <summary>Signatures of many makers with the verdicts of another verifier (folder shared/standards), all formats together.</summary>
public sealed partial class SignatureCorpusTests
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        [StampKinds.Signature] = "SIGNATURE_TIMESTAMP", [StampKinds.Content] = "CONTENT_TIMESTAMP", [StampKinds.Archive] = "ARCHIVE_TIMESTAMP", [StampKinds.Document] = "DOCUMENT_TIMESTAMP",
        [StampKinds.Container] = "CONTAINER_TIMESTAMP", [StampKinds.Validation] = "VRI_TIMESTAMP", [StampKinds.ValidationData] = "VALIDATION_DATA_TIMESTAMP",
        [StampKinds.ValidationReferences] = "VALIDATION_DATA_REFSONLY_TIMESTAMP", [StampKinds.AllDataObjects] = "ALL_DATA_OBJECTS_TIMESTAMP",
        [StampKinds.IndividualDataObjects] = "INDIVIDUAL_DATA_OBJECTS_TIMESTAMP", [StampKinds.EvidenceRecord] = "EVIDENCE_RECORD_TIMESTAMP",
    };

    private static CheckContext Nobody => new(TrustAnchors.None, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

    /// <summary>
    /// A line agrees when the signatures have the same formats, levels, indications and reasons of ETSI, and the time stamps the same kinds and the same integrity. Where the other
    /// verifier could not read the file, any answer in words agrees.
    /// </summary>
    [Fact]
    [Contract("E03", Part = "signatures of all formats agree with the verdicts of EU DSS")]
    public async Task At_least_95_of_100_verdicts_of_every_format_agree()
    {
        using var archive = await ZipFile.OpenReadAsync(Samples.PathOf("standards/signature-samples.zip"), TestContext.Current.CancellationToken);
        SortedDictionary<string, (int Agreed, int All)> shares = [];
        List<string> falselyIntact = [];
        foreach (var line in await File.ReadAllLinesAsync(Samples.PathOf("standards/signature-verdicts.txt"), TestContext.Current.CancellationToken))
        {
            var (says, name) = (line[..line.IndexOf('\t')], line[(line.IndexOf('\t') + 1)..]);
            if (archive.GetEntry(name) is not { } entry) continue;
            var report = SignatureChecker.Check(Content(entry), [], Nobody);
            var (theirs, ours) = (Said(says), Said(Line(report)));
            var agrees = says.StartsWith("ERR", StringComparison.Ordinal) || theirs == ours;
            if (!agrees) TestContext.Current.TestOutputHelper!.WriteLine($"{name}\n  theirs {theirs}\n  ours   {ours} {report.Unreadable} {string.Join(' ', report.Signatures.Select(s => s.Reason))}");
            if (theirs.Split('[').Count(s => s.Contains("TOTAL_FAILED")) > report.Signatures.Count(s => s.Intact != true)) falselyIntact.Add(name);
            var group = name.Split('/')[0];
            var (agreed, all) = shares.GetValueOrDefault(group);
            shares[group] = (agreed + (agrees ? 1 : 0), all + 1);
        }
        foreach (var (group, (agreed, all)) in shares) TestContext.Current.TestOutputHelper!.WriteLine($"{group}: {agreed} of {all}");
        var (sum, lines) = (shares.Values.Sum(s => s.Agreed), shares.Values.Sum(s => s.All));
        TestContext.Current.TestOutputHelper!.WriteLine($"{sum} of {lines} verdicts agree.");
        Assert.Empty(falselyIntact);
        Assert.True(lines > 350 && sum >= 0.95 * lines, $"{sum} of {lines}");
    }

    [Fact]
    [Contract("E03", Part = "no changed PDF, signed message or container is called intact")]
    public async Task A_flipped_byte_of_what_is_signed_is_never_called_intact()
    {
        using var archive = await ZipFile.OpenReadAsync(Samples.PathOf("standards/signature-samples.zip"), TestContext.Current.CancellationToken);
        var random = new Random(20261121);
        int samples = 0, changes = 0;
        foreach (var entry in archive.Entries.Where(e => (e.FullName.StartsWith("dss-pades/", StringComparison.Ordinal) && e.Name.EndsWith(".pdf", StringComparison.Ordinal)) || e.FullName.StartsWith("dss-cades/", StringComparison.Ordinal)).Where(e => e.Length is > 0 and < 250_000))
        {
            var content = Content(entry);
            var report = SignatureChecker.Check(content, [], Nobody);
            if (report.Signatures.Count == 0 || report.Signatures.Any(s => s.Intact != true)) continue;
            if (Regions(content) is not { Count: > 0 } regions) continue;
            samples++;
            foreach (var (start, end) in regions)
                for (var i = 0; i < 6; i++)
                {
                    var changed = content.ToArray();
                    var at = random.Next(start, end);
                    changed[at] ^= (byte)(1 << random.Next(8));
                    changes++;
                    // The last signature covers the most; what only earlier ones cover is theirs to lose.
                    Assert.True(SignatureChecker.Check(changed, [], Nobody).Signatures.Any(s => s.Intact == true) == false || Several(report), $"{entry.FullName} at {at}");
                    if (Several(report)) Assert.True(SignatureChecker.Check(changed, [], Nobody).Signatures.Count(s => s.Intact == true) < report.Signatures.Count, $"{entry.FullName} at {at}");
                }
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{changes} changes of {samples} samples.");
        Assert.True(samples > 40 && changes > 400, $"{changes} changes of {samples} samples");
    }

    [Fact]
    [Contract("E03", Part = "the real messages of data boxes verify")]
    public async Task The_seals_and_stamps_of_real_data_box_messages_hold()
    {
        foreach (var path in System.IO.Directory.EnumerateFiles(Samples.PathOf("standards/isds/zfo-samples"), "*.zfo"))
        {
            var content = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            var report = SignatureChecker.Check(content, [], Nobody);
            var seal = Assert.Single(report.Signatures);
            TestContext.Current.TestOutputHelper!.WriteLine($"{Path.GetFileName(path)}: {Line(report)}");
            Assert.True(seal.Intact, seal.Reason);
            Assert.All(seal.Stamps, stamp => Assert.True(stamp.Intact, stamp.Kind));
            var changed = content.ToArray();
            changed[changed.AsSpan().IndexOf("dmID"u8)] ^= 1;
            Assert.DoesNotContain(SignatureChecker.Check(changed, [], Nobody).Signatures, s => s.Intact == true);
        }
    }

    private static bool Several(SignatureReport report) => report.Signatures.Count > 1;

    // The signed bytes, found without the code that is tested: the byte ranges of a PDF, the content and the value of a message.
    private static List<(int Start, int End)> Regions(byte[] content)
    {
        if (content.AsSpan(0, 5).SequenceEqual("%PDF-"u8))
        {
            var ranges = ByteRange().Matches(System.Text.Encoding.Latin1.GetString(content)).Select(m => m.Groups.Values.Skip(1).Select(g => int.Parse(g.Value)).ToArray()).OrderBy(r => r[2] + r[3]).ToList();
            return ranges.Count == 0 ? [] : [(0, ranges[0][1]), (ranges[0][2], ranges[0][2] + ranges[0][3])];
        }
        var message = new System.Security.Cryptography.Pkcs.SignedCms();
        try
        {
            message.Decode(content);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return [];
        }
        List<(int, int)> regions = [];
        foreach (var piece in (byte[][])[message.ContentInfo.Content, message.SignerInfos.Count == 1 ? message.SignerInfos[0].GetSignature() : []])
            if (piece.Length > 8 && content.AsSpan().IndexOf(piece) is >= 0 and var at) regions.Add((at, at + piece.Length));
        return regions;
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var kept = new MemoryStream();
        stream.CopyTo(kept);
        return kept.ToArray();
    }

    private static string Line(SignatureReport report) =>
        string.Concat(report.Signatures.Select(s => $"[{s.Format}{(s.Level is null ? "" : "-" + s.Level)} {s.Indication} {s.SubIndication}] "))
        + string.Concat(report.Signatures.SelectMany(s => s.Stamps).Concat(report.DocumentStamps).Select(s => $"{{TST {Kinds[s.Kind]} {(s.Intact == true ? "true" : "false")}/{(s.Intact == true ? "true" : "false")}}} "));

    // Neither program promises an order.
    private static string Said(string line) => string.Join(' ', Signature().Matches(line).Select(m => m.Value).Order(StringComparer.Ordinal)
        .Concat(Stamp().Matches(line).Select(m => $"{m.Groups[1].Value} {(m.Groups[2].Value == "true" && m.Groups[3].Value == "true" ? "holds" : "fails")}").Order(StringComparer.Ordinal)));

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Signature();

    [GeneratedRegex(@"\{TST (\S+) (\w+)/(\w+)\}")]
    private static partial Regex Stamp();

    [GeneratedRegex(@"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")]
    private static partial Regex ByteRange();
}
