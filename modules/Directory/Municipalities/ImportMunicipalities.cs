using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Directory.Municipalities;

/// <param name="Csv">The whole file; read to its end, not closed.</param>
/// <param name="SourceDate">The first day of the period that the file describes; what it says is valid from then.</param>
internal sealed record ImportMunicipalitiesInput(Stream Csv, DateOnly SourceDate);

/// <summary>What came of an import.</summary>
/// <param name="Missing">Codes in the register that the file no longer names; they stay, with the date of their last confirmation.</param>
internal sealed record ImportReport(int Added, int Changed, int Unchanged, IReadOnlyList<RefusedLine> Refused, IReadOnlyList<string> Missing);

/// <summary>
/// Takes the register of municipalities from a file: new ones are added, changed ones get a new version, the same ones are confirmed.
/// The same file twice changes nothing.
/// </summary>
internal sealed class ImportMunicipalities(Caller caller, DirectoryDb db, TimeProvider clock) : UseCase<ImportMunicipalitiesInput, ImportReport>(caller, DirectoryPermissions.Import)
{
    protected override async Task<Result<ImportReport>> Do(ImportMunicipalitiesInput input, CancellationToken cancel)
    {
        if (await Whole(input.Csv, cancel) is not { } bytes) return Refusal.Invalid("csv", "directory.import.too-big", ("limit", MunicipalityFile.LargestFile / 1024 / 1024));
        var file = MunicipalityFile.Read(bytes);
        if (file.MissingColumn is { } column) return Refusal.Invalid("csv", "directory.import.column-missing", ("column", column));

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Two imports at once would both compare with the same versions.
        await db.Database.ExecuteSqlRawAsync("lock table directory.municipality_import in exclusive mode", cancel);
        var last = await db.Imports.AsNoTracking().OrderByDescending(i => i.At).FirstOrDefaultAsync(cancel);
        if (last is not null && last.SourceDate > input.SourceDate) return Refusal.Conflict("directory.import.older", ("last", last.SourceDate), ("file", input.SourceDate));

        var present = await db.Municipalities.AsNoTracking().Where(m => m.Current).ToDictionaryAsync(m => m.Code, cancel);
        List<Municipality> fresh = [], confirmed = [];
        var changed = 0;
        var lines = file.Municipalities(present.Values);
        foreach (var line in lines)
        {
            var known = present.GetValueOrDefault(line.Code);
            if (known is not null && known.SaysTheSameAs(line)) confirmed.Add(known);
            else fresh.Add(line);
            if (known is not null && !known.SaysTheSameAs(line)) changed++;
        }
        var named = lines.Select(l => l.Code).ToHashSet(StringComparer.Ordinal);
        var report = new ImportReport(fresh.Count - changed, changed, confirmed.Count, file.Refused, [.. present.Keys.Where(c => !named.Contains(c)).Order()]);

        var import = new MunicipalityImport
        {
            // Versions are told apart by when they became known, even if the clock stands still.
            At = last is null || clock.GetUtcNow() > last.At ? clock.GetUtcNow() : last.At.AddMicroseconds(1),
            FileSha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            SourceDate = input.SourceDate,
            Sources = MunicipalityRegister.Sources(input.SourceDate),
            Added = report.Added,
            Changed = report.Changed,
            Unchanged = report.Unchanged,
            Refused = report.Refused.Count,
            Missing = report.Missing.Count,
        };
        db.Add(import);
        await db.SaveChangesAsync(cancel);
        await MunicipalityRegister.Confirm(db, confirmed, import, cancel);
        await MunicipalityRegister.Append(db, fresh, import, cancel);
        await transaction.CommitAsync(cancel);
        return report;
    }

    private static async Task<byte[]?> Whole(Stream csv, CancellationToken cancel)
    {
        using var copy = new MemoryStream();
        var part = new byte[64 * 1024];
        int read;
        while ((read = await csv.ReadAsync(part, cancel)) > 0)
        {
            if (copy.Length + read > MunicipalityFile.LargestFile) return null;
            copy.Write(part, 0, read);
        }
        return copy.ToArray();
    }
}
