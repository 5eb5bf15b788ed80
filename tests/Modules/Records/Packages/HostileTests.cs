using System.IO.Compression;
using System.Text;
using Virtuos.Records.Packages;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records.Packages;

/// <summary>Whatever is given as a package gets a finding; nothing is written, followed, fetched or thrown.</summary>
[Contract("J02", Part = "hostile packages are told, never opened")]
public sealed class HostileTests : IDisposable
{
    private readonly PackageFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_no_package_is_told()
    {
        await File.WriteAllBytesAsync(folder["prazdny.zip"], [], Cancel);
        await File.WriteAllTextAsync(folder["text.zip"], "PK není", Cancel);
        await File.WriteAllBytesAsync(folder["useknuty.zip"], (await File.ReadAllBytesAsync(new GoodPackage { Name = "cely" }.InZip(folder.Path), Cancel))[..500], Cancel);
        System.IO.Directory.CreateDirectory(folder["bez"]);
        Assert.Equal(["dat1"], await PackageFolder.Speaking(folder["prazdny.zip"]));
        Assert.Equal(["dat1"], await PackageFolder.Speaking(folder["text.zip"]));
        Assert.Equal(["dat1"], await PackageFolder.Speaking(folder["useknuty.zip"]));
        Assert.Equal(["dat3"], await PackageFolder.Speaking(folder["bez"]));
    }

    [Fact]
    public async Task A_zip_with_any_byte_changed_never_throws()
    {
        var whole = await File.ReadAllBytesAsync(new GoodPackage { Size = 40 }.InZip(folder.Path), Cancel);
        for (var at = 0; at < whole.Length; at += Math.Max(1, whole.Length / 300))
        {
            var bytes = whole.ToArray();
            bytes[at] ^= 0x5A;
            await File.WriteAllBytesAsync(folder["balicek_1.zip"], bytes, Cancel);
            await PackageFolder.Check(folder["balicek_1.zip"]);
        }
        for (var end = whole.Length - 200; end < whole.Length; end++)
        {
            var bytes = whole.ToArray();
            bytes[end] = 0xFF;
            await File.WriteAllBytesAsync(folder["balicek_1.zip"], bytes, Cancel);
            await PackageFolder.Check(folder["balicek_1.zip"]);
        }
    }

    [Theory]
    [InlineData("../ven.txt", "vir1")]
    [InlineData("/etc/ven.txt", "vir1")]
    [InlineData("balicek_1/../../ven.txt", "vir1")]
    [InlineData("C:\\ven.txt", "vir1")]
    [InlineData("balicek_1\\..\\..\\ven.txt", "vir1")]
    [InlineData("jiny/soubor.txt", "dat2")]
    [InlineData("navic.txt", "dat2")]
    [InlineData("balicek_1/navic.txt", "dat3")]
    [InlineData("balicek_1/jina/navic.txt", "dat3")]
    [InlineData("balicek_1/mets.xml", "dat3")]
    [InlineData("balicek_1/komponenty/navic.txt", "obs52")]
    [InlineData("balicek_1/komponenty/k1.txt", "dat3")]
    public async Task An_entry_too_many_is_told_by_its_place(string name, string expected)
    {
        var path = new GoodPackage().InZip(folder.Path);
        await using (var zip = await ZipFile.OpenAsync(path, ZipArchiveMode.Update, Cancel))
        await using (var entry = await zip.CreateEntry(name).OpenAsync(Cancel)) await entry.WriteAsync("navíc"u8.ToArray(), Cancel);
        Assert.Equal([expected], await PackageFolder.Speaking(path));
        Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), "ven.txt")));
    }

    [Fact]
    public async Task A_bomb_is_not_unpacked()
    {
        await using (var zip = await ZipFile.OpenAsync(folder["bomba.zip"], ZipArchiveMode.Create, Cancel))
        await using (var entry = await zip.CreateEntry("bomba/komponenty/nuly", CompressionLevel.Optimal).OpenAsync(Cancel))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 1100; i++) await entry.WriteAsync(zeros, Cancel);
        }
        Assert.Equal(["vir1", "dat3"], await PackageFolder.Speaking(folder["bomba.zip"]));
    }

    [Fact]
    public async Task A_zip_whose_directory_lies_about_a_length_is_stopped()
    {
        var path = new GoodPackage { Size = 100_000 }.InZip(folder.Path);
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        var at = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes("balicek_1/komponenty/k1.txt")) - 46 + 24;
        BitConverter.GetBytes(50_000).CopyTo(bytes, at);
        await File.WriteAllBytesAsync(path, bytes, Cancel);
        Assert.Equal(["kom1", "kom2"], await PackageFolder.Speaking(path));
    }

    [Fact]
    public async Task Links_are_told_and_not_followed()
    {
        var path = new GoodPackage().InFolder(folder.Path);
        File.CreateSymbolicLink(Path.Combine(path, "komponenty", "hesla"), "/etc/passwd");
        System.IO.Directory.CreateSymbolicLink(Path.Combine(path, "komponenty", "dokola"), path);
        Assert.Equal(["vir1"], await PackageFolder.Speaking(path));
    }

    [Theory]
    [InlineData("<!DOCTYPE mets:mets SYSTEM \"http://127.0.0.1:9/x.dtd\">\n")]
    [InlineData("<!DOCTYPE mets:mets [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n")]
    [InlineData("<!DOCTYPE mets:mets [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n")]
    public async Task A_document_type_is_refused_without_being_read(string declaration) =>
        Assert.Equal(["wf1"], (await PackageFolder.Speaking(new GoodPackage().InFolder(folder.Path, mets => mets.Replace("<mets:mets ", declaration + "<mets:mets "))))[..1]);

    [Fact]
    public async Task Nesting_without_end_is_stopped()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000));
        Assert.Equal(["wf1"], await PackageFolder.Speaking(new GoodPackage().InFolder(folder.Path, mets => mets.Replace("<mets:metsHdr", deep + "<mets:metsHdr"))));
    }

    [Theory]
    [InlineData("", "kod1,wf1,ns1")]
    [InlineData("<?xml version=\"1.0\"?>\n", "kod1,wf1,ns1")]
    [InlineData("<a/>", "ns1")]
    [InlineData("<mets xmlns=\"http://www.loc.gov/METS/\"/><mets/>", "wf1,ns1")]
    [InlineData("<mets:mets/>", "wf1,ns1")]
    [InlineData("text", "kod1,wf1,ns1")]
    public async Task What_is_no_mets_is_told(string content, string expected) => Assert.Equal(expected.Split(','), await PackageFolder.Speaking(new GoodPackage().InFolder(folder.Path, _ => content)));

    [Theory]
    [InlineData("windows-1250", false, "kod1")]
    [InlineData("utf-8", true, "kod1")]
    [InlineData("utf-16", false, "kod1")]
    public async Task Another_encoding_is_told_and_read_all_the_same(string encoding, bool mark, string expected)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var path = new GoodPackage().InFolder(folder.Path);
        var bytes = encoding == "utf-8" ? new UTF8Encoding(mark) : Encoding.GetEncoding(encoding);
        await File.WriteAllTextAsync(Path.Combine(path, "mets.xml"), new GoodPackage().Mets.Replace("UTF-8", encoding), bytes, Cancel);
        Assert.Equal([expected], await PackageFolder.Speaking(path));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_told()
    {
        var path = new GoodPackage().InFolder(folder.Path);
        var mets = await File.ReadAllBytesAsync(Path.Combine(path, "mets.xml"), Cancel);
        mets[mets.AsSpan().IndexOf("Jana Vz"u8)] = 0xE1;
        await File.WriteAllBytesAsync(Path.Combine(path, "mets.xml"), mets, Cancel);
        Assert.Equal(["kod1", "wf1"], await PackageFolder.Speaking(path));
    }

    [Fact]
    public async Task The_test_virus_is_found_wherever_it_lies()
    {
        var path = new GoodPackage().InFolder(folder.Path);
        await File.WriteAllTextAsync(Path.Combine(path, "komponenty", "k1.txt"), @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", Cancel);
        Assert.Equal("vir1", (await PackageFolder.Speaking(path))[0]);
        File.Copy(Path.Combine(path, "komponenty", "k1.txt"), folder["sam.zip"]);
        Assert.Equal(["vir1", "dat1"], await PackageFolder.Speaking(folder["sam.zip"]));
        await File.WriteAllTextAsync(Path.Combine(path, "mets.xml"), "<mets", Cancel);
        Assert.Equal("vir1", (await PackageFolder.Speaking(path))[0]);
    }

    [Fact]
    public async Task Names_of_old_Windows_are_read_in_their_code_page()
    {
        var path = folder["balicek_1.zip"];
        await using (var zip = await ZipFile.OpenAsync(path, ZipArchiveMode.Create, CodePagesEncodingProvider.Instance.GetEncoding(852), Cancel))
        {
            await using (var mets = await zip.CreateEntry("balicek_1/mets.xml").OpenAsync(Cancel)) await mets.WriteAsync(Encoding.UTF8.GetBytes(new GoodPackage { Size = 6 }.Mets.Replace("komponenty/k1.txt", "komponenty/příloha č. 1.txt")), Cancel);
            await using (var file = await zip.CreateEntry("balicek_1/komponenty/příloha č. 1.txt").OpenAsync(Cancel)) await file.WriteAsync("Obsah "u8.ToArray(), Cancel);
        }
        Assert.Empty(await PackageFolder.Speaking(path));
    }

    [Theory]
    [InlineData("balíček")]
    [InlineData("balicek 1")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234X")]
    public async Task A_bad_name_is_told(string name) => Assert.Equal(["dat1a"], await PackageFolder.Speaking(new GoodPackage { Name = name }.InFolder(folder.Path)));
}
