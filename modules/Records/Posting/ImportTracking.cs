using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Search;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <summary>What came of one row of a table of the post.</summary>
/// <param name="Line">From 1, the heading not counted.</param>
/// <param name="Changed">Something new was in it; false with no refusal means that all of it was known.</param>
internal sealed record TrackedRow(int Line, string Number, bool Changed, Refusal? Refusal);

/// <param name="Table">CSV with the columns cislo, cj, stav, den, poznamka in any order; cj or cislo, and stav with den may be left out of a row.</param>
internal sealed record ImportTrackingInput(Stream? Table);

/// <summary>
/// The filing room takes in what the post says about consignments: their numbers and what became of them, each row for itself. The same
/// table once more changes nothing.
/// </summary>
internal sealed class ImportTracking(Caller caller, RecordsDb db, Sight sight, PostLog log) : UseCase<ImportTrackingInput, IReadOnlyList<TrackedRow>>(caller, RecordsPermissions.Dispatch)
{
    public const int Most = 5000;
    public const long Largest = 2 * 1024 * 1024;
    private static readonly string[] days = ["d.M.yyyy", "d. M. yyyy", "yyyy-MM-dd"];

    protected override async Task<Result<IReadOnlyList<TrackedRow>>> Do(ImportTrackingInput input, CancellationToken cancel)
    {
        if (input.Table is not { } table || table.Length == 0) return Refusal.Invalid(CsvReader.Field, "records.series.table-empty");
        if (table.Length > Largest) return Refusal.Invalid(CsvReader.Field, "records.posting.table-large");
        if (await CsvReader.Open(table, cancel) is not { Succeeded: true } opened) return Refusal.Invalid(CsvReader.Field, "records.series.encoding");
        using var reader = opened.Value;
        List<TrackedRow> rows = [];
        try
        {
            if (reader.Next() is not { } heading) return Refusal.Invalid(CsvReader.Field, "records.series.table-empty");
            var columns = heading.ConvertAll(h => Folding.Fold(h.Trim()));
            if (!columns.Contains("cislo") && !columns.Contains("cj")) return Refusal.Invalid(CsvReader.Field, "records.posting.no-columns");
            while (reader.Next() is { } cells)
            {
                if (rows.Count >= Most) return Refusal.Invalid(CsvReader.Field, "records.refusal.too-many-chosen", ("count", Most));
                string Cell(string name) => columns.IndexOf(name) is >= 0 and var at && at < cells.Count ? CsvWriter.Bare(cells[at]).Trim() : "";
                rows.Add(await Take(rows.Count + 1, Cell("cislo"), Cell("cj"), Cell("stav"), Cell("den"), Cell("poznamka"), cancel));
                db.ChangeTracker.Clear();
            }
        }
        catch (InvalidDataException)
        {
            return Refusal.Invalid(CsvReader.Field, "records.posting.broken", ("line", rows.Count + 1));
        }
        return rows;
    }

    private async Task<TrackedRow> Take(int line, string number, string reference, string state, string day, string note, CancellationToken cancel)
    {
        TrackedRow Row(bool changed, Refusal? no = null) => new(line, number.Length > 0 ? number : reference, changed, no);
        if (await Find(number, reference, cancel) is not { } c) return Row(false, Refusal.Invalid(null, "records.posting.unknown"));
        var document = await db.Documents.FirstAsync(d => d.Id == c.Document, cancel);
        if (!sight.SendsOut(document)) return Row(false, Refusal.Invalid(null, "records.posting.unknown"));
        var tracked = c.Tracking;
        if (await RecordPost.Track(db, c, number, cancel) is { } wrong) return Row(false, wrong);
        var changed = c.Tracking != tracked;
        if (state.Length > 0)
        {
            if (State(Folding.Fold(state)) is not { } what) return Row(false, Refusal.Invalid(null, "records.posting.state-unknown", ("state", Shown(state))));
            if (!DateOnly.TryParseExact(day, days, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var when)) return Row(false, Refusal.Invalid(null, "records.posting.not-a-day", ("day", Shown(day))));
            if (!PostLog.IsKnown(c, what, when))
            {
                var why = SafeText.Clean(note, RecordPost.LongestNote);
                if (await log.Enter(document, c, what, when, why.TooLong ? why.Text[..RecordPost.LongestNote] : why.Text, null, cancel) is { } no) return Row(false, no);
                changed = true;
            }
        }
        if (!changed) return Row(false);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Row(false, Refusal.Conflict("kernel.stale-version"));
        }
        return Row(true);
    }

    // By the number of the post; one that has none yet by its reference number, where it alone went to the post under it.
    private async Task<Consignment?> Find(string number, string reference, CancellationToken cancel)
    {
        var tracking = string.Concat(number.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        if (tracking.Length > 0 && await db.Consignments.FirstOrDefaultAsync(c => c.Tracking == tracking, cancel) is { } found) return found;
        if (reference.Length == 0) return null;
        var unnamed = await (from c in db.Consignments join d in db.Documents on c.Document equals d.Id
                             where d.ReferenceNumber == reference && c.Channel == ConsignmentChannel.Post && c.Tracking == null select c).Take(2).ToListAsync(cancel);
        return unnamed.Count == 1 ? unnamed[0] : null;
    }

    private static string? State(string folded) => folded switch
    {
        "podano" or "posted" => "posted",
        "ulozeno" or "deposited" => "deposited",
        "doruceno" or "delivered" => "delivered",
        "vraceno" or "nedoruceno" or "failed" or "returned" => "failed",
        _ => null,
    };

    private static string Shown(string text) => text.Length <= 40 ? text : text[..39] + "…";
}
