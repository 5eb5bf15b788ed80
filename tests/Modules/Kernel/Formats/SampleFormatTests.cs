using Virtuos.Kernel.Formats;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Formats;

public sealed class SampleFormatTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Data_messages_are_known()
    {
        foreach (var path in System.IO.Directory.EnumerateFiles(Samples.PathOf("standards/isds/zfo-samples"), "*.zfo"))
        {
            await using var content = File.OpenRead(path);
            Assert.Equal("zfo", (await FormatDetector.Detect(content, Cancel)).Code);
        }
    }

    [Theory]
    [InlineData("ics.zip", ".ics", "ics", 90)]
    [InlineData("mime.zip", ".eml", "eml", 80)]
    public async Task Odd_messages_and_calendars_of_others_end_in_a_verdict(string archiveName, string extension, string code, int share)
    {
        var counts = new Dictionary<string, int>();
        await using var archive = await Samples.Open(archiveName, Cancel);
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
        {
            using var content = new MemoryStream();
            await using (var packed = await entry.OpenAsync(Cancel))
                await packed.CopyToAsync(content, Cancel);
            var found = (await FormatDetector.Detect(content, Cancel)).Code;
            counts[found] = counts.GetValueOrDefault(found) + 1;
        }
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.True(counts.GetValueOrDefault(code) * 100 >= counts.Values.Sum() * share);
    }
}
