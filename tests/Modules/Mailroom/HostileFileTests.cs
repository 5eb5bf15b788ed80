using System.Diagnostics;
using Virtuos.Kernel.Formats;
using Virtuos.Modules.Tests.Records.Packages;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>Damaged, odd and fuzzed files of other people: none fells the checks, holds them up or eats the memory.</summary>
[Collection(nameof(Alone))]
public sealed class HostileFileTests(ITestOutputHelper output)
{
    [Fact, Contract("E02", Part = "hostile PDF files: a clear verdict for each within bounds of time and memory")]
    public async Task Every_hostile_pdf_has_a_verdict_in_time()
    {
        using var samples = await Samples.Open("pdf-hostile.zip", TestContext.Current.CancellationToken);
        var verdicts = new Dictionary<string, int>(StringComparer.Ordinal);
        var (slowest, most, files) = (TimeSpan.Zero, 0L, 0);
        foreach (var entry in samples.Entries.Where(e => e.Length > 0 && !e.FullName.EndsWith('/')))
        {
            using var content = new MemoryStream();
            await using (var packed = await entry.OpenAsync(TestContext.Current.CancellationToken)) await packed.CopyToAsync(content, TestContext.Current.CancellationToken);
            var (before, watch) = (GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());
            var found = await new DeepInspection(AcceptedFormats.All[^1], Path.GetTempPath()).Look(content, entry.Name, TestContext.Current.CancellationToken);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            most = Math.Max(most, GC.GetTotalAllocatedBytes() - before);
            verdicts[found.Fault] = verdicts.GetValueOrDefault(found.Fault) + 1;
            files++;
        }
        output.WriteLine($"{files} files, slowest {slowest.TotalSeconds:0.00} s, at most {most >> 20} MB allocated: {string.Join(", ", verdicts.OrderByDescending(v => v.Value).Select(v => $"{v.Value} {v.Key}"))}");
        Assert.True(files >= 590);
        Assert.True(slowest < TimeSpan.FromSeconds(30), $"{slowest}");
        Assert.True(most < 256L << 20, $"{most}");
        Assert.DoesNotContain("program", verdicts.Keys);
        Assert.True(verdicts[DeepInspection.Sound] > 50 && verdicts["damaged"] > 20, string.Join(", ", verdicts));
    }
}
