using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Virtuos.Kernel.Values;

namespace Virtuos.Directory.Municipalities;

/// <summary>One line of the register's file after its values were checked.</summary>
internal sealed record MunicipalityLine(
    string Code, string Name, MunicipalityStatus Status, string AuthorisedCode, string AuthorisedName, string ExtendedCode, string ExtendedName,
    string DistrictCode, string DistrictName, string DistrictNuts, string RegionCode, string RegionName, string RegionNuts, string[] PostalCodes,
    decimal Latitude, decimal Longitude, string? Organisation, string? OfficeName, string? OfficeStreet, string? OfficePostalCode, int? Population)
{
    public static bool TryParse(IReadOnlyDictionary<string, string> values, [NotNullWhen(true)] out MunicipalityLine? line, out (string Reason, string Column) wrong)
    {
        line = null;
        wrong = default;
        foreach (var (column, reason, holds) in Checks)
        {
            if (holds(values[column])) continue;
            wrong = (reason, column);
            return false;
        }
        line = new(
            values["kod_obce"], values["nazev"], (MunicipalityStatus)int.Parse(values["status_kod"], CultureInfo.InvariantCulture),
            values["kod_pou"], values["nazev_pou"], values["kod_orp_ruian"], values["nazev_orp"],
            values["kod_okresu_ruian"], values["nazev_okresu"], values["kod_okresu_nuts"],
            values["kod_kraje_ruian"], values["nazev_kraje"], values["kod_kraje_nuts"],
            values["psc_vsechny"].Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Degrees(values["lat"]), Degrees(values["lon"]),
            OrNull(values["ico"]), OrNull(OneSpaced(values["nazev_uradu"])), OrNull(values["ulice_uradu"]), OrNull(values["psc_uradu"]),
            values["pocet_obyvatel_cca2013"] is { Length: > 0 } people ? int.Parse(people, CultureInfo.InvariantCulture) : null);
        return true;
    }

    /// <param name="authorisedSeat">The municipality where the authorised municipal office of its district sits.</param>
    /// <param name="extendedSeat">The municipality with extended powers of its district.</param>
    public Municipality ToMunicipality(string? authorisedSeat, string? extendedSeat) => new()
    {
        Code = Code,
        Name = Name,
        SortKey = CzechName.SortKey(Name),
        Words = CzechName.Words(Name),
        Status = Status,
        Type = (short)(Code == extendedSeat ? 3 : Code == authorisedSeat ? 2 : 1),
        AuthorisedCode = AuthorisedCode,
        AuthorisedName = AuthorisedName,
        AuthorisedSeat = authorisedSeat,
        ExtendedCode = ExtendedCode,
        ExtendedName = ExtendedName,
        ExtendedSeat = extendedSeat,
        DistrictCode = DistrictCode,
        DistrictName = DistrictName,
        DistrictNuts = DistrictNuts,
        RegionCode = RegionCode,
        RegionName = RegionName,
        RegionNuts = RegionNuts,
        PostalCodes = PostalCodes,
        Latitude = Latitude,
        Longitude = Longitude,
        OrganisationNumber = Organisation,
        OfficeName = OfficeName,
        OfficeStreet = OfficeStreet,
        OfficePostalCode = OfficePostalCode,
        Population = Population,
    };

    private static readonly (string Column, string Reason, Func<string, bool> Holds)[] Checks =
    [
        ("kod_obce", "code", v => Digits(v, 6, 6)),
        ("nazev", "name", v => v.Length is > 0 and <= 100 && v.Any(char.IsLetter)),
        ("status_kod", "status", v => v is ['1' or '2' or '3' or '4' or '5' or '6']),
        ("kod_pou", "code", v => Digits(v, 1, 4)),
        ("nazev_pou", "name", v => v.Length > 0),
        ("kod_orp_ruian", "code", v => Digits(v, 1, 4)),
        ("nazev_orp", "name", v => v.Length > 0),
        ("kod_okresu_ruian", "code", v => Digits(v, 1, 4)),
        ("nazev_okresu", "name", v => v.Length > 0),
        ("kod_okresu_nuts", "code", v => Nuts(v, 6)),
        ("kod_kraje_ruian", "code", v => Digits(v, 1, 4)),
        ("nazev_kraje", "name", v => v.Length > 0),
        ("kod_kraje_nuts", "code", v => Nuts(v, 5)),
        ("psc_vsechny", "postal-code", v => v.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(p => Digits(p, 5, 5))),
        // The country lies within these degrees.
        ("lat", "coordinates", v => Between(v, 48.5m, 51.1m)),
        ("lon", "coordinates", v => Between(v, 12.0m, 18.9m)),
        ("ico", "organisation-number", v => v.Length == 0 || (OrganisationNumber.TryParse(v, out var number) && number.Value == v)),
        ("psc_uradu", "postal-code", v => v.Length == 0 || Digits(v, 5, 5)),
        ("pocet_obyvatel_cca2013", "population", v => v.Length == 0 || (Digits(v, 1, 8) && int.Parse(v, CultureInfo.InvariantCulture) < 20_000_000)),
    ];

    // A tenth of a metre.
    private static decimal Degrees(string value) => decimal.Round(decimal.Parse(value, CultureInfo.InvariantCulture), 6);

    private static string? OrNull(string value) => value.Length == 0 ? null : value;

    private static string OneSpaced(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static bool Digits(string value, int least, int most) => value.Length >= least && value.Length <= most && value.All(char.IsAsciiDigit);

    private static bool Nuts(string value, int length) => value.Length == length && value.StartsWith("CZ", StringComparison.Ordinal) && value.Skip(2).All(char.IsAsciiLetterOrDigit);

    private static bool Between(string value, decimal least, decimal most) =>
        value.Length <= 20 && decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number >= least && number <= most;
}
