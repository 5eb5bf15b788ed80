using Virtuos.Kernel.Paper;
using Virtuos.Testing.PdfA;

namespace Virtuos.Modules.Tests.Kernel.Paper;

public sealed class CodeTests
{
    [Theory]
    [InlineData("MBMCX00OPOY9")]
    [InlineData("1234567890")]
    [InlineData("123")]
    [InlineData("A1234567B")]
    [InlineData("12345ABC123456")]
    [InlineData("~ !\"#")]
    [InlineData("00")]
    public void A_barcode_reads_as_it_was_written(string content)
    {
        Assert.Equal(content, Read(Code128.Encode(content)));
    }

    [Fact]
    public void Random_barcodes_read_as_they_were_written()
    {
        var random = new Random(128);
        for (var i = 0; i < 500; i++)
        {
            var content = new string([.. Enumerable.Range(0, random.Next(1, Code128.Longest))
                .Select(_ => (char)(random.Next(3) > 0 ? random.Next('0', '9' + 1) : random.Next(' ', '~' + 1)))]);
            Assert.Equal(content, Read(Code128.Encode(content)));
        }
    }

    [Fact]
    public void Digits_are_packed_in_pairs()
    {
        // Start, five pairs, check, and the stop of 13 modules.
        Assert.Equal((1 + 5 + 1) * 11 + 13, Code128.Encode("1234567890").Sum());
    }

    [Theory]
    [InlineData("")]
    [InlineData("č")]
    [InlineData("a\u0000")]
    public void What_a_barcode_cannot_hold_is_refused(string content) =>
        Assert.ThrowsAny<ArgumentException>(() => Code128.Encode(content));

    [Fact]
    public void Codes_are_drawn_so_that_readers_read_them_when_a_reader_is_there()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zbarimg"), "The package zbar-tools is not installed.");
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-codes-");
        try
        {
            var path = Path.Combine(folder.FullName, "codes.pdf");
            File.WriteAllBytes(path, SamplePapers.Press.Press(SamplePapers.Plain(
                "Kódy",
                new QrCode("https://hornilhota.example/overit?žluťoučký=kůň", "QR kód"),
                new QrCode("SPD*1.0*ACC:CZ2806000000000168540115*AM:3000.00*CC:CZK", "QR platba") { Size = 20 },
                new Barcode("MBMCX00OPOY9", "Čárový kód"))).Bytes);
            Shell("pdftoppm", "-r", "200", "-png", path, Path.Combine(folder.FullName, "codes"));
            var read = Shell("zbarimg", ["-q", "--nodbus", .. System.IO.Directory.GetFiles(folder.FullName, "*.png")]);
            Assert.Contains("QR-Code:https://hornilhota.example/overit?žluťoučký=kůň", read);
            Assert.Contains("QR-Code:SPD*1.0*ACC:CZ2806000000000168540115*AM:3000.00*CC:CZK", read);
            Assert.Contains("CODE-128:MBMCX00OPOY9", read);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_code_without_words_still_speaks()
    {
        var pressed = SamplePapers.Press.Press(SamplePapers.Plain("x", new QrCode("obsah", " "), new Barcode("123", "")));
        Assert.Empty(PdfACheck.Of(pressed.Bytes));
    }

    private static string Shell(string tool, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit(TimeSpan.FromSeconds(30));
        return output;
    }

    private static string Read(IReadOnlyList<int> widths)
    {
        // The table of symbols is taken from single-symbol codes: value v follows a start and is checked by itself.
        var symbols = new List<int>();
        var table = Enumerable.Range(' ', 95).Select(code => (Widths: string.Concat(Code128.Encode($"{(char)code}").Skip(6).Take(6)), Value: code - ' '))
            .ToDictionary(entry => entry.Widths, entry => entry.Value);
        string[] rest = ["114113", "114311", "411113", "411311", "113141", "114131", "311141", "411131", "211412", "211214", "211232"];
        for (var i = 0; i < rest.Length; i++)
            table.Add(rest[i], 95 + i);
        for (var at = 0; at + 7 < widths.Count; at += 6)
            symbols.Add(table[string.Concat(widths.Skip(at).Take(6))]);
        var check = symbols[0] + symbols.Skip(1).SkipLast(1).Select((symbol, i) => symbol * (i + 1)).Sum();
        Assert.Equal(check % 103, symbols[^1]);
        Assert.Equal("2331112", string.Concat(widths.Skip(widths.Count - 7)));
        var text = "";
        var inC = symbols[0] == 105;
        foreach (var symbol in symbols.Skip(1).SkipLast(1))
        {
            if (symbol is 99 or 100 && inC == (symbol == 100))
                inC = !inC;
            else
                text += inC ? symbol.ToString("00") : $"{(char)(symbol + ' ')}";
        }
        return text;
    }
}
