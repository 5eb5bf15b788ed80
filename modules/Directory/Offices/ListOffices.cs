using Microsoft.EntityFrameworkCore;
using Virtuos.Directory.Municipalities;
using Virtuos.Kernel;

namespace Virtuos.Directory.Offices;

internal sealed record OfficeRow(Guid Id, string Slug, string Name, string Mark, string Municipality, string MunicipalityName, string? District, string? Region, string Email, string Phone, DateTimeOffset OpenedAt);

/// <summary>The offices connected to this installation, in Czech order of their municipalities; narrowed by beginnings of words.</summary>
internal sealed class ListOffices(Caller caller, DirectoryDb db) : UseCase<string?, IReadOnlyList<OfficeRow>>(caller, DirectoryPermissions.Read)
{
    protected override async Task<Result<IReadOnlyList<OfficeRow>>> Do(string? query, CancellationToken cancel)
    {
        var offices = await (from o in db.Offices
                             join m in db.Municipalities.Where(m => m.Current) on o.Municipality equals m.Code into places
                             from m in places.DefaultIfEmpty()
                             select new OfficeRow(o.Id, o.Slug, o.Name, o.Mark, o.Municipality, o.MunicipalityName, m == null ? null : m.DistrictName, m == null ? null : m.RegionName, o.Email, o.Phone, o.OpenedAt))
            .ToListAsync(cancel);
        var words = CzechName.Words(query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return offices
            .Where(o => $" {CzechName.Words(o.Name)} {CzechName.Words(o.MunicipalityName)}" is var text && words.All(w => text.Contains(' ' + w, StringComparison.Ordinal)))
            .OrderBy(o => CzechName.SortKey(o.MunicipalityName), StringComparer.Ordinal).ThenBy(o => o.Slug, StringComparer.Ordinal)
            .ToList();
    }
}
