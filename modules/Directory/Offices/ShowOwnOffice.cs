using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Directory.Offices;

/// <param name="Closures">Those that have not passed.</param>
internal sealed record OwnOffice(Office Office, IReadOnlyList<Closure> Closures);

/// <summary>What an administrator may change about the own office.</summary>
internal sealed class ShowOwnOffice(Caller caller, DirectoryDb db, TimeProvider clock) : UseCase<Done, OwnOffice>(caller, DirectoryPermissions.Administer)
{
    protected override async Task<Result<OwnOffice>> Do(Done input, CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        if (await db.Offices.AsNoTracking().SingleOrDefaultAsync(o => o.Id == Caller.Office, cancel) is not { } office) return Refusal.NotFound();
        return new OwnOffice(office, await db.Closures.AsNoTracking().Where(c => c.Last >= today).OrderBy(c => c.First).ToListAsync(cancel));
    }
}
