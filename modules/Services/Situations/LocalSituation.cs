using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Situations;

/// <summary>A life situation as one office shows it.</summary>
/// <param name="Own">What the office says in its own words, if anything.</param>
/// <param name="Unit">The unit that handles it; null when no unit of the town decides about it.</param>
/// <param name="CanFile">True when its form can be begun today.</param>
internal sealed record LocalSituation(Situation Situation, OfficeCard Office, SituationOverride? Own, UnitCard? Unit, bool CanFile);

/// <summary>Puts life situations together with what offices say about them. It is public, so an official of another office reads the same.</summary>
internal sealed class LocalSituations(ServicesDb db, SituationShelf shelf, FormShelf forms, IDirectory directory, TimeProvider clock)
{
    public bool CanFile(Situation situation) => situation.Form is { } form && forms.Today(form, clock) is not null;

    public async Task<LocalSituation?> At(string office, string slug, CancellationToken cancel)
    {
        if (shelf.Today(slug, clock) is not { } situation || await directory.OfficeBySlug(office, cancel) is not { } card) return null;
        var own = await db.SituationOverrides.IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(o => o.Office == card.Id && o.Situation == slug, cancel);
        var unit = situation.Agenda is { } agenda ? await directory.UnitFor(card.Id, agenda, cancel) : null;
        return new(situation, card, own, unit, CanFile(situation));
    }
}
