using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Demo;
using static Virtuos.Records.Demo.DemoScope;

namespace Virtuos.Records.Demo;

/// <summary>The bulk acts of the demo region: one waits for approval, so that whoever tries it can watch it being made; one has faults to put right.</summary>
internal sealed class SeriesDemo : IDemoDay
{
    private const string Heading = "jmeno;adresa;datova-schranka;poplatek;obdobi;castka;splatnost;ucet;variabilni-symbol";

    public async Task Live(IServiceProvider services, DateOnly day, CancellationToken cancel)
    {
        if (day.DayOfWeek != DayOfWeek.Wednesday) return;
        var offices = await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Offices(cancel));
        if (offices.Count == 0) return;
        var office = offices[0];
        var people = await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Officials(office.Id, cancel));
        var unit = await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().UnitFor(office.Id, "local-fees", cancel));
        if (people.FirstOrDefault(p => p.Unit == unit.Id && p.Roles.Contains(Roles.Clerk)) is not { } clerk) return;
        await Ask(services, office.Id, clerk, async scope =>
        {
            if (await scope.GetRequiredService<RecordsDb>().Series.AnyAsync(cancel)) return false;
            var senders = DemoPapers.Read().Senders;
            var good = await Begin(scope, $"Upomínky za odpad {day.Year}", senders, "1 250,50", cancel);
            if (good is { } series) await scope.GetRequiredService<SendSeries>().Run(new(series), cancel);
            return await Begin(scope, $"Upomínky za psy {day.Year}", senders, "dle výměru", cancel) is not null;
        });
    }

    // Every fifth row of the second table says an amount that is none.
    private static async Task<Guid?> Begin(IServiceProvider scope, string name, IReadOnlyList<DemoSender> senders, string odd, CancellationToken cancel)
    {
        var table = new StringBuilder(Heading).Append('\n');
        foreach (var (sender, at) in senders.Select((sender, at) => (sender, at + 1)))
            table.Append(CultureInfo.InvariantCulture, $"{sender.Name};\"{sender.Address}\";{(at % 4 == 0 ? $"v{at:000000}" : "")};poplatek za odpad;rok 2025;{(at % 5 == 0 ? odd : "840")};31.3.2026;19-2000145399/0800;{1341000 + at}\n");
        var result = await scope.GetRequiredService<BeginSeries>().Run(new(name, "upominka", null, null, true, new MemoryStream(Encoding.UTF8.GetBytes(table.ToString()))), cancel);
        scope.GetRequiredService<RecordsDb>().ChangeTracker.Clear();
        return result.Succeeded ? result.Value : null;
    }
}
