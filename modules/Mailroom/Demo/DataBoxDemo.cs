using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Demo;

namespace Virtuos.Mailroom;

/// <summary>The demo's largest office has its data box set, but switched off: the demo speaks with nobody.</summary>
internal sealed class DataBoxDemo : IDemo
{
    private const string Office = "chomutov", Password = "virtuos-demo";

    public async Task Seed(IServiceProvider services, DemoProgress progress, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(nameof(DataBoxDemo));
        if (await scope.ServiceProvider.GetRequiredService<IDirectory>().OfficeBySlug(Office, cancel) is not { BoxId: { } box } office) return;
        await using var own = services.CreateAsyncScope();
        own.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office.Id, nameof(DataBoxDemo));
        var result = await own.ServiceProvider.GetRequiredService<SetDataBox>().Run(new(null, box, "https://ws1.czebox.cz/DS/", "https://ws2.czebox.cz/DS/", nameof(BoxLogin.Password), "ukazka", Password, null, null, IsOn: false), cancel);
        if (!result.Succeeded) throw new InvalidOperationException($"The demo's data box was refused: {result.Refusals[0].Code}");
    }
}
