using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Identity;

/// <param name="Absent">Who will be away; myself or one of those I lead.</param>
internal sealed record SetSubstitutionInput(Guid Absent, Guid? Substitute, DateOnly? FirstDay, DateOnly? LastDay);

/// <summary>An official, their head or the administrator says who acts for the official and when; one substitute at a time.</summary>
internal sealed class SetSubstitution(Caller caller, IdentityDb db, TimeProvider clock) : UseCase<SetSubstitutionInput, Guid>(caller, IdentityPermissions.Substitute)
{
    private const int LongestDays = 366;

    protected override async Task<Result<Guid>> Do(SetSubstitutionInput input, CancellationToken cancel)
    {
        // Posts are filtered by office: somebody of another one is nobody here.
        if (await db.Posts.SingleOrDefaultAsync(p => p.Id == input.Absent, cancel) is not { } absent || !Substitutions.MaySetFor(Caller, absent)) return Refusal.NotFound();

        List<Refusal> refusals = [];
        if (input.Substitute is null) refusals.Add(Refusal.Invalid("Substitute", "identity.substitution.nobody"));
        if (input.FirstDay is null) refusals.Add(Refusal.Invalid("FirstDay", "identity.substitution.no-first"));
        else if (input.FirstDay < Prague.Today(clock)) refusals.Add(Refusal.Invalid("FirstDay", "identity.substitution.past"));
        if (input.LastDay is null) refusals.Add(Refusal.Invalid("LastDay", "identity.substitution.no-last"));
        else if (input.LastDay < input.FirstDay) refusals.Add(Refusal.Invalid("LastDay", "identity.substitution.backwards"));
        else if (input.LastDay.Value.DayNumber - input.FirstDay?.DayNumber > LongestDays) refusals.Add(Refusal.Invalid("LastDay", "identity.substitution.long"));
        if (input.Substitute == input.Absent) refusals.Add(Refusal.Invalid("Substitute", "identity.substitution.self"));
        else if (input.Substitute is { } chosen && !await IsHere(chosen, cancel)) refusals.Add(Refusal.Invalid("Substitute", "identity.substitution.unknown"));
        if (refusals.Count > 0) return refusals;

        var (first, last, substitute) = (input.FirstDay!.Value, input.LastDay!.Value, input.Substitute!.Value);
        if (await db.Substitutions.AnyAsync(s => s.Absent == substitute && s.CancelledAt == null && s.FirstDay <= last && s.LastDay >= first, cancel))
            return Refusal.Invalid("Substitute", "identity.substitution.absent-too");

        var substitution = new Substitution { Absent = input.Absent, Substitute = substitute, FirstDay = first, LastDay = last, SetBy = Caller.Person };
        db.Add(substitution);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.ExclusionViolation })
        {
            return Refusal.Conflict("identity.substitution.overlap");
        }
        return substitution.Id;
    }

    private Task<bool> IsHere(Guid official, CancellationToken cancel) =>
        (from p in db.Posts join a in db.Accounts on p.Id equals a.Id where p.Id == official && a.DisabledAt == null select a).AnyAsync(cancel);
}

internal sealed record EndSubstitutionInput(Guid Substitution);

/// <summary>The absent one is back early, or the substitution was a mistake: it ends at once.</summary>
internal sealed class EndSubstitution(Caller caller, IdentityDb db, TimeProvider clock) : UseCase<EndSubstitutionInput, Done>(caller, IdentityPermissions.Substitute)
{
    protected override async Task<Result<Done>> Do(EndSubstitutionInput input, CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        if (await db.Substitutions.SingleOrDefaultAsync(s => s.Id == input.Substitution && s.CancelledAt == null && s.LastDay >= today, cancel) is not { } found
            || !Substitutions.MaySetFor(Caller, await db.Posts.SingleAsync(p => p.Id == found.Absent, cancel)))
            return Refusal.NotFound();
        found.CancelledAt = clock.GetUtcNow();
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

internal static class Substitutions
{
    /// <summary>Everybody for themselves; a head for their unit, the administrator for the whole office.</summary>
    public static bool MaySetFor(Caller caller, Post absent) => absent.Id == caller.Person || caller.May(IdentityPermissions.SubstituteOthers, absent.Unit);
}
