using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Seeding;

namespace Virtuos.Identity.Seeding;

/// <summary>The operator and some of the people who file, with accounts.</summary>
internal sealed class IdentitySeed(DemoAccounts accounts) : IRegionSeed
{
    private const string Domain = "@obcan.example";
    private const int FilingsOfPerson = 400;
    private const int AtOnce = 500;

    public async Task Prepare(RegionPlan plan, IServiceProvider services, CancellationToken cancel)
    {
        var db = services.GetRequiredService<IdentityDb>();
        if (!await db.Accounts.AnyAsync(a => a.EmailFolded == DemoPeople.Operator, cancel)) db.Add(accounts.Open(AccountKind.Operator, "Olga Provozní", DemoPeople.Operator, "cs"));
        var there = await db.Accounts.CountAsync(a => a.Kind == AccountKind.Citizen, cancel);
        for (var wanted = Math.Max(10, plan.Submissions / FilingsOfPerson); there < wanted; there++)
        {
            db.Add(accounts.Open(AccountKind.Citizen, SeedNames.Person(new($"person {there}")), $"obcan{there:00000}{Domain}", "cs"));
            if (there % AtOnce != AtOnce - 1) continue;
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }
        await db.SaveChangesAsync(cancel);
        plan.People = await db.Accounts.AsNoTracking().Where(a => a.Kind == AccountKind.Citizen && a.EmailFolded.EndsWith(Domain)).OrderBy(a => a.EmailFolded)
            .Select(a => new SeedPerson(a.Id, a.Name, a.Email)).ToListAsync(cancel);
    }
}
