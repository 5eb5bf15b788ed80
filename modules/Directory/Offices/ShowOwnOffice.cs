using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Directory.Offices;

/// <param name="Closures">Those that have not passed.</param>
/// <param name="Lacks">What the public page of the filing room lacks, as codes.</param>
internal sealed record OwnOffice(Office Office, IReadOnlyList<Closure> Closures, IReadOnlyList<string> Lacks);

/// <summary>What an administrator may change about the own office.</summary>
internal sealed class ShowOwnOffice(Caller caller, DirectoryDb db, TimeProvider clock) : UseCase<Done, OwnOffice>(caller, DirectoryPermissions.Administer)
{
    protected override async Task<Result<OwnOffice>> Do(Done input, CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        if (await db.Offices.AsNoTracking().SingleOrDefaultAsync(o => o.Id == Caller.Office, cancel) is not { } office) return Refusal.NotFound();
        var room = await db.Units.AsNoTracking().Where(u => u.FilingRoom).Select(u => u.Id).FirstAsync(cancel);
        var lacks = FilingRoomView.Lacks(office, await db.Officials.AsNoTracking().AnyAsync(o => o.Unit == room && o.LeftOn == null, cancel));
        return new OwnOffice(office, await db.Closures.AsNoTracking().Where(c => c.Last >= today).OrderBy(c => c.First).ToListAsync(cancel), lacks);
    }
}
