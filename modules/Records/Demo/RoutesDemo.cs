using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Demo;
using static Virtuos.Records.Demo.DemoScope;

namespace Virtuos.Records.Demo;

/// <summary>The largest office of the demo approves what it writes about roads in two steps; everywhere else one other pair of eyes is enough.</summary>
internal sealed class RoutesDemo : IDemoDay
{
    public async Task Live(IServiceProvider services, DateOnly day, CancellationToken cancel)
    {
        var offices = await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Offices(cancel));
        foreach (var office in offices)
        {
            var people = await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Officials(office.Id, cancel));
            if (people.FirstOrDefault(p => p.Roles.Contains(Roles.Administrator)) is not { } administrator || people.Count(p => p.Roles.Contains(Roles.Head)) < 2) continue;
            var head = people.Where(p => p.Roles.Contains(Roles.Head)).OrderBy(p => p.Name, StringComparer.Ordinal).First();
            await Ask(services, office.Id, administrator, async scope =>
            {
                if (await scope.GetRequiredService<RecordsDb>().ApprovalRoutes.AnyAsync(cancel)) return false;
                return (await scope.GetRequiredService<SetRoute>().Run(new(null, null, "Povolení na silnicích", day, null, false, ["roads"], [nameof(OwnKind.Decision)],
                    [new("Finanční kontrola", nameof(StepMode.One), [new RouteSeat("person", $"{head.Id}").Code]), new("Podpis", nameof(StepMode.One), [RouteSeat.Leader.Code])]), cancel)).Succeeded;
            });
        }
    }
}
