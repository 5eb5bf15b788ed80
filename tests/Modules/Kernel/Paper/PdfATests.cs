using System.Globalization;
using System.Text.RegularExpressions;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Paper.Fonts;
using Virtuos.Testing;
using Virtuos.Testing.PdfA;

namespace Virtuos.Modules.Tests.Kernel.Paper;

public sealed partial class PdfATests
{
    public static TheoryData<string> Papers => [.. SamplePapers.Names];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Papers))]
    [Contract("EP32", Part = "the platform's papers pass an independent checker of PDF/A-3a")]
    public async Task Every_paper_is_a_tagged_archival_file(string name)
    {
        var pressed = SamplePapers.Press.Press(SamplePapers.Of(name));
        Assert.Empty(PdfACheck.Of(pressed.Bytes));
        var (code, output) = await PdfTool.Run("qpdf", pressed.Bytes, Cancel, "--check", "{file}");
        Assert.True(code == 0, output);
        var (_, facts) = await PdfTool.Run("pdfinfo", pressed.Bytes, Cancel, "{file}");
        Assert.Matches(@"Tagged:\s+yes", facts);
        Assert.Matches($@"Pages:\s+{pressed.Pages}\b", facts);
        Assert.Matches(@"\(A4\)", facts);
        Assert.DoesNotContain("rror", facts);
    }

    [Fact]
    public async Task Every_Czech_and_German_letter_can_be_read_back_whole()
    {
        var pressed = SamplePapers.Press.Press(SamplePapers.Letters);
        Assert.Empty(pressed.ReplacedCharacters);
        var words = await PdfTool.Words(pressed.Bytes, Cancel);
        foreach (var paragraph in SamplePapers.Letters.Blocks.OfType<Paragraph>())
            Assert.Contains(paragraph.Text.Plain, words);
        Assert.Equal(4, Regex.Count(words, Regex.Escape(SamplePapers.CzechLetters)));
    }

    [Fact]
    public async Task Whole_text_stands_in_the_file_in_reading_order()
    {
        var words = await PdfTool.Words(SamplePapers.Press.Press(SamplePapers.Call).Bytes, Cancel);
        string[] expected =
        [
            "Městský úřad Horní Lhota Odbor životního prostředí Náměstí Míru 1, 763 23 Horní Lhota",
            "Naše č. j. MUHL/1234/2026/OŽP Vyřizuje Mgr. Jiří Dvořák",
            "Do vlastních rukou Vážená paní Ing. Žaneta Šťovíčková, Ph.D. Příčná 1234/5a 763 23 Horní Lhota",
            "Výzva k doplnění podání dne 27. 2. 2026 jsme obdrželi",
            "Doplnění zašlete do 15 dnů, nejlépe elektronicky přes portál občana oder auf Deutsch.",
            "1. číslo čipu psa a jeho plemeno, 2. souhlas vlastníka bytu: – písemný, nebo – ústní do protokolu.",
            "Žadatelka Ing. Žaneta Šťovíčková, Ph.D.",
            "Předpis poplatku Období Popis K úhradě 2025 Poplatek za prvního psa 1 200 Kč 2026 1 800 Kč Celkem",
            "Mgr. Jiří Dvořák vedoucí odboru Zapečetěno elektronicky",
        ];
        var at = 0;
        foreach (var part in expected)
        {
            var found = words.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{part}' is not in: {words[at..]}");
            at = found;
        }
    }

    [Fact]
    public async Task A_table_repeats_its_header_and_cuts_no_row()
    {
        var pressed = SamplePapers.Press.Press(SamplePapers.LongTable);
        Assert.InRange(pressed.Pages, 8, 20);
        var (_, text) = await PdfTool.Run("pdftotext", pressed.Bytes, Cancel, "-layout", "-enc", "UTF-8", "{file}", "-");
        var pages = text.Split('\f', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(pressed.Pages, pages.Length);
        Assert.All(pages, page => Assert.Contains("Jméno a příjmení", page));
        for (var i = 0; i < pages.Length; i++)
            Assert.Contains($"Strana {i + 1} z {pages.Length}", pages[i]);
        var rows = pages.SelectMany(page => page.Split('\n')).Where(line => line.Contains("Žofie Řeháková")).ToList();
        Assert.Equal(300, rows.Count);
        Assert.All(rows, row => Assert.Matches(@"Řeháková \d+ .*Dálky .*Kč", row));
    }

    [Fact]
    public async Task The_address_shows_in_the_window_of_an_envelope()
    {
        var (_, boxes) = await PdfTool.Run("pdftotext", SamplePapers.Press.Press(SamplePapers.Call).Bytes, Cancel, "-bbox", "-l", "1", "{file}", "-");
        foreach (var word in new[] { "vlastních", "Šťovíčková,", "1234/5a" })
        {
            var box = Box().Matches(boxes).First(match => match.Groups[5].Value == word);
            double Millimetres(int group) => double.Parse(box.Groups[group].Value, CultureInfo.InvariantCulture) * 25.4 / 72;
            // The window of a DL envelope on the right, however the sheet slides in it (ČSN 88 6410).
            Assert.InRange(Millimetres(1), 110, 190);
            Assert.InRange(Millimetres(3), 110, 190);
            Assert.InRange(Millimetres(2), 45, 79);
            Assert.InRange(Millimetres(4), 45, 79);
        }
    }

    [Fact]
    public async Task One_letter_words_and_numbers_do_not_end_a_line()
    {
        var text = string.Concat(Enumerable.Repeat("Jdeme k lesu v zimě s dětmi o samotě u vody a z kopce i do 12 345 Kč dne 1. 5. 2026 podle § 37 odst. 3 zákona č. 500. ", 40));
        var pressed = SamplePapers.Press.Press(SamplePapers.Plain("Lámání", new Paragraph(text)));
        var (_, output) = await PdfTool.Run("pdftotext", pressed.Bytes, Cancel, "-layout", "-enc", "UTF-8", "{file}", "-");
        var lines = output.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 60).ToList();
        Assert.True(lines.Count > 30);
        Assert.All(lines, line => Assert.DoesNotMatch(@"\s([ksvzouai]|§|odst\.|č\.|1\.|5\.|12)$", line));
    }

    [Fact]
    public void The_same_paper_gives_the_same_bytes()
    {
        var first = SamplePapers.Press.Press(SamplePapers.Call).Bytes;
        Assert.Equal(first, new PaperPress(new FontShelf()).Press(SamplePapers.Call with { }).Bytes);
        Assert.NotEqual(first, SamplePapers.Press.Press(SamplePapers.Call with { Created = SamplePapers.Moment.AddSeconds(1) }).Bytes);
    }

    [Fact]
    public void A_letter_takes_milliseconds()
    {
        SamplePapers.Press.Press(SamplePapers.Call);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 50; i++)
            SamplePapers.Press.Press(SamplePapers.Call);
        // Some milliseconds in truth; the bound allows for a busy machine.
        Assert.True(watch.ElapsedMilliseconds < 50 * 100, $"{watch.ElapsedMilliseconds / 50} ms a letter");
    }

    [Fact]
    public async Task Attachments_come_out_as_they_went_in()
    {
        var (_, list) = await PdfTool.Run("pdfdetach", SamplePapers.Press.Press(SamplePapers.Call).Bytes, Cancel, "-list", "{file}");
        Assert.Contains("4 embedded files", list);
        Assert.Contains("metadata-dokumentu-veřejnoprávního-původce.xml", list);
        Assert.Contains("poznámka-2.txt", list);
    }

    [Fact]
    public void Without_fonts_the_operator_learns_which_package_to_install()
    {
        var empty = System.IO.Directory.CreateTempSubdirectory("virtuos-fonts-");
        try
        {
            var missing = Assert.Throws<FontMissingException>(() => new FontShelf(empty.FullName, folderOnly: true));
            Assert.Contains("paper.font-missing", missing.Message);
            Assert.Contains("fonts-liberation2", missing.Message);
        }
        finally
        {
            empty.Delete();
        }
    }

    [Fact]
    public async Task The_second_choice_of_font_serves_as_well()
    {
        const string folder = "/usr/share/fonts/truetype/dejavu";
        Assert.SkipUnless(System.IO.Directory.Exists(folder), "The package fonts-dejavu-core is not installed.");
        var pressed = new PaperPress(new FontShelf(folder, folderOnly: true)).Press(SamplePapers.Letters);
        Assert.Empty(PdfACheck.Of(pressed.Bytes));
        Assert.Contains(SamplePapers.Pangram, await PdfTool.Words(pressed.Bytes, Cancel));
    }

    [GeneratedRegex("""<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)</word>""")]
    private static partial Regex Box();
}
