using Microsoft.EntityFrameworkCore;
using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Offices;
using Virtuos.Kernel;

namespace Virtuos.Directory.Officials;

/// <param name="Vacant">Positions that nobody holds.</param>
internal sealed record StaffUnit(Unit Unit, IReadOnlyList<Official> Officials, IReadOnlyList<Position> Vacant);

internal sealed record Staff(IReadOnlyList<StaffUnit> Units, IReadOnlyList<Official> Left)
{
    public IEnumerable<Official> All => Units.SelectMany(u => u.Officials).Concat(Left);
}

/// <summary>The people of the administrator's own office by units, with vacant positions and those who left.</summary>
internal sealed class ListOfficials(Caller caller, DirectoryDb db) : UseCase<Done, Staff>(caller, DirectoryPermissions.Administer)
{
    protected override async Task<Result<Staff>> Do(Done input, CancellationToken cancel)
    {
        var units = await db.Units.AsNoTracking().OrderBy(u => u.Rank).ToListAsync(cancel);
        var positions = await db.Positions.AsNoTracking().OrderBy(p => p.Rank).ToListAsync(cancel);
        var officials = (await db.Officials.AsNoTracking().ToListAsync(cancel)).OrderBy(o => CzechName.SortKey(o.Name), StringComparer.Ordinal).ToList();
        var here = officials.Where(o => o.LeftOn is null).ToList();
        var held = here.Select(o => o.Position).ToHashSet();
        return new Staff(
            [.. units.Select(u => new StaffUnit(u, [.. here.Where(o => o.Unit == u.Id)], [.. positions.Where(p => p.Unit == u.Id && !held.Contains(p.Id))]))],
            [.. officials.Where(o => o.LeftOn is not null).OrderByDescending(o => o.LeftOn)]);
    }
}
