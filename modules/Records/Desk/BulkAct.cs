using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Act"><c>take-over</c>, <c>hand-over</c>, <c>put-into-file</c>, <c>settle</c>, <c>approve</c>, <c>dispatch</c>, <c>posted</c> or <c>close-file</c>; the rest is what the act needs.</param>
internal sealed record BulkActInput(IReadOnlyList<Guid> Documents, string Act, Guid? Unit = null, Guid? Official = null, string? Reason = null,
    string? File = null, string? FilingMark = null, string? How = null, string? Note = null);

/// <summary>What came of one row; the refusal is null when it was done.</summary>
internal sealed record BulkRow(Guid Id, string ReferenceNumber, string Matter, Refusal? Refusal);

/// <summary>One act on many documents, each in its own transaction: what can be done is done, the rest says why not.</summary>
internal sealed class BulkAct(Caller caller, RecordsDb db, Sight sight, TakeOver takeOver, HandOver handOver, PutIntoFile putIntoFile, SettleWithoutDecision settle,
    ApproveDocument approve, DispatchDocument dispatch, RecordPost record, CloseFile close, TimeProvider clock)
    : UseCase<BulkActInput, IReadOnlyList<BulkRow>>(caller, RecordsPermissions.Desk)
{
    public const int Most = 500;

    protected override async Task<Result<IReadOnlyList<BulkRow>>> Do(BulkActInput input, CancellationToken cancel)
    {
        var ids = input.Documents.Distinct().ToList();
        if (ids.Count == 0) return Refusal.Invalid(null, "records.refusal.nothing-chosen");
        if (ids.Count > Most) return Refusal.Invalid(null, "records.refusal.too-many-chosen", ("count", Most));
        if (Act(input) is not { } act) return Refusal.Invalid(nameof(input.Act), "records.refusal.no-such-act");

        var known = await sight.Documents.AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => new { d.Id, d.ReferenceNumber, d.Matter }).ToDictionaryAsync(d => d.Id, cancel);
        foreach (var leaving in await sight.Leaving.AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => new { d.Id, d.ReferenceNumber, d.Matter }).ToListAsync(cancel)) known.TryAdd(leaving.Id, leaving);
        List<BulkRow> rows = [];
        foreach (var id in ids)
        {
            var (name, matter) = known.TryGetValue(id, out var found) ? (found.ReferenceNumber ?? "", found.Matter) : ("", "");
            rows.Add(new(id, name, matter, await act(id, cancel)));
            // Whatever this row left behind must not be saved with the next one.
            db.ChangeTracker.Clear();
        }
        return rows;
    }

    private Func<Guid, CancellationToken, Task<Refusal?>>? Act(BulkActInput input) => input.Act switch
    {
        "take-over" => async (id, cancel) => First(await takeOver.Run(new(id), cancel)),
        "hand-over" => async (id, cancel) => First(await handOver.Run(new(id, input.Unit, input.Official, input.Reason), cancel)),
        "put-into-file" => async (id, cancel) => First(await putIntoFile.Run(new(id, input.File, input.FilingMark), cancel)),
        "settle" => async (id, cancel) => First(await settle.Run(new(id, input.How ?? "noted", input.Note), cancel)),
        "approve" => async (id, cancel) => First(await approve.Run(new(id), cancel)),
        "dispatch" => async (id, cancel) => First(await dispatch.Run(new(id), cancel)),
        "posted" => Posted,
        "close-file" => Close,
        _ => null,
    };

    private async Task<Refusal?> Posted(Guid document, CancellationToken cancel)
    {
        var waiting = await db.Consignments.AsNoTracking().FirstOrDefaultAsync(c => c.Document == document && c.Channel == ConsignmentChannel.Post && c.State == ConsignmentState.Sent && c.PostedOn == null, cancel);
        return waiting is null ? Refusal.Conflict("records.dispatch.not-waiting") : First(await record.Run(new(document, waiting.Id, "posted", Prague.Today(clock)), cancel));
    }

    // The file in which the chosen document lies, with all that is in it.
    private async Task<Refusal?> Close(Guid document, CancellationToken cancel)
    {
        if (await sight.Find(document, cancel) is not { } found) return Refusal.NotFound();
        return found.File is { } file ? First(await close.Run(file, cancel)) : Refusal.Conflict("records.refusal.no-file");
    }

    private static Refusal? First<T>(Result<T> result) => result.Succeeded ? null : result.Refusals[0];
}
