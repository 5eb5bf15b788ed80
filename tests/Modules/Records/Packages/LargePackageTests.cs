using System.IO.Compression;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records.Packages;

/// <summary>What is allocated is counted for the whole process, so nothing else may run.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Size costs time and not memory.</summary>
[Collection(nameof(Alone))]
[Contract("J02", Part = "packages over 2 GB are read in constant memory")]
public sealed class LargePackageTests : IDisposable
{
    private const long Megabyte = 1 << 20;

    private readonly PackageFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_component_of_any_size_is_read_in_the_same_memory(bool zip)
    {
        await Check(new() { Name = "maly", Size = 8 * Megabyte }, zip);
        var (small, large) = (await Check(new() { Name = "mensi", Size = 8 * Megabyte }, zip), await Check(new() { Name = "velky", Size = 400 * Megabyte }, zip));
        Assert.True(large < small + 4 * Megabyte, $"{small / Megabyte} MB were allocated for 8 MB, {large / Megabyte} MB for 400 MB.");
    }

    [Fact]
    public async Task Thousands_of_components_are_checked_in_memory_that_grows_with_their_number_only()
    {
        var (few, many) = (await Check(new() { Name = "malo", Documents = 50, Components = 10, Size = 10 }, true), await Check(new() { Name = "mnoho", Documents = 400, Components = 25, Size = 10 }, true));
        Assert.True(many < 40 * few, $"{few / Megabyte} MB were allocated for 500 components, {many / Megabyte} MB for 10,000.");
    }

    /// <summary>Bytes allocated by a check that finds nothing.</summary>
    private async Task<long> Check(GoodPackage package, bool zip)
    {
        var path = zip ? package.InZip(folder.Path, CompressionLevel.Fastest) : package.InFolder(folder.Path);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Empty(await PackageFolder.Speaking(path));
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
