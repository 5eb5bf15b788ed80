using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;

namespace Virtuos.Directory.Municipalities;

/// <summary>Answers the other modules about the register of municipalities, which is public.</summary>
internal sealed class MunicipalityAnswers(DirectoryDb db) : IMunicipalities
{
    private const int LongestName = 100;

    public async Task<IReadOnlyList<MunicipalityCard>> Find(string name, int most, CancellationToken cancel)
    {
        var words = CzechName.Words(name.Length > LongestName ? name[..LongestName] : name);
        if (words.Length < 2) return [];
        var query = string.Join(" & ", words.Split(' ').Select(w => $"'{w}':*"));
        return await (from m in db.Municipalities.AsNoTracking()
                      where m.Current && m.Search.Matches(EF.Functions.ToTsQuery("simple", query))
                      join o in db.Offices on m.Code equals o.Municipality into offices
                      from o in offices.DefaultIfEmpty()
                      orderby m.Words == words descending, o != null descending, m.SortKey, m.Code
                      select new MunicipalityCard(m.Code, m.Name, m.DistrictName, o == null ? null : o.Slug)).Take(most).ToListAsync(cancel);
    }
}
