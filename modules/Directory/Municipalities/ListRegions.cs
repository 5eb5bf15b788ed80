using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Directory.Municipalities;

internal sealed record RegionRow(string Nuts, string Name, IReadOnlyList<DistrictRow> Districts);

internal sealed record DistrictRow(string Nuts, string Name);

/// <summary>The regions of the country with their districts, in Czech order.</summary>
internal sealed class ListRegions(Caller caller, DirectoryDb db) : UseCase<Done, IReadOnlyList<RegionRow>>(caller, DirectoryPermissions.Read)
{
    protected override async Task<Result<IReadOnlyList<RegionRow>>> Do(Done input, CancellationToken cancel)
    {
        var districts = await db.Municipalities.Where(m => m.Current).Select(m => new { m.RegionNuts, m.RegionName, m.DistrictNuts, m.DistrictName }).Distinct().ToListAsync(cancel);
        return districts.GroupBy(d => (d.RegionNuts, d.RegionName))
            .OrderBy(r => CzechName.SortKey(r.Key.RegionName), StringComparer.Ordinal)
            .Select(r => new RegionRow(r.Key.RegionNuts, r.Key.RegionName,
                [.. r.OrderBy(d => CzechName.SortKey(d.DistrictName), StringComparer.Ordinal).Select(d => new DistrictRow(d.DistrictNuts, d.DistrictName))]))
            .ToList();
    }
}
