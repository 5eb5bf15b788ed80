using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>What the screen of a document says about answering, approving and sending it.</summary>
/// <param name="Templates">What a received document can be answered by, the likeliest first.</param>
/// <param name="Approvers">Who can approve a draft.</param>
/// <param name="Decides">The caller can approve it or return it.</param>
/// <param name="IsOwn">The caller wrote it or sent it, so other eyes are needed.</param>
internal sealed record OwnView(OwnDocument? Own, IReadOnlyList<DecisionTemplate> Templates, IReadOnlyList<OfficialCard> Approvers, bool Decides, bool IsOwn, bool AllowsOwn, Step? Returned);

/// <summary>Reads that within the use case that opens the document.</summary>
internal sealed class OwnDesk(RecordsDb db, DecisionTemplates templates, Approvers approvers, TimeProvider clock)
{
    public async Task<OwnView> Read(DocumentView view, CancellationToken cancel)
    {
        var document = view.Document;
        if (document.Kind == DocumentKind.Received)
            return new(null, view.Handles && document.State is DocumentState.InHand or DocumentState.WithCitizen ? templates.For(document, Prague.Today(clock)) : [], [], false, false, false, null);

        var own = await db.OwnDocuments.AsNoTracking().FirstOrDefaultAsync(o => o.Id == document.Id, cancel);
        if (own is null) return new(null, [], [], false, false, false, null);
        var isOwn = approvers.IsOwn(own);
        return new(own, [],
            document.IsDraft && view.Handles ? await approvers.For(document, own.Author, cancel) : [],
            document.State == DocumentState.ForApproval && approvers.Decides(document),
            isOwn, isOwn && await approvers.AllowsOwn(cancel),
            document.State == DocumentState.Returned ? await approvers.LastReturn(document.Id, cancel) : null);
    }
}
