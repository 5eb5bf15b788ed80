using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Demo;
using static Virtuos.Records.Demo.DemoScope;

namespace Virtuos.Records.Demo;

/// <summary>
/// What the records managers of the demo region do: the first office adopts a plan of its own, opens a type file and fills it, holds a file
/// for a lawsuit, lets two files refer to each other and puts paper into boxes.
/// </summary>
internal sealed class KeepingDemo : IDemoDay
{
    private const int Boxed = 5;

    public async Task Live(IServiceProvider services, DateOnly day, CancellationToken cancel)
    {
        if (day.DayOfWeek != DayOfWeek.Wednesday) return;
        var offices = await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Offices(cancel));
        if (offices.Count == 0) return;
        var office = offices[0];
        var people = await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Officials(office.Id, cancel));
        if (people.FirstOrDefault(p => p.Roles.Contains(Roles.FilingRoom)) is not { } manager) return;
        await Ask(services, office.Id, manager, scope => Plan(scope, day, cancel));
        foreach (var head in people.Where(p => p.Roles.Contains(Roles.Head)).Take(1)) await Ask(services, office.Id, head, scope => TypeFile(scope, head, cancel));
        await Ask(services, office.Id, manager, scope => Hold(scope, cancel));
        await Ask(services, office.Id, manager, scope => Refer(scope, cancel));
        await Ask(services, office.Id, manager, scope => Box(scope, cancel));
    }

    // The model plan, taken over as the office's own.
    private static async Task<bool> Plan(IServiceProvider scope, DateOnly day, CancellationToken cancel)
    {
        if (await scope.GetRequiredService<RecordsDb>().Plans.AnyAsync(cancel)) return false;
        var plan = await scope.GetRequiredService<ExportPlan>().Run(null, cancel);
        var proposal = await scope.GetRequiredService<ProposePlan>().Run(new(new MemoryStream(plan.Value)), cancel);
        return proposal.Succeeded && (await scope.GetRequiredService<AdoptPlan>().Run(new(proposal.Value, day), cancel)).Succeeded;
    }

    private static async Task<bool> TypeFile(IServiceProvider scope, OfficialCard head, CancellationToken cancel)
    {
        var db = scope.GetRequiredService<RecordsDb>();
        if (!await db.TypeFiles.AnyAsync(cancel)) return (await scope.GetRequiredService<OpenTypeFile>().Run(new("57.2", "Kulturní dům čp. 85"), cancel)).Succeeded;
        if (await db.Files.AnyAsync(f => f.Volume != null, cancel)) return false;
        var section = await db.Sections.OrderByDescending(s => s.Mark).Select(s => s.Id).FirstAsync(cancel);
        var document = await db.Documents.Where(d => d.Unit == head.Unit && d.File == null && d.Kind == DocumentKind.Received && d.State == DocumentState.InHand).OrderBy(d => d.Id).Select(d => d.Id).FirstOrDefaultAsync(cancel);
        return document != Guid.Empty && (await scope.GetRequiredService<PutIntoFile>().Run(new(document, null, null, Section: section), cancel)).Succeeded;
    }

    private static async Task<bool> Hold(IServiceProvider scope, CancellationToken cancel)
    {
        var db = scope.GetRequiredService<RecordsDb>();
        if (await db.Holds.AnyAsync(cancel)) return false;
        var file = await db.Files.Where(f => f.State == FileState.Closed).OrderBy(f => f.Id).Select(f => f.Id).FirstOrDefaultAsync(cancel);
        return file != Guid.Empty && (await scope.GetRequiredService<PutHold>().Run(new(file, "Soudní spor vedený u okresního soudu, sp. zn. 12 C 34/2026"), cancel)).Succeeded;
    }

    private static async Task<bool> Refer(IServiceProvider scope, CancellationToken cancel)
    {
        var db = scope.GetRequiredService<RecordsDb>();
        if (await db.References.AnyAsync(cancel)) return false;
        var files = await db.Files.Where(f => f.State == FileState.Open).OrderByDescending(f => f.Id).Select(f => new { f.Id, f.Mark }).Take(2).ToListAsync(cancel);
        return files.Count == 2 && (await scope.GetRequiredService<ReferTo>().Run(new(files[0].Id, files[1].Mark, Firm: false, "Souvisí s touto věcí"), cancel)).Succeeded;
    }

    private static async Task<bool> Box(IServiceProvider scope, CancellationToken cancel)
    {
        var db = scope.GetRequiredService<RecordsDb>();
        var files = await db.Files.Where(f => f.State != FileState.Open && db.Documents.Any(d => d.File == f.Id && d.Channel == "paper") && !db.Storings.Any(s => s.Thing == f.Id))
            .OrderBy(f => f.Id).Select(f => f.Id).Take(Boxed).ToListAsync(cancel);
        if (files.Count == 0) return false;
        if (!await db.StorageUnits.AnyAsync(cancel)) await scope.GetRequiredService<OpenStorageUnit>().Run(new("Karton", "spisovna, regál 2"), cancel);
        var box = await db.StorageUnits.OrderBy(u => u.Id).Select(u => u.Mark).FirstAsync(cancel);
        foreach (var file in files) await scope.GetRequiredService<PutIntoStorage>().Run(new(box, $"{file}"), cancel);
        return true;
    }
}
