using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;

namespace Virtuos.Directory.Officials;

/// <param name="Version">The version that the administrator saw.</param>
internal sealed record OfficialChange(Guid Id, uint Version, OfficialInput Official);

/// <summary>Changes an official's name, contacts, unit or roles; the office never loses its last administrator.</summary>
internal sealed class ChangeOfficial(Caller caller, DirectoryDb db) : UseCase<OfficialChange, Done>(caller, DirectoryPermissions.Administer)
{
    protected override async Task<Result<Done>> Do(OfficialChange input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await Administrators.Hold(db, Caller.Office!.Value, cancel);
        if (await db.Officials.SingleOrDefaultAsync(o => o.Id == input.Id && o.LeftOn == null, cancel) is not { } official) return Refusal.NotFound();
        var check = await input.Official.Check(db, cancel);
        if (!check.Succeeded) return check.As<Done>();
        var data = check.Value;
        if (!data.Roles.Contains(Contracts.Directory.Roles.Administrator) && !await Administrators.OthersThan(db, official.Id, cancel))
            return Refusal.Invalid("roles", "directory.person.last-administrator");

        db.Entry(official).Property(o => o.Version).OriginalValue = input.Version;
        // The position belongs to its unit; who moves leaves it free.
        if (official.Unit != data.Unit) official.Position = null;
        official.Take(data);
        db.Publish(official.Appointed());
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Invalid("email", "directory.person.email-taken");
        }
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
