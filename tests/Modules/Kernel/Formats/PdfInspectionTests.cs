using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Virtuos.Kernel.Formats;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Formats;

public sealed class PdfInspectionTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", FormatTraits.None)]
    [InlineData("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", FormatTraits.Active)]
    [InlineData("/OpenAction << /S /J#61vaScript /JS (x) >>", FormatTraits.Active)]
    [InlineData("/OpenAction << /S /Launch /F (cmd.exe) >>", FormatTraits.Active)]
    [InlineData("/Names << /EmbeddedFiles 5 0 R >>", FormatTraits.Embedded)]
    [InlineData("/Title (a/Encrypt word)", FormatTraits.None)]
    public async Task What_a_document_wants_to_do_is_seen(string entry, FormatTraits traits) => Assert.Equal(traits, (await Detect(Pdf(entry))).Traits);

    [Fact]
    public async Task An_action_hidden_in_a_compressed_object_is_seen()
    {
        using var packed = new MemoryStream();
        using (var deflater = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflater.Write(Encoding.ASCII.GetBytes(new string(' ', 3_000_000) + "<< /S /JavaScript /JS (x) >>"));
        var stream = Encoding.Latin1.GetString(packed.ToArray());
        var format = await Detect(Pdf("", $"5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {packed.Length} >>\nstream\r\n{stream}\r\nendstream\nendobj\n"));
        Assert.Equal(FormatTraits.Active, format.Traits);
    }

    [Fact]
    public async Task A_cut_document_is_damaged_and_one_with_rubbish_before_it_is_not()
    {
        var whole = Pdf("");
        Assert.Equal(FormatTraits.Damaged, (await Detect(whole[..^60])).Traits);
        Assert.Equal(FormatTraits.Damaged, (await Detect(whole[..20])).Traits);
        Assert.Equal(FormatTraits.None, (await Detect([.. "rubbish\n"u8, .. whole])).Traits);
    }

    [Fact]
    public async Task A_document_behind_a_password_is_seen()
    {
        var folder = PrivatePostgres.NewFolder("pdf");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "in.pdf"), Pdf(""), Cancel);
            if (await NpmPackage.Run("qpdf", ["--encrypt", "user", "owner", "256", "--", "in.pdf", "out.pdf"], folder, Cancel) < 0)
                Assert.Skip("qpdf is not installed.");
            var format = await Detect(await File.ReadAllBytesAsync(Path.Combine(folder, "out.pdf"), Cancel));
            Assert.Equal(FormatTraits.Encrypted, format.Traits);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Hostile_documents_of_others_end_in_a_verdict_within_bounds_of_time_and_memory()
    {
        var counts = new Dictionary<string, int>();
        var slowest = (Name: "", Time: TimeSpan.Zero);
        await using var archive = await Samples.Open("pdf-hostile.zip", Cancel);
        foreach (var entry in archive.Entries.Where(entry => entry.Length > 0))
        {
            using var content = new MemoryStream();
            await using (var packed = await entry.OpenAsync(Cancel))
                await packed.CopyToAsync(content, Cancel);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            var format = await FormatDetector.Detect(content, Cancel);
            if (clock.Elapsed > slowest.Time)
                slowest = (entry.FullName, clock.Elapsed);
            Assert.True(clock.Elapsed < Longest, $"{entry.FullName} took {clock.Elapsed}.");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 32 * 1024 * 1024, $"{entry.FullName} took too much memory.");
            var verdict = $"{format.Code} {format.Traits}";
            counts[verdict] = counts.GetValueOrDefault(verdict) + 1;
        }
        foreach (var (verdict, count) in counts.OrderByDescending(pair => pair.Value))
            TestContext.Current.TestOutputHelper?.WriteLine($"{count,4} {verdict}");
        TestContext.Current.TestOutputHelper?.WriteLine($"slowest {slowest.Time.TotalMilliseconds:0} ms {slowest.Name}");
        Assert.True(counts.Where(pair => pair.Key.StartsWith("pdf", StringComparison.Ordinal)).Sum(pair => pair.Value) > 500);
    }

    private static async Task<DetectedFormat> Detect(byte[] content)
    {
        var format = await FormatDetector.Detect(new MemoryStream(content), Cancel);
        Assert.Equal("pdf", format.Code);
        return format;
    }

    private static byte[] Pdf(string catalogEntry, string more = "")
    {
        var body = $"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {catalogEntry} >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
            + $"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n{more}";
        var offsets = string.Concat(Enumerable.Range(1, 3).Select(number => $"{body.IndexOf($"{number} 0 obj", StringComparison.Ordinal):0000000000} 00000 n \n"));
        return Encoding.Latin1.GetBytes($"{body}xref\n0 4\n0000000000 65535 f \n{offsets}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{body.Length}\n%%EOF\n");
    }
}
