using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;

namespace Virtuos.Records;

/// <param name="Wrong">Only the rows that are wrong or were refused, with their numbers, to be corrected and uploaded again.</param>
internal sealed record ExportSeriesInput(Guid Series, bool Wrong = false);

/// <summary>The rows of a bulk act with what came of each, as a table for an office program. The reading goes to the ledger.</summary>
internal sealed class ExportSeries(Caller caller, RecordsDb db, SeriesShelf shelf, Texts texts) : UseCase<ExportSeriesInput, Func<Stream, CancellationToken, Task>>(caller, RecordsPermissions.Desk)
{
    /// <returns>What writes the table, a row at a time, while the request lasts.</returns>
    protected override async Task<Result<Func<Stream, CancellationToken, Task>>> Do(ExportSeriesInput input, CancellationToken cancel)
    {
        if (await shelf.Find(input.Series, cancel) is not { } series) return Refusal.NotFound();
        db.NoteRead(nameof(Series), series.Id);
        await db.SaveChangesAsync(cancel);
        var rows = db.SeriesRows.AsNoTracking().Where(r => r.Series == series.Id && (!input.Wrong || r.State == SeriesRowState.Faulty || r.State == SeriesRowState.Refused || r.State == SeriesRowState.Undone)).OrderBy(r => r.Position);
        // UTF-8 with its mark, by which office programs know it.
        return (Func<Stream, CancellationToken, Task>)(async (to, stop) =>
        {
            await using var writer = new StreamWriter(to, new UTF8Encoding(true), leaveOpen: true);
            await writer.WriteAsync(CsvWriter.Row([SeriesColumns.Row, .. series.Columns, .. input.Wrong ? SeriesColumns.Results[^1..] : SeriesColumns.Results]));
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(stop))
                await writer.WriteAsync(CsvWriter.Row([row.Position.ToString(CultureInfo.InvariantCulture), .. series.Columns.Select(c => row.Cells.GetValueOrDefault(c)), .. input.Wrong ? (string?[])[Why(row, texts)] : [texts[TextKey(row.State)], row.ReferenceNumber, Why(row, texts)]]));
        });
    }

    public static string TextKey(SeriesRowState state) => $"records.series.row-state.{state.ToString().ToLowerInvariant()}";

    /// <summary>Everything that is wrong with a row, in the reader's words.</summary>
    public static string Why(SeriesRow row, Texts texts) => row.Refusal is { } code ? texts[code, ("said", row.RefusalSaid)]
        : string.Join(" ", row.Faults.Select(f => $"{f.Column}: {Fault(f, texts)}"));

    public static string Fault(RowFault fault, Texts texts) => texts[fault.Code] + (fault.Said is { Length: > 0 } said ? $" („{said}“)" : "");
}
