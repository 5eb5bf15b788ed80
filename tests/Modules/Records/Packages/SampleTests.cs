using System.IO.Compression;
using System.Text.RegularExpressions;
using Virtuos.Records.Packages;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records.Packages;

/// <summary>Packages of the National Archive, good and bad, each named for the rule it was made for.</summary>
[Contract("J02", Part = "the archive's 280 packages get the archive's verdict")]
public sealed partial class SampleTests
{
    [Fact]
    public Task Every_sample_gets_the_verdict_of_its_name() => Judge(SipSchemas.Open(Samples.PathOf("standards/nsesss")));

    [Fact]
    public Task The_verdicts_are_the_same_without_the_official_schemas() => Judge(null);

    private static async Task Judge(SipSchemas? schemas)
    {
        using var folder = new PackageFolder();
        await using (var archive = await ZipFile.OpenReadAsync(Samples.PathOf("standards/sip-nsesss2024-samples.zip"), TestContext.Current.CancellationToken)) await archive.ExtractToDirectoryAsync(folder.Path, TestContext.Current.CancellationToken);
        List<string> wrong = [];
        var judged = 0;
        foreach (var path in System.IO.Directory.EnumerateDirectories(folder.Path).SelectMany(System.IO.Directory.EnumerateFileSystemEntries))
        {
            var name = Name().Match(Path.GetFileName(path));
            Assert.True(name.Success, path);
            var (rule, good) = (name.Groups[1].Value, name.Groups[2].Value == "OK");
            var speaks = (await PackageFolder.Speaking(path, schemas)).Contains(rule);
            if (speaks == good) wrong.Add($"{Path.GetFileName(path)}: {rule} {(speaks ? "speaks" : "is silent")}");
            judged++;
        }
        Assert.Equal([], wrong);
        Assert.Equal(280, judged);
    }

    [GeneratedRegex("^([a-z]+[0-9]+[a-z]?)-.*?(OK|chyba)")]
    private static partial Regex Name();
}
