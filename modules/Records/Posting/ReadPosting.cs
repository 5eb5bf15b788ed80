using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>A consignment that waits for the post.</summary>
/// <param name="Usual">What was paid the last time for the same service, in hellers.</param>
internal sealed record PostingRow(Consignment Consignment, Document Document, long? Usual);

/// <param name="Unit">Null for the whole office.</param>
internal sealed record ReadPostingInput(Guid? Unit);

/// <param name="Total">All that waits; the rows are the oldest of it.</param>
internal sealed record PostingView(IReadOnlyList<PostingRow> Rows, int Total, IReadOnlyList<PostingSheet> Sheets, IReadOnlyList<UnitCard> Units, Guid? Unit, DateOnly Today, People People);

/// <summary>The filing room sees what waits to be handed to the post, and the sheets that were closed.</summary>
internal sealed class ReadPosting(Caller caller, RecordsDb db, Sight sight, IDirectory directory, TimeProvider clock) : UseCase<ReadPostingInput, PostingView>(caller, RecordsPermissions.Dispatch)
{
    private const int Sheets = 20;

    protected override async Task<Result<PostingView>> Do(ReadPostingInput input, CancellationToken cancel)
    {
        var waiting = from c in Waiting(db, input.Unit) join d in sight.Leaving.AsNoTracking() on c.Document equals d.Id orderby c.SentAt, c.Id select new { Consignment = c, Document = d };
        var rows = await waiting.Take(ClosePostingSheet.Most).ToListAsync(cancel);
        Dictionary<string, long?> usual = [];
        foreach (var service in rows.Select(r => r.Consignment.Service ?? "").Distinct())
            usual[service] = await db.Consignments.Where(c => c.Postage != null && (c.Service ?? "") == service).OrderByDescending(c => c.PostedOn).Select(c => c.Postage).FirstOrDefaultAsync(cancel);
        return new PostingView(
            [.. rows.Select(r => new PostingRow(r.Consignment, r.Document, usual[r.Consignment.Service ?? ""]))],
            rows.Count < ClosePostingSheet.Most ? rows.Count : await waiting.CountAsync(cancel),
            await db.PostingSheets.AsNoTracking().OrderByDescending(s => s.ClosedAt).Take(Sheets).ToListAsync(cancel),
            [.. (await directory.Units(Caller.Office!.Value, cancel)).OrderBy(u => u.Name, StringComparer.CurrentCulture)],
            input.Unit, Prague.Today(clock), await People.Of(directory, Caller.Office!.Value, cancel));
    }

    /// <summary>What the post is still to get.</summary>
    public static IQueryable<Consignment> Waiting(RecordsDb db, Guid? unit) =>
        db.Consignments.AsNoTracking().Where(c => c.Channel == ConsignmentChannel.Post && c.State == ConsignmentState.Sent && c.PostedOn == null && (unit == null || c.Unit == unit));
}
