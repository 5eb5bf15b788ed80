using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Officials;
using Virtuos.Directory.Offices;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Seeding;

namespace Virtuos.Directory.Seeding;

/// <summary>Opens the offices of the largest municipalities of one region and gives them as many officials as their work needs.</summary>
internal sealed class DirectorySeed(Installation installation, Dispatcher dispatcher, TimeProvider clock) : IRegionSeed
{
    /// <summary>Jihomoravský kraj: a city with a third of the people, towns, and villages down to a few hundred.</summary>
    private const string Region = "CZ064";

    private const int WorkOfOfficial = 4000;

    public async Task Prepare(RegionPlan plan, IServiceProvider services, CancellationToken cancel)
    {
        var db = services.GetRequiredService<DirectoryDb>();
        if (!await db.Municipalities.AnyAsync(cancel))
        {
            await using var csv = File.OpenRead(Path.Combine(installation.Data, "municipalities.csv"));
            await services.GetRequiredService<ImportMunicipalities>().Run(new(csv, MunicipalityRegister.SourceDate), cancel);
        }
        var chosen = (await db.Municipalities.AsNoTracking().Where(m => m.Current && m.RegionNuts == Region && m.OrganisationNumber != null && m.Population != null)
            .OrderByDescending(m => m.Population).ThenBy(m => m.Code).Take(plan.OfficesWanted).ToListAsync(cancel));
        var shares = Share(plan.Submissions, [.. chosen.Select(m => (long)m.Population!)]);
        var open = await db.Offices.AsNoTracking().ToDictionaryAsync(o => o.Municipality, o => o.Id, cancel);
        List<SeedOffice> offices = [];
        foreach (var (municipality, submissions) in chosen.Zip(shares))
        {
            if (!open.TryGetValue(municipality.Code, out var id))
            {
                await using var scope = services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem("Seed");
                id = await Open(scope.ServiceProvider, municipality, submissions, cancel);
                await dispatcher.Drain(cancel);
            }
            offices.Add(new(id, municipality.Code, municipality.Name, municipality.OfficePostalCode ?? municipality.PostalCodes[0], submissions));
        }
        plan.Offices = offices;
    }

    private async Task<Guid> Open(IServiceProvider scope, Municipality municipality, int submissions, CancellationToken cancel)
    {
        var dice = new SeedDice(municipality.Code);
        var domain = $"{CzechName.Slug(municipality.Name)}-{municipality.Code}.virtuos.localhost";
        var template = OfficeTemplate.For(municipality.Type, municipality.Status, Prague.Today(clock));
        var number = 0;
        var people = template.Units.SelectMany(u => u.Positions).Select(p => SeedNames.Person(dice) is var name
            ? new Appointee(p.Code, name, Email(name), Phone(), null, DirectoryModule.DemoPassword) : null!).ToList();
        var office = (await scope.GetRequiredService<OpenOffice>().Run(new(municipality.Code) { MailDomain = domain, Phone = "+420 540 000 000", People = people }, cancel)).Value;

        var db = scope.GetRequiredService<DirectoryDb>();
        var units = await db.Competences.AsNoTracking().Where(c => c.Office == office.Id).OrderBy(c => c.Agenda).Select(c => c.Unit).ToListAsync(cancel);
        for (var more = submissions / WorkOfOfficial; more > 0; more--)
        {
            var name = SeedNames.Person(dice);
            var official = new Official
            {
                Office = office.Id,
                Unit = units[more % units.Count],
                Title = "referent",
                Name = name,
                Email = Email(name),
                Phone = Phone(),
                Roles = [Roles.Clerk],
                AppointedOn = Prague.Today(clock),
            };
            db.Add(official);
            db.Publish(official.Appointed(DirectoryModule.DemoPassword), office.Id);
        }
        await db.SaveChangesAsync(cancel);
        return office.Id;

        string Email(string name) => $"{CzechName.Words(name).Replace(' ', '.')}.{++number}@{domain}";

        string Phone() => $"+420 540 {number / 1000:000} {number % 1000:000}";
    }

    /// <summary>Shares out a whole in proportion, to the last one.</summary>
    private static int[] Share(int whole, long[] weights)
    {
        long all = weights.Sum(), sum = 0;
        return [.. weights.Select(w => (int)(((sum + w) * whole / all) - ((sum += w) - w) * whole / all))];
    }
}
