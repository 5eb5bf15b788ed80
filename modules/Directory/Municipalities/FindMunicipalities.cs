using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Directory.Municipalities;

/// <param name="Query">Beginnings of words of the name, with or without accents; or a municipality's code, organisation number or postal code.</param>
/// <param name="Region">NUTS code, as <c>CZ042</c>.</param>
/// <param name="District">NUTS code, as <c>CZ0422</c>.</param>
/// <param name="After">Code of the municipality after which the part starts.</param>
/// <param name="Before">Code of the municipality before which the part ends.</param>
internal sealed record MunicipalitySearch(string? Query = null, string? Region = null, string? District = null, int? Type = null, string? After = null, string? Before = null);

internal sealed record MunicipalityRow(string Code, string Name, MunicipalityStatus Status, short Type, string DistrictName, string RegionName, int? Population, string? Office);

/// <param name="Total">How many fit, exactly.</param>
/// <param name="Previous">Given when there are some before these.</param>
/// <param name="Next">Given when there are some after these.</param>
internal sealed record MunicipalityRows(IReadOnlyList<MunicipalityRow> Rows, int Total, string? Previous, string? Next);

/// <summary>Finds municipalities by name, place and type; in Czech order, by parts of <see cref="Part"/>.</summary>
internal sealed class FindMunicipalities(Caller caller, DirectoryDb db) : UseCase<MunicipalitySearch, MunicipalityRows>(caller, DirectoryPermissions.Read)
{
    public const int Part = 50;
    private const int LongestQuery = 100;

    protected override async Task<Result<MunicipalityRows>> Do(MunicipalitySearch input, CancellationToken cancel)
    {
        var found = Narrow(db.Municipalities.AsNoTracking().Where(m => m.Current), input);
        var total = await found.CountAsync(cancel);
        var place = await Place(input.Before ?? input.After, cancel);
        var backwards = place is not null && input.Before is not null;
        if (place is not null)
        {
            found = backwards
                ? found.Where(m => EF.Functions.LessThan(ValueTuple.Create(m.SortKey, m.Code), ValueTuple.Create(place.SortKey, place.Code)))
                : found.Where(m => EF.Functions.GreaterThan(ValueTuple.Create(m.SortKey, m.Code), ValueTuple.Create(place.SortKey, place.Code)));
        }
        found = backwards ? found.OrderByDescending(m => m.SortKey).ThenByDescending(m => m.Code) : found.OrderBy(m => m.SortKey).ThenBy(m => m.Code);

        // One more than is shown tells whether there are others.
        var rows = await (from m in found.Take(Part + 1)
                          join o in db.Offices on m.Code equals o.Municipality into offices
                          from o in offices.DefaultIfEmpty()
                          select new { Row = new MunicipalityRow(m.Code, m.Name, m.Status, m.Type, m.DistrictName, m.RegionName, m.Population, o == null ? null : o.Slug), m.SortKey })
            .ToListAsync(cancel);
        rows = [.. backwards
            ? rows.OrderByDescending(r => r.SortKey, StringComparer.Ordinal).ThenByDescending(r => r.Row.Code, StringComparer.Ordinal)
            : rows.OrderBy(r => r.SortKey, StringComparer.Ordinal).ThenBy(r => r.Row.Code, StringComparer.Ordinal)];
        var more = rows.Count > Part;
        var shown = rows.Take(Part).Select(r => r.Row).ToList();
        if (backwards) shown.Reverse();
        var anyBefore = backwards ? more : place is not null && shown.Count > 0 && total > shown.Count;
        var anyAfter = backwards ? shown.Count > 0 : more;
        return new MunicipalityRows(shown, total, anyBefore ? shown[0].Code : null, anyAfter ? shown[^1].Code : null);
    }

    private async Task<Municipality?> Place(string? code, CancellationToken cancel) =>
        string.IsNullOrEmpty(code) || !IsCode(code) ? null : await db.Municipalities.AsNoTracking().SingleOrDefaultAsync(m => m.Current && m.Code == code, cancel);

    private static bool IsCode(string? typed) => typed is null || typed.All(char.IsAsciiLetterOrDigit);

    private static IQueryable<Municipality> Narrow(IQueryable<Municipality> all, MunicipalitySearch input)
    {
        if (!IsCode(input.Region) || !IsCode(input.District)) return all.Where(_ => false);
        if (input.Region is { Length: > 0 } region) all = all.Where(m => m.RegionNuts == region);
        if (input.District is { Length: > 0 } district) all = all.Where(m => m.DistrictNuts == district);
        if (input.Type is { } type) all = all.Where(m => m.Type == type);
        if (string.IsNullOrWhiteSpace(input.Query)) return all;
        var query = input.Query.Length > LongestQuery ? input.Query[..LongestQuery] : input.Query;
        var digits = string.Concat(query.Where(c => !char.IsWhiteSpace(c)));
        if (digits.All(char.IsAsciiDigit))
        {
            return digits.Length switch
            {
                5 => all.Where(m => m.PostalCodes.Contains(digits)),
                6 => all.Where(m => m.Code == digits),
                8 => all.Where(m => m.OrganisationNumber == digits),
                _ => all.Where(_ => false),
            };
        }
        var words = CzechName.Words(query).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return all.Where(_ => false);
        var beginnings = string.Join(" & ", words.Select(w => $"'{w}':*"));
        return all.Where(m => m.Search.Matches(EF.Functions.ToTsQuery("simple", beginnings)));
    }
}
