using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Text">A reference number, its number alone, a tracking code, or words.</param>
internal sealed record FindInput(string? Text);

/// <summary>What was found: one document by its number, or rows by words, the newest first.</summary>
/// <param name="Exact">Set when the text named just one document.</param>
/// <param name="More">There are more than the rows shown.</param>
internal sealed record Found(Guid? Exact, IReadOnlyList<DeskRow> Rows, bool More);

/// <summary>Finds documents among those the caller may see: a number jumps, words search in any Czech form.</summary>
internal sealed class FindDocuments(Caller caller, RecordsDb db, Sight sight, FindingIndex finding, TimeProvider clock) : UseCase<FindInput, Found>(caller, RecordsPermissions.Desk)
{
    public const int Most = 100;

    /// <summary>A tracking code may be of letters only.</summary>
    private const int ShortestCode = 12;

    protected override async Task<Result<Found>> Do(FindInput input, CancellationToken cancel)
    {
        var text = input.Text?.Trim() ?? "";
        if (text.Length == 0) return new Found(null, [], false);
        await db.Stay(cancel);
        if (await Exact(text, cancel) is { } exact) return new Found(exact, [], false);
        if (Caller.Office is not { } office) return new Found(null, [], false);

        var ids = await finding.Newest(office, text, Most + 1, cancel);
        var rows = ids.Count == 0 ? [] : await db.Documents.AsNoTracking().Where(d => ids.Contains(d.Id)).Where(sight.Seen).OrderByDescending(d => d.Id).Select(Worklist.Row).ToListAsync(cancel);
        return new Found(null, rows.Count > Most ? rows[..Most] : rows, rows.Count > Most);
    }

    private async Task<Guid?> Exact(string text, CancellationToken cancel)
    {
        if (!text.Any(char.IsDigit) && text.Length < ShortestCode) return null;
        // One question after another: each has its index, together they would have none.
        var seen = sight.Documents.AsNoTracking();
        var code = text.ToUpperInvariant();
        if (await First(seen.Where(d => d.ReferenceNumber == text), cancel) is { } named) return named;
        if (await First(seen.Where(d => d.TrackingCode == code), cancel) is { } tracked) return tracked;
        if (await db.Files.AsNoTracking().Where(f => f.Mark == text).Select(f => (Guid?)f.Id).FirstOrDefaultAsync(cancel) is { } file
            && await First(seen.Where(d => d.File == file), cancel) is { } inFile) return inFile;

        // "125" is the 125th of this year, "125/2025" of that one.
        var parts = text.Split('/');
        if (parts.Length > 2 || !int.TryParse(parts[0], out var number) || number < 1) return null;
        var year = parts.Length == 2 ? int.TryParse(parts[1], out var given) ? given : 0 : Prague.Today(clock).Year;
        return await First(seen.Where(d => d.Register == RegisterBook.Documents && d.Year == year && d.Number == number), cancel);
    }

    private static Task<Guid?> First(IQueryable<Document> documents, CancellationToken cancel) =>
        documents.OrderBy(d => d.CreatedAt).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(cancel);
}
