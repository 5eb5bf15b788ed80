using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>An approved document that waits to be sent.</summary>
internal sealed record LeavingRow(Document Document, bool IsElectronic);

/// <summary>A consignment with its document.</summary>
internal sealed record SentRow(Consignment Consignment, Document Document);

/// <param name="Out">Approved and not yet sent, the longest waiting first.</param>
/// <param name="OnWay">Letters that the post has or is to get.</param>
/// <param name="Back">What came back or could not be mailed, and was not sent again.</param>
internal sealed record DispatchView(IReadOnlyList<LeavingRow> Out, IReadOnlyList<SentRow> OnWay, IReadOnlyList<SentRow> Back, People People);

/// <summary>The dispatch desk of the whole office: what is to leave, what is on its way, what came back (§ 65 of act 499/2004).</summary>
internal sealed class ReadDispatch(Caller caller, RecordsDb db, Sight sight, IDirectory directory) : UseCase<Done, DispatchView>(caller, RecordsPermissions.Dispatch)
{
    protected override async Task<Result<DispatchView>> Do(Done input, CancellationToken cancel)
    {
        var leaving = from d in sight.Leaving.AsNoTracking()
                      join a in db.Documents on d.Parent equals a.Id
                      where d.State == DocumentState.ForDispatch
                      orderby d.SortDay, d.Id
                      select new { Document = d, Answered = a };
        var sent = from c in db.Consignments.AsNoTracking()
                   join d in sight.Leaving on c.Document equals d.Id
                   orderby c.SentAt
                   select new { Consignment = c, Document = d };
        var onWay = sent.Where(s => s.Consignment.Channel == ConsignmentChannel.Post && (s.Consignment.State == ConsignmentState.Sent || s.Consignment.State == ConsignmentState.Deposited));
        var back = sent.Where(s => (s.Consignment.State == ConsignmentState.Failed || (s.Consignment.State == ConsignmentState.Sent && s.Consignment.MailFailedAt != null))
            && !db.Consignments.Any(later => later.Document == s.Document.Id && later.SentAt > s.Consignment.SentAt));
        return new DispatchView(
            [.. (await leaving.Take(BulkAct.Most).ToListAsync(cancel)).Select(l => new LeavingRow(l.Document, DispatchDocument.IsElectronic(l.Document, l.Answered)))],
            [.. (await onWay.Take(BulkAct.Most).ToListAsync(cancel)).Select(s => new SentRow(s.Consignment, s.Document))],
            [.. (await back.Take(BulkAct.Most).ToListAsync(cancel)).Select(s => new SentRow(s.Consignment, s.Document))],
            await People.Of(directory, Caller.Office!.Value, cancel));
    }
}
