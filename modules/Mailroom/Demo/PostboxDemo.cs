using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Demo;

namespace Virtuos.Mailroom;

/// <summary>A mailbox for each office of the demo region; no mail is taken from it, because its server exists nowhere.</summary>
internal sealed class PostboxDemo : IDemo
{
    public async Task Seed(IServiceProvider services, DemoProgress progress, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(nameof(PostboxDemo));
        var set = scope.ServiceProvider.GetRequiredService<SetPostbox>();
        foreach (var office in await scope.ServiceProvider.GetRequiredService<IDirectory>().Offices(cancel))
            await set.Run(new(null, office.Id, $"podatelna@{office.Slug}.virtuos.localhost", $"imap.{office.Slug}.virtuos.localhost", "993", "tls", "podatelna", "virtuos-demo", "INBOX", "Převzato", null, Active: false), cancel);
    }
}
