using Microsoft.EntityFrameworkCore;
using Virtuos.Directory.Municipalities;

namespace Virtuos.Directory.Offices;

/// <summary>Names that no office has yet.</summary>
internal sealed class OfficeNames(DirectoryDb db)
{
    /// <returns>The wished slug or the nicest free one; null when taken.</returns>
    public Task<string?> Slug(Municipality municipality, string? wish, CancellationToken cancel) =>
        Free(wish is null ? OfficeNaming.Slugs(municipality.Name, municipality.DistrictName, municipality.Code) : [wish], db.Offices.Select(o => o.Slug), cancel);

    /// <returns>The wished mark or the nicest free one; null when taken.</returns>
    public Task<string?> Mark(Municipality municipality, string? wish, CancellationToken cancel) =>
        Free(wish is null ? OfficeNaming.Marks(municipality.Name, municipality.Status) : [wish], db.Offices.Select(o => o.Mark), cancel);

    private static async Task<string?> Free(IEnumerable<string> candidates, IQueryable<string> taken, CancellationToken cancel)
    {
        foreach (var some in candidates.Distinct(StringComparer.Ordinal).Chunk(16))
        {
            var used = await taken.Where(t => some.Contains(t)).ToListAsync(cancel);
            if (some.FirstOrDefault(c => !used.Contains(c)) is { } free) return free;
        }
        return null;
    }
}
