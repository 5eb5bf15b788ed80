using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Virtuos.Directory.Municipalities;

/// <summary>Writes versions of the register in bulk; the ledger has the import, whose digest covers the file.</summary>
internal static class MunicipalityRegister
{
    private static readonly string[] Columns =
    [
        "id", "code", "valid_from", "known_from", "import", "confirmed_by", "current", "name", "sort_key", "words", "status", "type",
        "authorised_code", "authorised_name", "authorised_seat", "extended_code", "extended_name", "extended_seat", "district_code", "district_name", "district_nuts",
        "region_code", "region_name", "region_nuts", "postal_codes", "latitude", "longitude", "organisation_number", "office_name", "office_street", "office_postal_code", "population",
    ];

    /// <summary>The first day of the month that the file which comes with the program describes.</summary>
    public static readonly DateOnly SourceDate = new(2026, 8, 1);

    /// <summary>The sources of the file that comes with the program; population is old and says so.</summary>
    public static MunicipalitySources Sources(DateOnly date) => new(
        new("RÚIAN (ČÚZK)", $"{date:yyyy-MM}"),
        new("RÚIAN (ČÚZK)", $"{date:yyyy-MM}"),
        new("otevřený seznam obcí z roku 2013", "2013"),
        new("otevřený seznam obcí z roku 2013", "2013"));

    public static Task Confirm(DirectoryDb db, List<Municipality> same, MunicipalityImport import, CancellationToken cancel)
    {
        var ids = same.ConvertAll(m => m.Id);
        return db.Municipalities.Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(set => set.SetProperty(m => m.ConfirmedBy, import.Id), cancel);
    }

    public static async Task Append(DirectoryDb db, List<Municipality> fresh, MunicipalityImport import, CancellationToken cancel)
    {
        var codes = fresh.ConvertAll(m => m.Code);
        await db.Municipalities.Where(m => m.Current && codes.Contains(m.Code)).ExecuteUpdateAsync(set => set.SetProperty(m => m.Current, false), cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync($"copy directory.municipality ({string.Join(", ", Columns)}) from stdin (format binary)", cancel);
        foreach (var m in fresh)
        {
            await copy.StartRowAsync(cancel);
            await copy.WriteAsync(m.Id, NpgsqlDbType.Uuid, cancel);
            await copy.WriteAsync(m.Code, NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(import.SourceDate, NpgsqlDbType.Date, cancel);
            await copy.WriteAsync(import.At, NpgsqlDbType.TimestampTz, cancel);
            await copy.WriteAsync(import.Id, NpgsqlDbType.Uuid, cancel);
            await copy.WriteAsync(import.Id, NpgsqlDbType.Uuid, cancel);
            await copy.WriteAsync(true, NpgsqlDbType.Boolean, cancel);
            await Texts(copy, cancel, m.Name, m.SortKey, m.Words, m.Status.ToString());
            await copy.WriteAsync(m.Type, NpgsqlDbType.Smallint, cancel);
            await Texts(copy, cancel, m.AuthorisedCode, m.AuthorisedName, m.AuthorisedSeat, m.ExtendedCode, m.ExtendedName, m.ExtendedSeat,
                m.DistrictCode, m.DistrictName, m.DistrictNuts, m.RegionCode, m.RegionName, m.RegionNuts);
            await copy.WriteAsync(m.PostalCodes, NpgsqlDbType.Array | NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(m.Latitude, NpgsqlDbType.Numeric, cancel);
            await copy.WriteAsync(m.Longitude, NpgsqlDbType.Numeric, cancel);
            await Texts(copy, cancel, m.OrganisationNumber, m.OfficeName, m.OfficeStreet, m.OfficePostalCode);
            if (m.Population is { } people) await copy.WriteAsync(people, NpgsqlDbType.Integer, cancel);
            else await copy.WriteNullAsync(cancel);
        }
        await copy.CompleteAsync(cancel);
    }

    private static async Task Texts(NpgsqlBinaryImporter copy, CancellationToken cancel, params string?[] values)
    {
        foreach (var value in values)
        {
            if (value is null) await copy.WriteNullAsync(cancel);
            else await copy.WriteAsync(value, NpgsqlDbType.Text, cancel);
        }
    }
}
