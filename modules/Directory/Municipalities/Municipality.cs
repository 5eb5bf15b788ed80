namespace Virtuos.Directory.Municipalities;

/// <summary>Status of a municipality by the code list of RÚIAN (<c>status_kod</c>).</summary>
internal enum MunicipalityStatus
{
    MilitaryDistrict = 1,
    Village = 2,
    Town = 3,
    StatutoryCity = 4,
    Capital = 5,
    MarketTown = 6,
}

/// <summary>
/// One version of a municipality in the register. Versions are only added: a change of the world has a later <see cref="ValidFrom"/>,
/// a correction the same one and a later <see cref="KnownFrom"/>.
/// </summary>
internal sealed class Municipality
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Code by ČSÚ/RÚIAN, six digits.</summary>
    public required string Code { get; init; }

    public DateOnly ValidFrom { get; set; }

    public DateTimeOffset KnownFrom { get; set; }

    /// <summary>The import that brought this version.</summary>
    public Guid Import { get; set; }

    /// <summary>The last import in which the source still said the same.</summary>
    public Guid ConfirmedBy { get; set; }

    /// <summary>In force; one version of a code.</summary>
    public bool Current { get; set; }

    public required string Name { get; init; }

    /// <summary>Orders names as Czech does, by bytes.</summary>
    public required string SortKey { get; init; }

    /// <summary>The name's words without accents, for searching.</summary>
    public required string Words { get; init; }

    public NpgsqlTypes.NpgsqlTsVector Search { get; private set; } = null!;

    public required MunicipalityStatus Status { get; init; }

    /// <summary>3 = seat of a municipality with extended powers, 2 = seat of an authorised municipal office, 1 = any other.</summary>
    public required short Type { get; init; }

    /// <summary>The district of the authorised municipal office (POU) by RÚIAN, and the municipality where that office sits.</summary>
    public required string AuthorisedCode { get; init; }

    public required string AuthorisedName { get; init; }

    public string? AuthorisedSeat { get; init; }

    /// <summary>The district of the municipality with extended powers (ORP) by RÚIAN, and the municipality where it sits.</summary>
    public required string ExtendedCode { get; init; }

    public required string ExtendedName { get; init; }

    public string? ExtendedSeat { get; init; }

    public required string DistrictCode { get; init; }

    public required string DistrictName { get; init; }

    public required string DistrictNuts { get; init; }

    public required string RegionCode { get; init; }

    public required string RegionName { get; init; }

    public required string RegionNuts { get; init; }

    public required string[] PostalCodes { get; init; }

    /// <summary>WGS 84, degrees.</summary>
    public required decimal Latitude { get; init; }

    public required decimal Longitude { get; init; }

    public string? OrganisationNumber { get; init; }

    public string? OfficeName { get; init; }

    public string? OfficeStreet { get; init; }

    public string? OfficePostalCode { get; init; }

    /// <summary>Inhabitants as counted in the year that the import names.</summary>
    public int? Population { get; init; }

    /// <summary>Does the source say the same as in the other version?</summary>
    public bool SaysTheSameAs(Municipality other) => Facts(this).SequenceEqual(Facts(other)) && PostalCodes.SequenceEqual(other.PostalCodes);

    private static object?[] Facts(Municipality m) =>
    [
        m.Code, m.Name, m.SortKey, m.Words, m.Status, m.Type, m.AuthorisedCode, m.AuthorisedName, m.AuthorisedSeat, m.ExtendedCode, m.ExtendedName, m.ExtendedSeat,
        m.DistrictCode, m.DistrictName, m.DistrictNuts, m.RegionCode, m.RegionName, m.RegionNuts, m.Latitude, m.Longitude,
        m.OrganisationNumber, m.OfficeName, m.OfficeStreet, m.OfficePostalCode, m.Population,
    ];
}

/// <summary>Where a group of figures comes from.</summary>
/// <param name="AsOf">A day, month or year as the source gives it: <c>2026-08</c>, <c>2013</c>.</param>
internal sealed record FigureSource(string Source, string AsOf);

/// <summary>The sources of the register's groups of figures.</summary>
internal sealed record MunicipalitySources(FigureSource Territory, FigureSource Coordinates, FigureSource Office, FigureSource Population);

/// <summary>One import of the register; its ledger entry covers the file by its SHA-256 and so every row it brought.</summary>
internal sealed class MunicipalityImport : Kernel.Database.ILedgered
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required DateTimeOffset At { get; init; }

    public required string FileSha256 { get; init; }

    /// <summary>The first day of the period that the source describes.</summary>
    public required DateOnly SourceDate { get; init; }

    public required MunicipalitySources Sources { get; init; }

    public int Added { get; set; }

    public int Changed { get; set; }

    public int Unchanged { get; set; }

    public int Refused { get; set; }

    /// <summary>Municipalities of the register that the file no longer names.</summary>
    public int Missing { get; set; }
}
