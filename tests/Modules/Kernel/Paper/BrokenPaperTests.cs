using System.Diagnostics;
using Virtuos.Kernel.Paper;
using Virtuos.Testing.PdfA;

namespace Virtuos.Modules.Tests.Kernel.Paper;

public sealed class BrokenPaperTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Inputs => [.. Broken.Keys];

    private static readonly Dictionary<string, Func<PaperDocument>> Broken = new()
    {
        ["controls"] = () => Everywhere(new string([.. Enumerable.Range(0, 0x30).Select(code => (char)code)]) + "\u007F\u0085\uFFFE\uFFFF"),
        ["directions"] = () => Everywhere("abc \u202Efdp.exe\u202C \u2066x\u2069 \u200Fy\u061C"),
        ["halves"] = () => Everywhere("\uD800 a \uDC00 b \uDBFF"),
        ["emoji"] = () => Everywhere("👩‍👩‍👧‍👦 🇨🇿 ❤️ 𝒜 😀 𓀀 漢字 العربية"),
        ["markup"] = () => Everywhere("<script>alert(1)</script> ]]> <?xpacket end='w'?> &amp; (a) \\ /Type /Catalog >> endobj stream %%EOF"),
        ["long word"] = () => Everywhere(new string('ž', 100_000)),
        ["long paragraph"] = () => SamplePapers.Plain("x", new Paragraph(string.Concat(Enumerable.Repeat("slovo v lese, ", 7200)))),
        ["many lines"] = () => SamplePapers.Plain("x", new Paragraph(new string('\n', 5000) + "konec")),
        ["many rows"] = () => SamplePapers.Plain("x", new Table(
            [new("a"), new("b"), new("c")],
            [.. Enumerable.Range(0, 5000).Select(IReadOnlyList<RichText> (i) => [$"řádek {i}", "text do buňky", $"{i} Kč"])])),
        ["many columns"] = () => SamplePapers.Plain("x", new Table(
            [.. Enumerable.Range(0, 80).Select(i => new Column($"sloupec {i}"))],
            [[.. Enumerable.Range(0, 90).Select(i => (RichText)$"hodnota {i}")]])),
        ["many runs"] = () => SamplePapers.Plain("x", new Paragraph(new RichText(
            [.. Enumerable.Range(0, 3000).Select(i => new Run("slovo ") { Bold = i % 2 == 0, Italic = i % 3 == 0, Link = i % 5 == 0 ? "https://a.example/" + i : null })]))),
        ["bad links"] = () => SamplePapers.Plain("x", new Paragraph(new RichText(
            new Run("a") { Link = "javascript:alert(1)" },
            new Run("b") { Link = "https://ž.example/(ř)\\" },
            new Run("c") { Link = "file:///etc/passwd" },
            new Run("d") { Language = "cs)/S" },
            new Run("") { Link = "https://a.example" }))),
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task Broken_text_becomes_a_good_file_in_bounded_time(string input)
    {
        var paper = Broken[input]();
        var watch = Stopwatch.StartNew();
        var pressed = SamplePapers.Press.Press(paper, sealing: true);
        Assert.True(watch.Elapsed < Bound, $"{input} took {watch.Elapsed}");
        Assert.DoesNotContain(PdfACheck.Of(pressed.Bytes), finding => !finding.StartsWith("6.4.3", StringComparison.Ordinal));
        var (code, output) = await PdfTool.Run("qpdf", pressed.Bytes, TestContext.Current.CancellationToken, "--check", "{file}");
        Assert.True(code == 0, output);
        Assert.NotEmpty(PaperHtml.Render(paper));
        Assert.NotEmpty(PaperMail.Of(paper).Html);
    }

    [Fact]
    public async Task Direction_marks_do_not_turn_the_text_round()
    {
        var pressed = SamplePapers.Press.Press(Broken["directions"]());
        Assert.Contains("abc fdp.exe x y", await PdfTool.Words(pressed.Bytes, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Characters_no_font_has_are_seen_and_named()
    {
        var pressed = SamplePapers.Press.Press(SamplePapers.Plain("x", new Paragraph("před 漢𓀀 po")));
        Assert.Equal(["U+6F22", "U+13000"], pressed.ReplacedCharacters);
        Assert.Contains("před \uFFFD\uFFFD po", await PdfTool.Words(pressed.Bytes, TestContext.Current.CancellationToken));
        Assert.Empty(PdfACheck.Of(pressed.Bytes));
    }

    [Fact]
    public async Task Composed_and_decomposed_letters_are_the_same()
    {
        var pressed = SamplePapers.Press.Press(SamplePapers.Plain("x", new Paragraph(SamplePapers.Pangram.Normalize(System.Text.NormalizationForm.FormD))));
        Assert.Contains(SamplePapers.Pangram, await PdfTool.Words(pressed.Bytes, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_row_higher_than_a_page_goes_on_over_pages()
    {
        var pressed = SamplePapers.Press.Press(SamplePapers.Plain("x", new Table([new("a"), new("b")], [[string.Concat(Enumerable.Repeat("slovo ", 5000)), "b"], ["další", "řádek"]])));
        var words = await PdfTool.Words(pressed.Bytes, TestContext.Current.CancellationToken);
        Assert.Equal(5000, words.Split(' ').Count(word => word == "slovo"));
        Assert.Empty(PdfACheck.Of(pressed.Bytes));
    }

    private static PaperDocument Everywhere(string text) => new()
    {
        Title = text,
        Language = text,
        Created = SamplePapers.Moment,
        Author = text,
        Subject = text,
        Letterhead = new Letterhead(text[..Math.Min(200, text.Length)], text[..Math.Min(200, text.Length)]) { Lines = [text[..Math.Min(200, text.Length)]] },
        Recipient = new Recipient([text[..Math.Min(200, text.Length)]]) { Handling = text[..Math.Min(50, text.Length)] },
        References = [new(text[..Math.Min(200, text.Length)], text)],
        ReferenceNumber = text,
        FootNote = text,
        Blocks =
        [
            new Heading(text),
            new Paragraph(text),
            new Paragraph(new RichText(new Run(text) { Bold = true, Italic = true, Link = "https://a.example/" + text[..Math.Min(20, text.Length)], Language = text })),
            new ItemList([text, new ListItem(text) { Inner = new ItemList([text], Numbered: true) }]),
            new Summary([new(text, text)]),
            new Table([new(text), new("b")], [[text, text]]) { Caption = text, RowHeaders = true },
            new QrCode("obsah", text) { Caption = text[..Math.Min(100, text.Length)] },
            new Barcode("123456", text),
            new SignatureBox(text[..Math.Min(300, text.Length)], text[..Math.Min(300, text.Length)]) { Stamp = text[..Math.Min(300, text.Length)] },
            new SealBox([text]),
        ],
        Attachments = [new Attachment(text, text, new byte[] { 1, 2, 3 }, SamplePapers.Moment) { Description = text }],
    };
}
