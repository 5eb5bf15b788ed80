using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Offices;
using Virtuos.Kernel;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Directory;

public sealed class OpeningOfficesTests : IAsyncLifetime
{
    private Town town = null!;

    public async ValueTask InitializeAsync() => town = await Town.Found();

    public async ValueTask DisposeAsync() => await town.DisposeAsync();

    [Fact]
    public async Task The_demo_region_has_three_offices_of_different_type_with_their_officials()
    {
        var directory = await Ask(d => d.Offices(CancellationToken.None));
        Assert.Equal(["chomutov", "jirkov", "krimov"], directory.Select(o => o.Slug));
    }

    private Task<T> Ask<T>(Func<IDirectory, Task<T>> question) => town.As(null, s => question(s.GetRequiredService<IDirectory>()));
}
