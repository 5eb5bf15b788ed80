using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;

namespace Virtuos.Directory.Offices;

/// <summary>Answers the other modules; reads across offices, for offices and their people are public.</summary>
internal sealed class DirectoryAnswers(DirectoryDb db, DirectoryMemory memory) : IDirectory
{
    public Task<OfficeCard?> Office(Guid id, CancellationToken cancel) => memory.Recall((nameof(Office), id), () => ReadOffice(id, cancel));

    private async Task<OfficeCard?> ReadOffice(Guid id, CancellationToken cancel)
    {
        var found = await (from o in db.Offices.AsNoTracking()
                           where o.Id == id
                           select new { Office = o, Region = db.Municipalities.Where(m => m.Code == o.Municipality).Select(m => m.RegionName).SingleOrDefault() }).SingleOrDefaultAsync(cancel);
        return found is null ? null : found.Office.Card() with { RegionName = found.Region ?? "" };
    }

    public async Task<OfficeCard?> OfficeBySlug(string slug, CancellationToken cancel) =>
        (await db.Offices.AsNoTracking().SingleOrDefaultAsync(o => o.Slug == slug, cancel))?.Card();

    public Task<Guid?> OfficeId(string slug, CancellationToken cancel) => memory.Recall((nameof(OfficeId), slug), async () => (await OfficeBySlug(slug, cancel))?.Id);

    public async Task<IReadOnlyList<OfficeCard>> Offices(CancellationToken cancel)
    {
        var offices = await db.Offices.AsNoTracking().ToListAsync(cancel);
        return [.. offices.OrderBy(o => Municipalities.CzechName.SortKey(o.MunicipalityName), StringComparer.Ordinal).Select(o => o.Card())];
    }

    public Task<IReadOnlyList<UnitCard>> Units(Guid office, CancellationToken cancel) => memory.Recall((nameof(Units), office), () => ReadUnits(office, cancel));

    private async Task<IReadOnlyList<UnitCard>> ReadUnits(Guid office, CancellationToken cancel) =>
        [.. (await db.Units.IgnoreQueryFilters().AsNoTracking().Where(u => u.Office == office).OrderBy(u => u.Rank).ToListAsync(cancel)).Select(u => u.Card())];

    public Task<IReadOnlyList<OfficialCard>> Officials(Guid office, CancellationToken cancel) => memory.Recall((nameof(Officials), office), () => ReadOfficials(office, cancel));

    private async Task<IReadOnlyList<OfficialCard>> ReadOfficials(Guid office, CancellationToken cancel)
    {
        var officials = await db.Officials.IgnoreQueryFilters().AsNoTracking().Where(o => o.Office == office && o.LeftOn == null).ToListAsync(cancel);
        return [.. officials.OrderBy(o => Municipalities.CzechName.SortKey(o.Name.Split(' ')[^1]), StringComparer.Ordinal).ThenBy(o => o.Name, StringComparer.Ordinal).Select(o => o.Card())];
    }

    public Task<OfficialCard?> Official(Guid id, CancellationToken cancel) => memory.Recall((nameof(Official), id), () => ReadOfficial(id, cancel));

    private async Task<OfficialCard?> ReadOfficial(Guid id, CancellationToken cancel) =>
        (await db.Officials.IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancel))?.Card();

    public async Task<UnitCard> UnitFor(Guid office, string agenda, CancellationToken cancel)
    {
        var competent = await (from c in db.Competences.IgnoreQueryFilters()
                               join u in db.Units.IgnoreQueryFilters() on c.Unit equals u.Id
                               where c.Office == office && c.Agenda == agenda
                               select u).AsNoTracking().SingleOrDefaultAsync(cancel);
        competent ??= await db.Units.IgnoreQueryFilters().AsNoTracking().SingleAsync(u => u.Office == office && u.FilingRoom, cancel);
        return competent.Card();
    }
}
