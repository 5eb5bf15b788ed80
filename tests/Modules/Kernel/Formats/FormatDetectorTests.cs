using System.IO.Compression;
using System.Text;
using Virtuos.Kernel.Formats;

namespace Virtuos.Modules.Tests.Kernel.Formats;

public sealed class FormatDetectorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("png", "89504E470D0A1A0A0000000D49484452")]
    [InlineData("jpeg", "FFD8FFE000104A464946")]
    [InlineData("gif", "474946383961")]
    [InlineData("tiff", "49492A0008000000")]
    [InlineData("tiff", "4D4D002A00000008")]
    [InlineData("webp", "524946461A00000057454250565038")]
    [InlineData("wav", "524946461A00000057415645666D74")]
    [InlineData("bmp", "424D3E000000000000003E00000028000000")]
    [InlineData("heic", "000000186674797068656963000000006D696631")]
    [InlineData("mp4", "000000186674797069736F6D00000200")]
    [InlineData("mov", "00000014667479707174202000000000")]
    [InlineData("mp3", "494433030000000000")]
    [InlineData("mp3", "FFFB90640000")]
    [InlineData("mpeg", "000001BA44000400")]
    [InlineData("gzip", "1F8B0800")]
    [InlineData("7z", "377ABCAF271C0004")]
    [InlineData("rar", "526172211A0700")]
    [InlineData("elf", "7F454C4602010100")]
    [InlineData("exe", "4D5A90000300000004000000FFFF0000B8000000")]
    [InlineData("macho", "CFFAEDFE07000001")]
    [InlineData("class", "CAFEBABE00000034")]
    [InlineData("lnk", "4C0000000114020000000000")]
    [InlineData("unknown", "00010203FF")]
    [InlineData("unknown", "0000000000000000000000000000")]
    [InlineData("empty", "")]
    public async Task Bytes_at_the_beginning_tell_the_format(string code, string hex) => Assert.Equal(code, (await Detect(Convert.FromHexString(hex))).Code);

    [Theory]
    [InlineData("txt", "Žádám o povolení zvláštního užívání komunikace, děkuji.")]
    [InlineData("txt", "MZ je zkratka")]
    [InlineData("csv", "jméno;ulice;\"popis; s oddělovačem\"\nJan;Dlouhá;x\nEva;Krátká;y\n")]
    [InlineData("json", "{ \"obec\": \"Lhota\", \"pocet\": 3 }")]
    [InlineData("xml", "<?xml version=\"1.0\"?>\n<!-- poznámka --><obec><nazev/></obec>")]
    [InlineData("isdoc", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Invoice xmlns=\"http://isdoc.cz/namespace/2013\" version=\"6.0.1\"></Invoice>")]
    [InlineData("html", "<!DOCTYPE html>\n<html><body>x</body></html>")]
    [InlineData("html", "<script>alert(1)</script>")]
    [InlineData("svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"></svg>")]
    [InlineData("eml", "Received: from x\n\tby y\nFrom: a@b.cz\nSubject: věc\n\ntext")]
    [InlineData("mbox", "From a@b.cz Fri Nov 20 2026\nFrom: a@b.cz\nTo: c@d.cz\n\ntext")]
    [InlineData("ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")]
    [InlineData("script", "#!/bin/sh\nrm -rf /\n")]
    [InlineData("script", "@echo off\r\ndel *.*\r\n")]
    [InlineData("script", "<?php system($_GET['x']);")]
    [InlineData("eicar", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")]
    [InlineData("rtf", "{\\rtf1\\ansi text}")]
    public async Task Texts_are_told_apart_by_their_first_lines(string code, string text)
    {
        Assert.Equal(code, (await Detect(Encoding.UTF8.GetBytes(text))).Code);
        if (code is "txt" or "csv" or "xml" or "html")
            Assert.Equal(code, (await Detect([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)])).Code);
        if (code is "txt" or "xml")
            Assert.Equal(code, (await Detect([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)])).Code);
    }

    [Fact]
    public async Task A_text_in_windows_1250_is_a_text()
    {
        // "Žluťoučký kůň" as old programs write it.
        byte[] text = [0x8E, (byte)'l', (byte)'u', 0x9D, (byte)'o', (byte)'u', 0xE8, (byte)'k', 0xFD, (byte)' ', (byte)'k', 0xF9, 0xF2];
        Assert.Equal("txt", (await Detect(text)).Code);
    }

    [Fact]
    public async Task A_picture_that_wants_to_act_says_so()
    {
        var format = await Detect("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>"u8.ToArray());
        Assert.True(format.Traits.HasFlag(FormatTraits.Active));
    }

    [Theory]
    [InlineData("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", FormatTraits.None)]
    [InlineData("docm", "application/vnd.ms-word.document.macroEnabled.main+xml", FormatTraits.Macros)]
    [InlineData("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", FormatTraits.None)]
    [InlineData("xlsm", "application/vnd.ms-excel.sheet.macroEnabled.main+xml", FormatTraits.Macros)]
    [InlineData("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", FormatTraits.None)]
    [InlineData("pptm", "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml", FormatTraits.Macros)]
    public async Task Office_documents_are_told_by_what_they_declare(string code, string type, FormatTraits traits)
    {
        var format = await Detect(Zip(("[Content_Types].xml", $"<Types><Override PartName=\"/x\" ContentType=\"{type}\"/></Types>"), ("word/document.xml", "<x/>")));
        Assert.Equal((code, traits), (format.Code, format.Traits));
    }

    [Fact]
    public async Task Macros_hidden_in_a_document_without_macros_are_seen()
    {
        var format = await Detect(Zip(
            ("[Content_Types].xml", "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"), ("word/vbaProject.bin", "x")));
        Assert.Equal("docx", format.Code);
        Assert.True(format.Traits.HasFlag(FormatTraits.Macros));
    }

    [Theory]
    [InlineData("odt", "application/vnd.oasis.opendocument.text")]
    [InlineData("ods", "application/vnd.oasis.opendocument.spreadsheet")]
    [InlineData("odp", "application/vnd.oasis.opendocument.presentation")]
    [InlineData("asice", "application/vnd.etsi.asic-e+zip")]
    public async Task Archives_that_name_themselves_are_believed(string code, string type) =>
        Assert.Equal(code, (await Detect(Zip(("mimetype", type), ("content.xml", "<x/>")))).Code);

    [Fact]
    public async Task Archives_say_what_they_carry()
    {
        Assert.Equal("isdocx", (await Detect(Zip(("faktura.isdoc", "<Invoice/>"), ("manifest.xml", "<x/>"), ("faktura.pdf", "%PDF")))).Code);
        Assert.Equal("jar", (await Detect(Zip(("META-INF/MANIFEST.MF", "Main-Class: x")))).Code);
        var plain = await Detect(Zip(("a.txt", "x")));
        Assert.Equal(("zip", FormatTraits.Embedded), (plain.Code, plain.Traits));
        Assert.True((await Detect(Zip(("faktura.pdf.exe", "MZ")))).Traits.HasFlag(FormatTraits.Program));
        Assert.True((await Detect(Zip(("nuly", new string('0', 50_000_000))))).Traits.HasFlag(FormatTraits.Inflated));
        var cut = Zip(("a.txt", "x"))[..40];
        Assert.Equal(FormatTraits.Damaged, (await Detect(cut)).Traits);
    }

    [Theory]
    [InlineData("doc", "WordDocument", FormatTraits.None)]
    [InlineData("xls", "Workbook", FormatTraits.None)]
    [InlineData("ppt", "PowerPoint Document", FormatTraits.None)]
    [InlineData("msg", "__properties_version1.0", FormatTraits.None)]
    [InlineData("office-encrypted", "EncryptedPackage", FormatTraits.Encrypted)]
    [InlineData("ole", "Macros", FormatTraits.Macros)]
    public async Task Old_office_files_are_told_by_their_streams(string code, string stream, FormatTraits traits)
    {
        var format = await Detect(Compound("Root Entry", stream));
        Assert.Equal((code, traits), (format.Code, format.Traits));
    }

    [Fact]
    public async Task A_compound_file_whose_chain_is_a_circle_ends()
    {
        var file = Compound("Root Entry", "WordDocument");
        // The directory's next sector is the directory again.
        BitConverter.TryWriteBytes(file.AsSpan(512 + 4), 1u);
        Assert.Equal("doc", (await Detect(file)).Code);
    }

    [Theory]
    [InlineData("pdf", "smlouva.PDF", true)]
    [InlineData("pdf", "smlouva.exe", false)]
    [InlineData("jpeg", "foto.jpeg", true)]
    [InlineData("exe", "faktura.pdf", false)]
    [InlineData("txt", "README", true)]
    public void A_name_is_compared_with_the_content(string code, string name, bool fits) => Assert.Equal(fits, KnownFormats.Of(code).Fits(name));

    private static async Task<DetectedFormat> Detect(byte[] content) => await FormatDetector.Detect(new MemoryStream(content), Cancel);

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
            foreach (var (name, text) in entries)
                using (var writer = new StreamWriter(archive.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open()))
                    writer.Write(text);
        return stream.ToArray();
    }

    /// <summary>Header, one sector of the allocation table, one of the directory.</summary>
    private static byte[] Compound(params string[] names)
    {
        var file = new byte[512 * 3];
        Convert.FromHexString("D0CF11E0A1B11AE1").CopyTo(file, 0);
        BitConverter.TryWriteBytes(file.AsSpan(30), (ushort)9);
        BitConverter.TryWriteBytes(file.AsSpan(48), 1u);
        file.AsSpan(76, 436).Fill(0xFF);
        BitConverter.TryWriteBytes(file.AsSpan(76), 0u);
        file.AsSpan(512, 512).Fill(0xFF);
        for (var i = 0; i < names.Length; i++)
        {
            var entry = file.AsSpan(1024 + i * 128, 128);
            Encoding.Unicode.GetBytes(names[i]).CopyTo(entry);
            BitConverter.TryWriteBytes(entry[64..], (ushort)(names[i].Length * 2 + 2));
            entry[66] = (byte)(i == 0 ? 5 : 2);
        }
        return file;
    }
}
