using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Services.Situations;

/// <param name="Version">Version of the override that the page was shown with; null when there was none.</param>
internal sealed record OverrideSituationInput(string Situation, LocalParts Parts, uint? Version);

/// <summary>An office says parts of a life situation in its own words; saving also means that it compared them with today's national text.</summary>
internal sealed class OverrideSituation(Caller caller, ServicesDb db, SituationShelf shelf, TimeProvider clock) : UseCase<OverrideSituationInput, Done>(caller, ServicesPermissions.Situations)
{
    public const int Longest = 2_000;

    protected override async Task<Result<Done>> Do(OverrideSituationInput input, CancellationToken cancel)
    {
        if (shelf.Today(input.Situation, clock) is not { } national) return Refusal.NotFound();
        List<Refusal> refusals = [];
        var parts = new LocalParts(
            Clean("note", input.Parts.Note, refusals), Clean("needed", input.Parts.Needed, refusals), Clean("fee", input.Parts.Fee, refusals),
            Clean("deadline", input.Parts.Deadline, refusals), Clean("contact", input.Parts.Contact, refusals));
        if (refusals.Count > 0) return refusals;

        var own = await db.SituationOverrides.SingleOrDefaultAsync(o => o.Situation == input.Situation, cancel);
        if (own?.Version != input.Version) return Refusal.Conflict("kernel.stale-version");
        if (own is null)
        {
            own = new SituationOverride { Office = Caller.Office!.Value, Situation = input.Situation };
            db.Add(own);
        }
        own.Say(parts, national.Version, Caller.Name, clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Conflict("kernel.stale-version");
        }
        return new Done();
    }

    private static LocalText? Clean(string field, LocalText? text, List<Refusal> refusals)
    {
        if (text is null) return null;
        var (cs, en, de) = (Clean(text.Cs), Clean(text.En), Clean(text.De));
        foreach (var (language, part) in new[] { ("cs", cs), ("en", en), ("de", de) })
            if (part.Length > Longest) refusals.Add(Refusal.Invalid($"{field}.{language}", "services.situation.too-long", ("most", Longest)));
        if (cs.Length == 0 && en.Length + de.Length > 0) refusals.Add(Refusal.Invalid($"{field}.cs", "services.situation.czech-first"));
        return cs.Length == 0 ? null : new(cs, en.Length == 0 ? null : en, de.Length == 0 ? null : de);
    }

    private static string Clean(string? text) => SafeText.Clean(text ?? "", int.MaxValue, true).Text.Trim();
}
