using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Services.Situations;

/// <summary>A life situation as its office sees it in its settings.</summary>
/// <param name="Base">The national version over which the office spoke; null when it did not speak or that version is gone.</param>
internal sealed record ReviewedSituation(Situation National, SituationOverride? Own, Situation? Base)
{
    /// <summary>True when the national text has changed since the office compared its own with it.</summary>
    public bool IsBehind => Own is not null && Own.BasedOn != National.Version;
}

/// <summary>Shows an office all life situations with its own words and warns where the national text changed under them.</summary>
internal sealed class ReviewSituations(Caller caller, ServicesDb db, SituationShelf shelf, TimeProvider clock) : UseCase<Done, IReadOnlyList<ReviewedSituation>>(caller, ServicesPermissions.Situations)
{
    protected override async Task<Result<IReadOnlyList<ReviewedSituation>>> Do(Done input, CancellationToken cancel)
    {
        var own = await db.SituationOverrides.AsNoTracking().ToDictionaryAsync(o => o.Situation, StringComparer.Ordinal, cancel);
        return shelf.Offered(clock).Select(s => own.GetValueOrDefault(s.Slug) is { } said ? new ReviewedSituation(s, said, shelf.Version(s.Slug, said.BasedOn)) : new ReviewedSituation(s, null, null)).ToList();
    }
}
