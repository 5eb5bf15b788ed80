using Virtuos.Testing.PdfA;

namespace Virtuos.Modules.Tests.Kernel.Paper;

/// <summary>The checker is worth its green only if it sees faults.</summary>
public sealed class PdfACheckTests
{
    private static readonly PdfReader Good = new(SamplePapers.Press.Press(SamplePapers.Call).Bytes);

    public static TheoryData<string, string> Faults => [.. Damages.Select(damage => (damage.Key, damage.Value.Finding))];

    private static readonly Dictionary<string, (string Finding, Action<DamagedPdf> Do)> Damages = new()
    {
        ["level B"] = ("6.6.4", file => file.Rewrite(Metadata, "<pdfaid:conformance>A", "<pdfaid:conformance>B")),
        ["another title"] = ("6.6.3", file => file.Rewrite(Metadata, "x-default\">V", "x-default\">W")),
        ["another date"] = ("6.6.3", file => file.Rewrite(Metadata, "<xmp:CreateDate>2026", "<xmp:CreateDate>2025")),
        ["untagged"] = ("6.7.2", file => file.Set(Catalog, "MarkInfo", null)),
        ["no structure"] = ("6.7.2", file => file.Set(Catalog, "StructTreeRoot", null)),
        ["no language"] = ("6.7.4", file => file.Set(Catalog, "Lang", null)),
        ["no intent"] = ("6.2.3", file => file.Set(Catalog, "OutputIntents", null)),
        ["opens with a script"] = ("6.5.1", file => file.Set(Catalog, "OpenAction", Dictionary("JavaScript"))),
        ["layers"] = ("OCProperties", file => file.Set(Catalog, "OCProperties", new PdfDictionary(new Dictionary<string, PdfValue>()))),
        ["text outside of marks"] = ("6.7.2", file => file.Rewrite(Content, "/H1 <</MCID", "/Artifact <</Type/Layout>> BDC EMC /X <</MCIX")),
        ["unmarked drawing"] = ("outside of marked", file => file.Rewrite(Content, "/Artifact <</Type/Layout>> BDC", "EMC BT ET /P BMC")),
        ["a mark that belongs to nothing"] = ("6.7.2", file => file.Rewrite(Content, "/H1 <</MCID ", "/H1 <</MCID 9")),
        ["another tag in the page"] = ("6.7.2", file => file.Rewrite(Content, "/H1 <</MCID", "/H2 <</MCID")),
        ["an unknown operator"] = ("6.2.2", file => file.Rewrite(Content, "BT\n", "BT\nfoo\n")),
        ["q without Q"] = ("ends inside", file => file.Rewrite(Content, "BT\n", "q BT\n")),
        [".notdef"] = ("6.2.11.8", file => file.Rewrite(Content, "Td\n<0001", "Td\n<0000")),
        ["a glyph that is not there"] = ("6.2.11.4", file => file.Rewrite(Content, "Td\n<0001", "Td\n<7FFF")),
        ["a font left out"] = ("6.2.11.4.1", file => file.Set(node => node.Has("FontFile2"), "FontFile2", null)),
        ["wrong widths"] = ("6.2.11.5", file => file.Set(node => node.Has("CIDToGIDMap"), "W", new PdfArray([new PdfNumber(0), new PdfArray([.. Enumerable.Repeat(new PdfNumber(123), 300)])]))),
        ["no meaning"] = ("6.2.11.7.2", file => file.Set(node => node.Has("ToUnicode"), "ToUnicode", null)),
        ["a figure without words"] = ("6.7.5", file => file.Set(node => node["S"] is PdfName { Value: "Figure" }, "Alt", null)),
        ["a header without scope"] = ("scope", file => file.Set(node => node["S"] is PdfName { Value: "TH" }, "A", null)),
        ["a cell outside of a row"] = ("6.7.3", file => file.Set(node => node["S"] is PdfName { Value: "TR" }, "S", new PdfName("P"))),
        ["a foreign type"] = ("6.7.3.4", file => file.Set(node => node["S"] is PdfName { Value: "H1" }, "S", new PdfName("Nadpis"))),
        ["a level left out"] = ("follows", file => file.Set(node => node["S"] is PdfName { Value: "H2" }, "S", new PdfName("H4"))),
        ["a link that does not print"] = ("6.3.2", file => file.Set(node => node["Subtype"] is PdfName { Value: "Link" }, "F", null)),
        ["a link without words"] = ("6.7.6", file => file.Set(node => node["Subtype"] is PdfName { Value: "Link" }, "Contents", null)),
        ["a link outside of the structure"] = ("6.7.3", file => file.Set(node => node["Subtype"] is PdfName { Value: "Link" }, "StructParent", null)),
        ["a film"] = ("6.3.1", file => file.Set(node => node["Subtype"] is PdfName { Value: "Link" }, "Subtype", new PdfName("Movie"))),
        ["transparency"] = ("6.2.10", file => file.Set(Page, "Group", new PdfDictionary(new Dictionary<string, PdfValue>()))),
        ["a page that acts"] = ("6.5.2", file => file.Set(Page, "AA", new PdfDictionary(new Dictionary<string, PdfValue>()))),
        ["an attachment without relation"] = ("AFRelationship", file => file.Set(node => node.Has("AFRelationship"), "AFRelationship", null)),
        ["an attachment not associated"] = ("AF", file => file.Set(Catalog, "AF", null)),
        ["an attachment without type"] = ("MIME", file => file.Set(node => node["Type"] is PdfName { Value: "EmbeddedFile" }, "Subtype", null)),
        ["old compression"] = ("6.1.7.2", file => file.Set(node => node["Type"] is PdfName { Value: "EmbeddedFile" }, "Filter", new PdfName("LZWDecode"))),
    };

    [Fact]
    public void A_good_file_written_again_is_still_good() => Assert.Empty(PdfACheck.Of(new DamagedPdf(Good).Write()));

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_seen(string damage, string finding)
    {
        var file = new DamagedPdf(Good);
        Damages[damage].Do(file);
        var findings = PdfACheck.Of(file.Write());
        Assert.True(findings.Any(found => found.Contains(finding, StringComparison.Ordinal)), $"{finding} is not in: {string.Join("; ", findings)}");
    }

    [Fact]
    public void A_broken_frame_is_seen()
    {
        Assert.NotEmpty(PdfACheck.Of([]));
        Assert.NotEmpty(PdfACheck.Of("%PDF-1.7 nothing"u8.ToArray()));
        var good = SamplePapers.Press.Press(SamplePapers.Call).Bytes;
        Assert.NotEmpty(PdfACheck.Of(good[..^20]));
        Assert.NotEmpty(PdfACheck.Of([.. good, .. "trailing"u8]));
        Assert.NotEmpty(PdfACheck.Of([.. "\n"u8, .. good]));
    }

    private static bool Catalog(PdfDictionary node) => node["Type"] is PdfName { Value: "Catalog" };

    private static bool Page(PdfDictionary node) => node["Type"] is PdfName { Value: "Page" };

    private static bool Metadata(PdfStream stream) => stream["Type"] is PdfName { Value: "Metadata" };

    private static bool Content(PdfStream stream) => !stream.Has("Type") && !stream.Has("Length1") && !stream.Has("N");

    private static PdfDictionary Dictionary(string action) => new(new Dictionary<string, PdfValue> { ["S"] = new PdfName(action), ["JS"] = new PdfWord([65], true) });
}
