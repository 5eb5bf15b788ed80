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
internal sealed class FindDocuments(Caller caller, RecordsDb db, Sight sight, FindingWords finding, TimeProvider clock) : UseCase<FindInput, Found>(caller, RecordsPermissions.Desk)
{
    public const int Most = 100;
    private const int Rare = 10_000;

    protected override async Task<Result<Found>> Do(FindInput input, CancellationToken cancel)
    {
        var text = input.Text?.Trim() ?? "";
        if (text.Length == 0) return new Found(null, [], false);
        if (await Exact(text, cancel) is { } exact) return new Found(exact, [], false);
        if (Caller.Office is not { } office || finding.Query(office, text) is not { } query) return new Found(null, [], false);

        var rows = await (await Having(office, query, cancel)).AsNoTracking().Where(sight.Seen).OrderByDescending(d => d.Id).Take(Most + 1).Select(Worklist.Row).ToListAsync(cancel);
        return new Found(null, rows.Count > Most ? rows[..Most] : rows, rows.Count > Most);
    }

    // Rare words come from their index, whole. Common ones are met soon on the way from the newest document back, so nobody collects them all.
    private async Task<IQueryable<Document>> Having(Guid office, string query, CancellationToken cancel)
    {
        var some = await db.Database.SqlQuery<Guid>($"""
            select document as "Value" from records.document_search where office = {office} and array_to_tsvector(words) @@ {query}::tsquery limit {Rare}
            """).ToListAsync(cancel);
        return some.Count < Rare ? db.Documents.Where(d => some.Contains(d.Id)) : db.Documents.FromSql($"""
            select d.*, d.xmin from records.document d
            where exists (select 1 from records.document_search s where s.office = d.office and s.document = d.id and s.office = {office} and array_to_tsvector(s.words) @@ {query}::tsquery)
            """);
    }

    private async Task<Guid?> Exact(string text, CancellationToken cancel)
    {
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
