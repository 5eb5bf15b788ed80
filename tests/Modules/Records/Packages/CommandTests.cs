using System.Diagnostics;
using System.Text.Json;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records.Packages;

/// <summary>The program itself: what it says, how it ends, what it needs.</summary>
[Contract("J02", Part = "virtuos sip check: exact place, law and repair, for people and machines")]
[Contract("J01", Part = "a package is checked before it is handed over")]
public sealed class CommandTests : IDisposable
{
    private readonly PackageFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_ends_with_0_when_clean_1_with_findings_2_when_it_could_not_run()
    {
        var clean = new GoodPackage().InFolder(folder.Path);
        var faulty = new GoodPackage { Name = "vadny" }.InZip(folder.Path, change: mets => mets.Replace("<nsesss:Jazyk>cze<", "<nsesss:Jazyk>xxx<"));
        Assert.Equal(0, (await Run("sip", "check", clean)).Code);
        Assert.Equal(1, (await Run("sip", "check", clean, faulty)).Code);
        Assert.Equal(1, (await Run("sip", "check", "--each", folder.Path)).Code);
        var missing = await Run("sip", "check", faulty, folder["neni"], "--json");
        Assert.Equal((2, "obs62"), (missing.Code, Rules(missing.Output).Single().Single()));
        Assert.Contains("neni", missing.Error, StringComparison.Ordinal);
        foreach (var wrong in (string[][])[["sip", "check"], ["sip", "check", clean, "--profile", "x"], ["sip", "check", clean, "--nonsense"], ["sip", "check", clean, "--standards", folder.Path], ["sip", "check", "--each", folder["neni"]]])
            Assert.Equal(2, (await Run(wrong)).Code);
        Assert.False(System.IO.Directory.Exists(folder["var"]));
    }

    [Fact]
    public async Task For_people_it_says_rule_place_law_and_repair_in_Czech_and_English()
    {
        var (_, output, error) = await Run("sip", "check", new GoodPackage().InFolder(folder.Path, mets => mets.Replace(" LASTMODDATE=\"2022-06-01T10:00:00\"", "")));
        foreach (var said in (string[])["1 nález / ", "1 finding", "obs14  mets.xml:3 mets:mets/mets:metsHdr", "Chybí datum poslední úpravy", "The day of the last change", "Bod 1.2 přílohy č. 2 NSESSS.", "oprava: ", "repair: "]) Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.Contains("virtuos standards load", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_machines_it_says_a_line_of_json_for_each_package()
    {
        foreach (var name in (string[])["a1", "a2"]) new GoodPackage { Name = name }.InFolder(folder.Path, mets => mets.Replace("OBJID=\"SIP-1\"", ""));
        var (_, output, _) = await Run("sip", "check", "--json", "--each", folder.Path);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal([folder["a1"], folder["a2"]], lines.Select(l => l.GetProperty("package").GetString()));
        var finding = lines[0].GetProperty("findings").EnumerateArray().Single();
        Assert.Equal(("obs1", "mets.xml:2 mets:mets"), (finding.GetProperty("rule").GetString(), finding.GetProperty("place").GetString()));
        Assert.StartsWith("Chybí identifikátor datového balíčku SIP.", finding.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_profile_asks_its_own_rules_only()
    {
        var path = new GoodPackage().InFolder(folder.Path, mets => mets.Replace("Datový balíček pro předávání dokumentů a jejich metadat do archivu", "Datový balíček pro provedení skartačního řízení"));
        foreach (var file in System.IO.Directory.EnumerateFiles(Path.Combine(path, "komponenty"))) File.Delete(file);
        System.IO.Directory.Delete(Path.Combine(path, "komponenty"));
        Assert.Equal([], Rules((await Run("sip", "check", path, "--json", "--profile", "disposal-metadata")).Output).Single());
        Assert.Equal(["obs52", "kom2"], Rules((await Run("sip", "check", path, "--json", "--profile", "disposal")).Output).Single());
        Assert.Equal(["obs3", "obs52", "kom2"], Rules((await Run("sip", "check", path, "--json", "--profile", "hand-over")).Output).Single());
    }

    [Fact]
    public async Task Loaded_schemas_are_used_and_their_lack_is_said()
    {
        var standards = Samples.PathOf("standards");
        var path = new GoodPackage().InFolder(folder.Path, mets => mets.Replace("<nsesss:Popis><nsesss:Nazev>Dokument 1</nsesss:Nazev></nsesss:Popis>", ""));
        Assert.Equal([], Rules((await Run("sip", "check", path, "--json")).Output).Single());
        Assert.Equal(["val1"], Rules((await Run("sip", "check", path, "--json", "--standards", standards)).Output).Single());
        var (code, output, _) = await Run("standards", "load", standards);
        Assert.Equal(0, code);
        Assert.Contains("published", output, StringComparison.Ordinal);
        Assert.Equal(["val1"], Rules((await Run("sip", "check", path, "--json")).Output).Single());
        Assert.Equal(0, (await Run("standards", "load", standards)).Code);
        Assert.Equal(2, (await Run("standards", "load", Path.Combine(path, "komponenty"))).Code);
    }

    private static List<List<string?>> Rules(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()).Distinct().ToList())];

    private async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "virtuos.dll"), .. arguments, "--var", folder["var"]]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        using var program = Process.Start(start)!;
        var error = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (program.ExitCode, output, await error);
    }
}
