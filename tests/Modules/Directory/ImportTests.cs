using System.Text;
using Virtuos.Directory.Municipalities;
using Virtuos.Kernel;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Directory;

public sealed class ImportTests : IAsyncLifetime
{
    private Town town = null!;

    public async ValueTask InitializeAsync() => town = await Town.Found();

    public async ValueTask DisposeAsync() => await town.DisposeAsync();

    [Fact]
    [Contract("N01", Part = "the same source twice changes nothing, a changed one makes a new version and the old stays")]
    public async Task The_same_file_confirms_and_a_changed_one_makes_new_versions()
    {
        var file = await town.File();
        var again = (await town.Import(file)).Value;
        Assert.Equal((0, 0, 6258, 0, 0), (again.Added, again.Changed, again.Unchanged, again.Refused.Count, again.Missing.Count));

        town.Clock.Advance(TimeSpan.FromDays(1));
        var lines = file.Replace("\r", "", StringComparison.Ordinal).Split('\n').ToList();
        lines.RemoveAll(l => l.StartsWith("531367,", StringComparison.Ordinal));
        var at = lines.FindIndex(l => l.StartsWith("563161,", StringComparison.Ordinal));
        lines[at] = lines[at].Replace(",320", ",333", StringComparison.Ordinal);
        lines.Insert(1, lines[at].Replace("563161,Křimov", "999994,Nový Křimov", StringComparison.Ordinal));
        var changed = (await town.Import(string.Join('\n', lines), new(2026, 9, 1))).Value;
        Assert.Equal((1, 1, 6256, 0), (changed.Added, changed.Changed, changed.Unchanged, changed.Refused.Count));
        Assert.Equal(["531367"], changed.Missing);

        var view = (await town.Do<ShowMunicipality, string, MunicipalityView>("563161")).Value;
        Assert.Equal([333, 320], view.Versions.Select(v => v.Municipality.Population));
        Assert.Equal([new DateOnly(2026, 9, 1), new DateOnly(2026, 8, 1)], view.Versions.Select(v => v.Municipality.ValidFrom));
        Assert.True(view.Versions[0].Municipality.KnownFrom > view.Versions[1].Municipality.KnownFrom);
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from directory.municipality where current and code = '563161'"));
        // Each import is in the ledger with the digest of its file.
        Assert.Equal(3L, await town.Scalar<long>("select count(*) from kernel.ledger where kind = 'MunicipalityImport'"));

        var older = await town.Import(file, new(2026, 8, 1));
        Assert.Equal("directory.import.older", Assert.Single(older.Refusals).Code);
    }

    [Fact]
    public async Task Hostile_lines_are_refused_with_a_reason_and_the_rest_is_taken()
    {
        var file = await town.File();
        var rows = file.Replace("\r", "", StringComparison.Ordinal).Split('\n');
        var good = rows.First(l => l.StartsWith("563161,", StringComparison.Ordinal));
        string[] bad =
        [
            good.Replace("563161", "56316", StringComparison.Ordinal),
            good.Replace("Křimov,2", "Křimov,9", StringComparison.Ordinal),
            good.Replace("50.4", "10.4", StringComparison.Ordinal),
            good.Replace("00261971", "00261972", StringComparison.Ordinal),
            good.Replace(",320", ",-5", StringComparison.Ordinal),
            good.Replace(",320", ",99999999999999999999", StringComparison.Ordinal),
            good.Replace("Křimov 36", "\"Křimov 36", StringComparison.Ordinal),
            good.Replace("Křimov 36", "Křimov\u202e36", StringComparison.Ordinal),
            good.Replace("Křimov 36", "Křimov\036", StringComparison.Ordinal),
            good + new string('x', 100_000),
            "a,b,c",
            ",,,,,,,,,,,,,,,,,,,,",
            good.Replace("43001", "4300A", StringComparison.Ordinal),
            good.Replace("563161,Křimov", "563161,", StringComparison.Ordinal),
        ];
        var report = (await town.Import(string.Join("\r\n", [rows[0], .. bad, good, good]))).Value;
        Assert.Equal((0, 0, 1), (report.Added, report.Changed, report.Unchanged));
        Assert.Equal(bad.Length + 1, report.Refused.Count);
        Assert.Equal(Enumerable.Range(2, bad.Length).Append(bad.Length + 3), report.Refused.Select(r => r.Line));
        Assert.Equal("directory.import.duplicate", report.Refused[^1].Reason);
        Assert.Equal(6257, report.Missing.Count);
        Assert.Equal(6258L, await town.Scalar<long>("select count(*) from directory.municipality where current"));
    }

    [Theory]
    [InlineData("", "directory.import.column-missing")]
    [InlineData("\n\n\n", "directory.import.column-missing")]
    [InlineData("kod_obce,nazev\n1,2", "directory.import.column-missing")]
    [InlineData("<html>", "directory.import.column-missing")]
    public async Task A_file_that_is_no_register_is_refused_whole(string csv, string code) => Assert.Equal(code, Assert.Single((await town.Import(csv)).Refusals).Code);

    [Fact]
    public async Task Random_bytes_never_break_the_import()
    {
        var file = Encoding.UTF8.GetBytes(string.Join('\n', (await town.File()).Split('\n').Take(40)));
        var random = new Random(20260310);
        for (var round = 0; round < 50; round++)
        {
            var broken = (byte[])file.Clone();
            for (var i = 0; i < 30; i++) broken[random.Next(400, broken.Length)] = (byte)random.Next(256);
            MunicipalityFile.Read(broken).Municipalities();
        }
        var whole = new byte[100_000];
        random.NextBytes(whole);
        Assert.False((await town.Import(whole)).Succeeded);
        Assert.Equal("directory.import.too-big", Assert.Single((await town.Import(new byte[MunicipalityFile.LargestFile + 1])).Refusals).Code);
    }

    [Fact]
    public async Task Two_imports_at_once_end_with_one_version_of_each()
    {
        var file = (await town.File()).Replace(",OÚ  ", ",OÚ ", StringComparison.Ordinal).Replace(",320\n", ",321\n", StringComparison.Ordinal).Replace(",320\r", ",321\r", StringComparison.Ordinal);
        var reports = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => town.Import(file, new(2026, 9, 1))));
        Assert.Single(reports, r => r.Value.Changed > 0);
        Assert.Equal(6258L, await town.Scalar<long>("select count(*) from directory.municipality where current"));
    }
}
