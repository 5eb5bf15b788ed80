using System.IO.Compression;
using System.Text.RegularExpressions;
using Virtuos.Records.Packages;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records.Packages;

/// <summary>Packages of the National Archive, good and bad, each named for the rule it was made for.</summary>
[Contract("J02", Part = "the archive's 280 packages get the archive's verdict")]
public sealed partial class SampleTests
{
    /// <summary>Rules with a bad package among the archive's; the others are tried by packages of our own (the map of the standard reads this).</summary>
    private const string Spoken =
        "dat1 dat1a dat2 dat3 kod1 ns1 ns2 val1 obs1 obs2 obs3 obs11 obs12 obs13 obs15 obs18 obs22 obs23 obs24 obs28 obs29 obs31 obs33 obs34 obs35 obs37 obs39 " +
        "obs40 obs44 obs46 obs49 obs50 obs52 obs54 obs55 obs57 obs59 obs59a obs62 obs64 obs65 obs66 obs67 obs68 obs69 obs71 obs73 obs74 obs75 obs76 obs77 obs80 " +
        "obs81 obs83 obs86 obs87 obs90 obs93b obs94 obs95 obs96 obs97 obs98 obs100 obs102 obs103 obs104 obs105 obs106 obs107 obs108 kom1 kom2 kom3 kom4";

    [Fact]
    public Task Every_sample_gets_the_verdict_of_its_name() => Judge(SipSchemas.Open(Samples.PathOf("standards/nsesss")));

    [Fact]
    public Task The_verdicts_are_the_same_without_the_official_schemas() => Judge(null);

    private static async Task Judge(SipSchemas? schemas)
    {
        using var folder = new PackageFolder();
        await using (var archive = await ZipFile.OpenReadAsync(Samples.PathOf("standards/sip-nsesss2024-samples.zip"), TestContext.Current.CancellationToken)) await archive.ExtractToDirectoryAsync(folder.Path, TestContext.Current.CancellationToken);
        List<string> wrong = [];
        HashSet<string> spoken = [];
        var judged = 0;
        foreach (var path in System.IO.Directory.EnumerateDirectories(folder.Path).SelectMany(System.IO.Directory.EnumerateFileSystemEntries))
        {
            var name = Name().Match(Path.GetFileName(path));
            Assert.True(name.Success, path);
            var (rule, good) = (name.Groups[1].Value, name.Groups[2].Value == "OK");
            var speaks = (await PackageFolder.Speaking(path, schemas)).Contains(rule);
            if (speaks == good) wrong.Add($"{Path.GetFileName(path)}: {rule} {(speaks ? "speaks" : "is silent")}");
            if (!good) spoken.Add(rule);
            judged++;
        }
        Assert.Equal([], wrong);
        Assert.Equal(280, judged);
        Assert.Equal(Spoken.Split(' ').Order(), spoken.Order());
    }

    [GeneratedRegex("^([a-z]+[0-9]+[a-z]?)-.*?(OK|chyba)")]
    private static partial Regex Name();
}
