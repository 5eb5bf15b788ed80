using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>An appeal with the document on its other side: the appeal's own one, or the decision's.</summary>
internal sealed record AppealSide(Appeal Appeal, Document Document);

/// <summary>What the screen of a document says about answering, approving and sending it.</summary>
/// <param name="Own">The text, when it is a document of the office.</param>
internal sealed record OwnView(OwnDocument? Own)
{
    /// <summary>What a received document can be answered by, the likeliest first.</summary>
    public IReadOnlyList<DecisionTemplate> Templates { get; init; } = [];

    /// <summary>Who can approve a draft.</summary>
    public IReadOnlyList<OfficialCard> Approvers { get; init; } = [];

    /// <summary>The caller can approve it or return it.</summary>
    public bool Decides { get; init; }

    /// <summary>The caller wrote it or sent it, so other eyes are needed.</summary>
    public bool IsOwn { get; init; }

    public bool AllowsOwn { get; init; }

    /// <summary>Its ways through approval, and its time stamp.</summary>
    public ApprovalView? Approval { get; init; }

    public Step? Returned { get; init; }

    public IReadOnlyList<Consignment> Consignments { get; init; } = [];

    /// <summary>To whom it goes, its party first; none of what answers nothing.</summary>
    public IReadOnlyList<AddresseeCard> Addressees { get; init; } = [];

    /// <summary>How the post can be asked to deliver it, the usual one first.</summary>
    public IReadOnlyList<PostalService> Services { get; init; } = [];

    /// <summary>Appeals against this decision.</summary>
    public IReadOnlyList<AppealSide> Appeals { get; init; } = [];

    /// <summary>The decision that this document is an appeal against.</summary>
    public AppealSide? Against { get; init; }
}

/// <summary>Reads that within the use case that opens the document.</summary>
internal sealed class OwnDesk(RecordsDb db, DecisionTemplates templates, Approvers approvers, ReadRuns runs, AddresseeBook book, PostalServices postal, TimeProvider clock)
{
    public async Task<OwnView> Read(DocumentView view, CancellationToken cancel)
    {
        var document = view.Document;
        if (document.Kind == DocumentKind.Received)
        {
            var appeal = await db.Appeals.AsNoTracking().FirstOrDefaultAsync(a => a.Id == document.Id, cancel);
            return new(null as OwnDocument)
            {
                Templates = view.Handles && document is { Parent: null, State: DocumentState.InHand or DocumentState.WithCitizen } ? templates.For(document, Prague.Today(clock)) : [],
                Against = appeal is null ? null : new(appeal, await db.Documents.AsNoTracking().FirstAsync(d => d.Id == appeal.Decision, cancel)),
            };
        }

        if (await db.OwnDocuments.AsNoTracking().FirstOrDefaultAsync(o => o.Id == document.Id, cancel) is not { } own) return new(null as OwnDocument);
        var isOwn = approvers.IsOwn(own);
        var writes = document.IsDraft && view.Handles;
        var approval = await runs.Of(document, own, writes, cancel);
        return new(own)
        {
            Approval = approval,
            Approvers = writes && approval.Planned is null ? await approvers.For(document, own.Author, cancel) : [],
            Decides = document.State == DocumentState.ForApproval && (approval.Open is null ? approvers.Decides(document) : approval.Mine is not null),
            IsOwn = isOwn,
            AllowsOwn = isOwn && await approvers.AllowsOwn(cancel),
            Returned = document.State == DocumentState.Returned ? await approvers.LastReturn(document.Id, cancel) : null,
            Consignments = await db.Consignments.AsNoTracking().Where(c => c.Document == document.Id).OrderBy(c => c.SentAt).ToListAsync(cancel),
            Addressees = view.Parent is { } answered && own.IsApproved ? await book.Of(document, answered, cancel) : [],
            Services = [.. postal.On(Prague.Today(clock)).Services.OrderBy(s => s != postal.On(Prague.Today(clock)).For(own.Kind))],
            Appeals = await (from a in db.Appeals.AsNoTracking() join d in db.Documents.AsNoTracking() on a.Id equals d.Id where a.Decision == document.Id orderby a.FiledOn select new AppealSide(a, d)).ToListAsync(cancel),
        };
    }
}
