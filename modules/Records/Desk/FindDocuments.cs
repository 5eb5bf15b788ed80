using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Search;

namespace Virtuos.Records;

/// <param name="Text">A reference number, its number alone, a tracking code, or words.</param>
internal sealed record FindInput(string? Text);

/// <summary>What was found: one document by its number, or rows by words, the newest first.</summary>
/// <param name="Exact">Set when the text named just one document.</param>
/// <param name="More">There are more than the rows shown.</param>
internal sealed record Found(Guid? Exact, IReadOnlyList<DeskRow> Rows, bool More);

/// <summary>Finds documents among those the caller may see: a number jumps, words search in any Czech form.</summary>
internal sealed class FindDocuments(Caller caller, RecordsDb db, Sight sight, TimeProvider clock) : UseCase<FindInput, Found>(caller, RecordsPermissions.Desk)
{
    public const int Most = 100;

    protected override async Task<Result<Found>> Do(FindInput input, CancellationToken cancel)
    {
        var text = input.Text?.Trim() ?? "";
        if (text.Length == 0) return new Found(null, [], false);
        if (await Exact(text, cancel) is { } exact) return new Found(exact, [], false);
        if (CzechAnalyzer.ToQuery(text, prefixLast: true) is not { } query || Caller.Office is not { } office) return new Found(null, [], false);

        query = $"'{Document.OfficeWord(office)}' & ({query})";
        var rows = await db.Documents.FromSql($"select *, xmin from records.document where search @@ {query}::tsquery").AsNoTracking()
            .Where(sight.Seen).OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id).Take(Most + 1).Select(Worklist.Row).ToListAsync(cancel);
        return new Found(null, rows.Count > Most ? rows[..Most] : rows, rows.Count > Most);
    }

    private async Task<Guid?> Exact(string text, CancellationToken cancel)
    {
        var seen = sight.Documents.AsNoTracking();
        var code = text.ToUpperInvariant();
        if (await seen.Where(d => d.ReferenceNumber == text || d.TrackingCode == code).OrderBy(d => d.CreatedAt).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(cancel) is { } whole) return whole;
        if (await db.Documents.AsNoTracking().Where(d => db.Files.Any(f => f.Id == d.File && f.Mark == text)).Where(sight.Seen).OrderBy(d => d.FilePosition).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(cancel) is { } inFile) return inFile;

        // "125" is the 125th of this year, "125/2025" of that one.
        var parts = text.Split('/');
        if (parts.Length > 2 || !int.TryParse(parts[0], out var number) || number < 1) return null;
        var year = parts.Length == 2 ? int.TryParse(parts[1], out var given) ? given : 0 : Prague.Today(clock).Year;
        return await seen.Where(d => d.Register == RegisterBook.Documents && d.Year == year && d.Number == number).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(cancel);
    }
}
