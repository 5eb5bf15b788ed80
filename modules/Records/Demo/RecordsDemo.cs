using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Demo;
using static Virtuos.Records.Demo.DemoScope;

namespace Virtuos.Records.Demo;

/// <summary>
/// A year at the desks of the demo region, by the use cases themselves: papers come over the counter, officials take over, hand over, file,
/// call to complete and settle; some are slow. The dice fall the same way for the same day.
/// </summary>
internal sealed class RecordsDemo : IDemoDay
{
    private readonly DemoPapers papers = DemoPapers.Read();

    public async Task Live(IServiceProvider services, DateOnly day, CancellationToken cancel)
    {
        var offices = await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Offices(cancel));
        foreach (var (office, at) in offices.Select((office, at) => (office, at)))
        {
            var dice = new Random((day.DayNumber * 997) + (at * 31) + 17);
            var people = await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Officials(office.Id, cancel));
            await Counter(services, office, people, dice, (offices.Count - at) * 0.55, day.DayNumber % 3 == 0, cancel);
            var handlers = people.Where(p => p.Roles.Contains(Roles.Clerk) || p.Roles.Contains(Roles.Head)).ToList();
            // Everybody turns to the post every other day.
            foreach (var official in handlers.Where((_, i) => (i + day.DayNumber) % 2 == 0)) await Desk(services, office, handlers, official, dice, day, cancel);
        }
        await Ask(services, null, null, async scope =>
        {
            await scope.GetRequiredService<EndPassedCalls>().Run(cancel);
            return new Done();
        });
    }

    private async Task Counter(IServiceProvider services, OfficeCard office, IReadOnlyList<OfficialCard> people, Random dice, double daily, bool proposed, CancellationToken cancel)
    {
        if (people.FirstOrDefault(p => p.Roles.Contains(Roles.FilingRoom)) is not { } clerk) return;
        for (var expected = daily; expected > 0; expected--)
        {
            if (dice.NextDouble() > expected) continue;
            var sender = papers.Senders[dice.Next(papers.Senders.Count)];
            var agenda = PaperAgenda.All[dice.Next(PaperAgenda.All.Length)];
            var matter = papers.Papers[agenda.Code][dice.Next(papers.Papers[agenda.Code].Count)];
            await Ask(services, office.Id, clerk, scope => scope.GetRequiredService<ReceivePaper>().Run(
                new(sender.Name, $"{sender.Address}, {office.PostalCode} {office.MunicipalityName}", null, null, matter, proposed ? ReceivePaper.Proposed : agenda.Code), cancel));
        }
    }

    private static async Task Desk(IServiceProvider services, OfficeCard office, IReadOnlyList<OfficialCard> people, OfficialCard me, Random dice, DateOnly day, CancellationToken cancel)
    {
        var work = await Ask(services, office.Id, me, scope => scope.GetRequiredService<Sight>().Documents.AsNoTracking()
            .Where(d => d.Unit == me.Unit && (d.State == DocumentState.Registered || (d.State == DocumentState.InHand && d.Holder == me.Id)))
            .OrderBy(d => d.Id).Take(40).ToListAsync(cancel));
        foreach (var document in work)
        {
            if (document.State == DocumentState.Registered)
            {
                // The head leaves the work to clerks where there are some, and what came today lies until tomorrow.
                var mine = document.Holder is null ? me.Roles.Contains(Roles.Clerk) || !people.Any(p => p.Unit == me.Unit && p.Roles.Contains(Roles.Clerk)) : document.Holder == me.Id;
                if (mine && document.ReceivedOn < day && dice.Next(4) > 0) await Ask(services, office.Id, me, scope => scope.GetRequiredService<TakeOver>().Run(new(document.Id), cancel));
                continue;
            }
            await Handle(services, office, people, me, document, dice, day.DayNumber - document.ReceivedOn.DayNumber, cancel);
        }
    }

    private static Task<bool> Handle(IServiceProvider services, OfficeCard office, IReadOnlyList<OfficialCard> people, OfficialCard me, Document document, Random dice, int age, CancellationToken cancel) =>
        Ask(services, office.Id, me, async scope =>
        {
            // Every fourth is answered in writing: that is DecisionsDemo.
            var forgotten = document.Number % 19 == 0 || document.Number % DecisionsDemo.Written == 0;
            var chance = dice.NextDouble();
            return document.File is null && chance < 0.6 ? (await scope.GetRequiredService<PutIntoFile>().Run(new(document.Id, null, document.FilingMark ?? "51.2"), cancel)).Succeeded
                : chance > 0.985 && people.FirstOrDefault(p => p.Unit == me.Unit && p.Id != me.Id) is { } colleague
                    ? (await scope.GetRequiredService<HandOver>().Run(new(document.Id, colleague.Unit, colleague.Id, "Předávám kvůli dovolené."), cancel)).Succeeded
                : chance > 0.95 && document.Channel == "paper" ? (await scope.GetRequiredService<CallToComplete>().Run(new(document.Id, [new Defect(null, "Doplňte prosím datum a podpis.")]), cancel)).Succeeded
                : !forgotten && document.File is not null && age > 4 && chance < (document.Channel == "paper" ? 0.16 : age > 25 ? 0.06 : 0)
                    && (await scope.GetRequiredService<SettleWithoutDecision>().Run(new(document.Id, dice.Next(7) == 0 ? "passed-on" : "noted", "Vyřízeno záznamem na dokumentu."), cancel)).Succeeded;
        });
}
