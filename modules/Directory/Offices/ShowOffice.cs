using Microsoft.EntityFrameworkCore;
using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Officials;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Directory.Offices;

/// <summary>A unit with what it is competent for and who works there.</summary>
internal sealed record UnitView(Unit Unit, IReadOnlyList<string> Agendas, IReadOnlyList<Official> Officials);

/// <param name="Closures">Days without office hours that have not passed.</param>
internal sealed record OfficeView(Office Office, IReadOnlyList<UnitView> Units, IReadOnlyList<Closure> Closures, string? District, string? Region)
{
    public UnitView FilingRoom => Units.First(u => u.Unit.FilingRoom);
}

/// <summary>The public face of an office: contacts, hours, filing room, units, officials.</summary>
internal sealed class ShowOffice(Caller caller, DirectoryDb db, TimeProvider clock) : UseCase<string, OfficeView>(caller, DirectoryPermissions.Read)
{
    protected override async Task<Result<OfficeView>> Do(string slug, CancellationToken cancel)
    {
        if (slug.Contains('\0', StringComparison.Ordinal)) return Refusal.NotFound();
        if (await db.Offices.AsNoTracking().SingleOrDefaultAsync(o => o.Slug == slug, cancel) is not { } office) return Refusal.NotFound();
        var units = await db.Units.IgnoreQueryFilters().AsNoTracking().Where(u => u.Office == office.Id).OrderBy(u => u.Rank).ToListAsync(cancel);
        var agendas = await db.Competences.IgnoreQueryFilters().AsNoTracking().Where(c => c.Office == office.Id).ToListAsync(cancel);
        var officials = await (from o in db.Officials.IgnoreQueryFilters()
                               where o.Office == office.Id && o.LeftOn == null
                               join p in db.Positions.IgnoreQueryFilters() on o.Position equals p.Id into held
                               from p in held.DefaultIfEmpty()
                               orderby p == null ? int.MaxValue : p.Rank, o.Id
                               select o).AsNoTracking().ToListAsync(cancel);
        var today = Prague.Today(clock);
        var closures = await db.Closures.IgnoreQueryFilters().AsNoTracking().Where(c => c.Office == office.Id && c.Last >= today).OrderBy(c => c.First).ToListAsync(cancel);
        var place = await db.Municipalities.AsNoTracking().Where(m => m.Current && m.Code == office.Municipality).Select(m => new { m.DistrictName, m.RegionName }).SingleOrDefaultAsync(cancel);
        return new OfficeView(
            office,
            [.. units.Select(u => new UnitView(u, [.. agendas.Where(a => a.Unit == u.Id).Select(a => a.Agenda).Order(StringComparer.Ordinal)], [.. officials.Where(o => o.Unit == u.Id)]))],
            closures, place?.DistrictName, place?.RegionName);
    }
}
