using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Fees;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;

namespace Virtuos.Directory.Municipalities;

/// <summary>One figure of a municipality with where it comes from.</summary>
/// <param name="Key">Ending of its text <c>directory.figure.…</c>, also its name in the API.</param>
/// <param name="Value">Null when the source does not have it.</param>
/// <param name="Seat">Code of the municipality the figure points at.</param>
internal sealed record MunicipalityFigure(string Key, object? Value, FigureSource Source, string? Seat = null);

/// <summary>A version of the record and the import it came by.</summary>
internal sealed record MunicipalityVersion(Municipality Municipality, MunicipalityImport Import);

/// <param name="ConfirmedOn">When the source last said the same.</param>
/// <param name="Fee">The yearly fee; null when the population is not known.</param>
internal sealed record MunicipalityView(
    Municipality Municipality, IReadOnlyList<MunicipalityFigure> Figures, IReadOnlyList<MunicipalityVersion> Versions, DateOnly ConfirmedOn, OfficeCard? Office, OfficeFee Rule, Money? Fee);

/// <summary>Everything the register says about one municipality, with sources, dates and history.</summary>
internal sealed class ShowMunicipality(Caller caller, DirectoryDb db, TimeProvider clock) : UseCase<string, MunicipalityView>(caller, DirectoryPermissions.Read)
{
    protected override async Task<Result<MunicipalityView>> Do(string code, CancellationToken cancel)
    {
        if (code.Length != 6 || !code.All(char.IsAsciiDigit)) return Refusal.NotFound();
        var rows = await db.Municipalities.AsNoTracking().Where(m => m.Code == code).OrderByDescending(m => m.ValidFrom).ThenByDescending(m => m.KnownFrom).ToListAsync(cancel);
        if (rows.Find(m => m.Current) is not { } now) return Refusal.NotFound();
        var ids = rows.Select(m => m.Import).Append(now.ConfirmedBy).Distinct().ToList();
        var imports = await db.Imports.AsNoTracking().Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, cancel);
        var office = await db.Offices.AsNoTracking().SingleOrDefaultAsync(o => o.Municipality == code, cancel);
        var rule = OfficeFee.On(Prague.Today(clock));
        return new MunicipalityView(
            now, Figures(now, imports[now.Import].Sources), [.. rows.Select(m => new MunicipalityVersion(m, imports[m.Import]))], Prague.Day(imports[now.ConfirmedBy].At), office?.Card(),
            rule, now is { Population: { } people, Status: not MunicipalityStatus.MilitaryDistrict } ? rule.For(now.Type, people) : null);
    }

    private static IReadOnlyList<MunicipalityFigure> Figures(Municipality m, MunicipalitySources sources) =>
    [
        new("code", m.Code, sources.Territory),
        new("status", m.Status, sources.Territory),
        new("type", m.Type, sources.Territory),
        new("authorised", m.AuthorisedName, sources.Territory, m.AuthorisedSeat),
        new("extended", m.ExtendedName, sources.Territory, m.ExtendedSeat),
        new("district", $"{m.DistrictName} ({m.DistrictNuts})", sources.Territory),
        new("region", $"{m.RegionName} ({m.RegionNuts})", sources.Territory),
        new("postal-codes", m.PostalCodes, sources.Territory),
        new("coordinates", FormattableString.Invariant($"{m.Latitude}, {m.Longitude}"), sources.Coordinates),
        new("organisation-number", m.OrganisationNumber, sources.Office),
        new("office-name", m.OfficeName, sources.Office),
        new("office-address", m.OfficePostalCode is null ? null : $"{m.OfficeStreet ?? m.Name}, {Offices.Shown.PostalCode(m.OfficePostalCode)}", sources.Office),
        new("population", m.Population, sources.Population),
    ];
}
