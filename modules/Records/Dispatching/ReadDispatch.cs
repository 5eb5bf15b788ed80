using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>An approved document that waits to be sent, with the way proposed for each addressee.</summary>
internal sealed record LeavingRow(Document Document, IReadOnlyList<AddresseeCard> Addressees)
{
    /// <summary>The way of its party; null where somebody must decide.</summary>
    public ConsignmentChannel? Channel => Addressees[0].Proposal is { Way.ByHand: false } proposal ? proposal.Channel : null;
}

/// <summary>A consignment with its document.</summary>
internal sealed record SentRow(Consignment Consignment, Document Document);

/// <summary>How many consignments are on their way by a channel, and since when the oldest.</summary>
internal sealed record WayCount(ConsignmentChannel Channel, int Count, DateTimeOffset Oldest);

/// <param name="Channel">Only what is on its way by one channel.</param>
internal sealed record ReadDispatchInput(ConsignmentChannel? Channel);

/// <param name="Out">Approved and not yet sent, the longest waiting first.</param>
/// <param name="OnWay">Consignments that nobody has received yet, and notices that hang.</param>
/// <param name="Back">What came back or could not be mailed, and was not sent again.</param>
internal sealed record DispatchView(IReadOnlyList<LeavingRow> Out, IReadOnlyList<SentRow> OnWay, IReadOnlyList<SentRow> Back, People People)
{
    public IReadOnlyList<WayCount> Ways { get; init; } = [];

    public required DateOnly Today { get; init; }
}

/// <summary>The dispatch desk of the whole office: what is to leave, what is on its way and how long, what came back (§ 65 of act 499/2004).</summary>
internal sealed class ReadDispatch(Caller caller, RecordsDb db, Sight sight, AddresseeBook book, IDirectory directory, TimeProvider clock) : UseCase<ReadDispatchInput, DispatchView>(caller, RecordsPermissions.Dispatch)
{
    protected override async Task<Result<DispatchView>> Do(ReadDispatchInput input, CancellationToken cancel)
    {
        var leaving = await (from d in sight.Leaving.AsNoTracking()
                             join a in db.Documents on d.Parent equals a.Id
                             where d.State == DocumentState.ForDispatch
                             orderby d.SortDay, d.Id
                             select new { Document = d, Answered = a }).Take(BulkAct.Most).ToListAsync(cancel);
        var cards = await book.Of([.. leaving.Select(l => (l.Document, (Document?)l.Answered))], cancel);
        var sent = from c in db.Consignments.AsNoTracking()
                   join d in sight.Leaving on c.Document equals d.Id
                   orderby c.SentAt
                   select new { Consignment = c, Document = d };
        // What lies in the portal waits for the citizen alone; the overview of traffic counts it.
        var onWay = sent.Where(s => s.Consignment.Channel != ConsignmentChannel.Electronic && (s.Consignment.State == ConsignmentState.Sent || s.Consignment.State == ConsignmentState.Deposited));
        var back = sent.Where(s => (s.Consignment.State == ConsignmentState.Failed || (s.Consignment.State == ConsignmentState.Sent && s.Consignment.MailFailedAt != null))
            && !db.Consignments.Any(later => later.Document == s.Document.Id && later.Addressee == s.Consignment.Addressee && later.SentAt > s.Consignment.SentAt));
        var ways = await onWay.GroupBy(s => s.Consignment.Channel).Select(g => new { g.Key, Count = g.Count(), Oldest = g.Min(s => s.Consignment.SentAt) }).ToListAsync(cancel);
        if (input.Channel is { } channel) onWay = onWay.Where(s => s.Consignment.Channel == channel);
        return new DispatchView(
            [.. leaving.Select(l => new LeavingRow(l.Document, cards[l.Document.Id]))],
            [.. (await onWay.Take(BulkAct.Most).ToListAsync(cancel)).Select(s => new SentRow(s.Consignment, s.Document))],
            [.. (await back.Take(BulkAct.Most).ToListAsync(cancel)).Select(s => new SentRow(s.Consignment, s.Document))],
            await People.Of(directory, Caller.Office!.Value, cancel))
        {
            Ways = [.. ways.OrderBy(w => w.Key).Select(w => new WayCount(w.Key, w.Count, w.Oldest))],
            Today = Prague.Today(clock),
        };
    }
}
