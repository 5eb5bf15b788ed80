using System.IO.Compression;
using System.Text;
using Virtuos.Kernel.Signatures;
using Virtuos.Kernel.Signing;
using Virtuos.Modules.Tests.Kernel.Paper;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Signatures;

public sealed class PdfChangeTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"virtuos-keys-{Guid.CreateVersion7():n}");
    private readonly byte[] paper;
    private readonly PdfObjects objects;
    private readonly int page;

    public PdfChangeTests()
    {
        var authority = new TrialAuthority(folder, TimeProvider.System);
        paper = PaperSeal.Seal(SamplePapers.Press.Press(SamplePapers.Of(SamplePapers.Names.First()), sealing: true).Bytes, authority.SealOf("Obec Dolní Lhota", "00283924"), TimeProvider.System.GetUtcNow());
        objects = PdfObjects.Open(paper);
        page = objects.Places.Keys.Order().First(n => objects.Object(n) is PdfDictionary d && objects.Name(d.GetValueOrDefault("Type")) == "Page");
    }

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_sealed_paper_of_the_house_is_intact()
    {
        var verdict = Only(paper);
        Assert.Equal(("PAdES", "BASELINE-B", true, "INDETERMINATE", "kernel.signature.no-anchors"), (verdict.Format, verdict.Level, verdict.Intact, verdict.Indication, verdict.Reason));
    }

    [Fact]
    [Contract("E03", Part = "a signed PDF that shows something else than what was signed is not called intact")]
    public void What_pages_show_is_compared_with_what_was_signed()
    {
        var stream = objects.Places.Keys.Max() + 1;
        var text = "BT /F1 24 Tf 100 500 Td (1 000 000) Tj ET";
        var content = $"{stream} 0 obj\n<</Length {text.Length}>>\nstream\n{text}\nendstream\nendobj\n";
        var shown = Only(Later(content, $"{page} 0 obj\n{Page($"/Contents {stream} 0 R", "Contents")}\nendobj\n"));
        Assert.Equal((false, "kernel.signature.changed-after", true), (shown.Intact, shown.Reason, shown.ChangedAfter));

        var mark = $"{stream} 0 obj\n<</Type/Annot/Subtype/FreeText/Rect[0 0 600 800]/Contents(Neplatné)/DA(/Helv 12 Tf)>>\nendobj\n";
        var marked = Only(Later(mark, $"{page} 0 obj\n{Page($"/Annots[{stream} 0 R]", "Annots")}\nendobj\n"));
        Assert.Equal(((bool?)null, "kernel.signature.annotated-after"), (marked.Intact, marked.Reason));

        var same = Only(Later($"{stream} 0 obj\n<</Type/Metadata>>\nendobj\n"));
        Assert.Equal((true, false), (same.Intact, same.ChangedAfter));
    }

    [Fact]
    public void A_copied_signature_covers_nothing()
    {
        // The dictionary again at the end of the file: its range names bytes of another place.
        var field = PdfSignature.In(objects, paper).Single();
        var range = $"[0 {field.GapStart} {field.GapEnd} {field.SignedEnd - field.GapEnd}]";
        var copy = Later($"{field.Number} 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:20260101000000Z)/ByteRange{range}/Contents<{Convert.ToHexString(field.Contents)}>>>\nendobj\n");
        var verdict = Only(copy);
        Assert.Equal((false, "FORMAT_FAILURE"), (verdict.Intact, verdict.SubIndication));
    }

    [Theory]
    [InlineData("bomb")]
    [InlineData("loop")]
    [InlineData("deep")]
    [InlineData("long")]
    public void Hostile_files_are_answered_quickly(string kind)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var report = SignatureChecker.Check(Hostile(kind), [], new CheckContext(TrustAnchors.None, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken));
        Assert.DoesNotContain(report.Signatures, s => s.Intact == true);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    private static byte[] Hostile(string kind)
    {
        var head = "%PDF-1.7\n";
        if (kind == "loop") return Encoding.Latin1.GetBytes(head + "1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm 1 0 R/Fields[1 0 R]/Kids[1 0 R]/Prev 9>>\nendobj\n2 0 obj\n2 0 R\nendobj\nxref\n0 1\n0 0 f\ntrailer\n<</Root 1 0 R/Prev 115>>\nstartxref\n115\n%%EOF");
        if (kind == "deep") return Encoding.Latin1.GetBytes(head + "1 0 obj\n" + new string('[', 3_000_000) + "\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF");
        if (kind == "long") return Encoding.Latin1.GetBytes(head + string.Concat(Enumerable.Range(1, 200_000).Select(i => $"{i} 0 obj\n<</Type/Catalog/ByteRange[0 1 2 3]>>\nendobj\n")) + "startxref\n0\n%%EOF");
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var i = 0; i < 300; i++) zip.Write(new byte[4 * 1024 * 1024]);
        return [.. Encoding.Latin1.GetBytes($"{head}1 0 obj\n<</Type/ObjStm/N 9999999/First 1/Filter/FlateDecode/Length {packed.Length}>>\nstream\n"), .. packed.ToArray(), .. "\nendstream\nendobj\ntrailer\n<</Root 3 0 R>>\nstartxref\n0\n%%EOF"u8];
    }

    private static SignatureVerdict Only(byte[] file) =>
        Assert.Single(SignatureChecker.Check(file, [], new CheckContext(TrustAnchors.None, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken)).Signatures);

    // The page as the press wrote it, with one entry in place of another.
    private string Page(string entry, string without)
    {
        var at = (int)objects.Places[page].At;
        var start = paper.AsSpan(at).IndexOf("<<"u8) + at;
        var end = paper.AsSpan(at).IndexOf("endobj"u8) + at;
        var text = Encoding.Latin1.GetString(paper, start, end - start).TrimEnd();
        text = System.Text.RegularExpressions.Regex.Replace(text, $@"/{without}\s*(\[[^\]]*\]|\d+ 0 R)", "");
        return text[..^2] + entry + ">>";
    }

    private byte[] Later(params string[] bodies)
    {
        var text = new StringBuilder("\n");
        List<(int Number, int At)> places = [];
        foreach (var body in bodies)
        {
            places.Add((int.Parse(body[..body.IndexOf(' ')]), paper.Length + text.Length));
            text.Append(body);
        }
        var table = paper.Length + text.Length;
        var before = Encoding.Latin1.GetString(paper, paper.Length - 200, 200);
        var previous = before[(before.LastIndexOf("startxref", StringComparison.Ordinal) + 10)..].Split('\n')[0];
        text.Append("xref\n");
        foreach (var (number, at) in places.OrderBy(p => p.Number)) text.Append($"{number} 1\n{at:0000000000} 00000 n \n");
        var root = ((PdfReference)objects.Trailer["Root"]!).Number;
        text.Append($"trailer\n<</Size 9999/Root {root} 0 R/Prev {previous}>>\nstartxref\n{table}\n%%EOF\n");
        return [.. paper, .. Encoding.Latin1.GetBytes(text.ToString())];
    }
}
