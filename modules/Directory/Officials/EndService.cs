using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Directory.Officials;

/// <param name="Version">The version that the administrator saw.</param>
internal sealed record ServiceEnd(Guid Id, uint Version);

/// <summary>An official leaves the office today: the position is free, the account is closed, the name stays on what they did.</summary>
internal sealed class EndService(Caller caller, DirectoryDb db, TimeProvider clock) : UseCase<ServiceEnd, Done>(caller, DirectoryPermissions.Administer)
{
    protected override async Task<Result<Done>> Do(ServiceEnd input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await Administrators.Hold(db, Caller.Office!.Value, cancel);
        if (await db.Officials.SingleOrDefaultAsync(o => o.Id == input.Id && o.LeftOn == null, cancel) is not { } official) return Refusal.NotFound();
        if (!await Administrators.OthersThan(db, official.Id, cancel)) return Refusal.Conflict("directory.person.last-administrator");
        db.Entry(official).Property(o => o.Version).OriginalValue = input.Version;
        official.LeftOn = Prague.Today(clock);
        db.Publish(new OfficialLeft(official.Id, official.Office));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}

/// <summary>An office always has somebody who can appoint others.</summary>
internal static class Administrators
{
    /// <summary>Lets changes of administrators through one by one, so that two who remove each other do not both succeed.</summary>
    public static Task Hold(DirectoryDb db, Guid office, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select 1 from directory.office where id = {office} for update", cancel);

    public static Task<bool> OthersThan(DirectoryDb db, Guid official, CancellationToken cancel) =>
        db.Officials.AnyAsync(o => o.Id != official && o.LeftOn == null && o.Roles.Contains(Roles.Administrator), cancel);
}
