using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Directory.Officials;

/// <param name="Position">The vacant position they come to, or null for a place outside the plan.</param>
internal sealed record Appointment(OfficialInput Official, Guid? Position);

/// <summary>Appoints an official of the own office; somebody who had left and comes back under the same e-mail is the same official.</summary>
internal sealed class AppointOfficial(Caller caller, DirectoryDb db, TimeProvider clock) : UseCase<Appointment, Guid>(caller, DirectoryPermissions.Administer)
{
    protected override async Task<Result<Guid>> Do(Appointment input, CancellationToken cancel)
    {
        var check = await input.Official.Check(db, cancel);
        if (!check.Succeeded) return check.As<Guid>();
        var data = check.Value;
        var position = input.Position is { } id ? await db.Positions.SingleOrDefaultAsync(p => p.Id == id, cancel) : null;
        if (input.Position is not null && position is null) return Refusal.NotFound();
        if (position is not null && position.Unit != data.Unit) position = null;

        var official = await db.Officials.SingleOrDefaultAsync(o => o.Email == data.Email, cancel);
        if (official is { LeftOn: null }) return Refusal.Invalid("email", "directory.person.email-taken");
        var today = Prague.Today(clock);
        if (official is null)
        {
            official = new Official { Unit = data.Unit!.Value, Title = data.Title, Name = data.Name, Email = data.Email, Phone = data.Phone, Roles = [.. data.Roles], AppointedOn = today };
            db.Add(official);
        }
        official.Position = position?.Id;
        official.Take(data);
        (official.AppointedOn, official.LeftOn) = (today, null);
        db.Publish(official.Appointed() with { Office = Caller.Office!.Value });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } broken)
        {
            return broken.ConstraintName == "official_email"
                ? Refusal.Invalid("email", "directory.person.email-taken")
                : Refusal.Conflict("directory.person.position-taken");
        }
        return official.Id;
    }
}
