using System.Text;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Records;

/// <summary>
/// Every document that was registered gets its proposal, whatever way it came. What the counter sorted itself is decided already: what would
/// have been proposed is held against it, and it teaches.
/// </summary>
internal sealed class ProposeSorting(RecordsDb db, Sorter sorter, IBlobStore blobs, TimeProvider clock) : IHandle<DocumentRegistered>
{
    private const string Plain = "text/plain";

    public async Task Handle(DocumentRegistered message, CancellationToken cancel)
    {
        var document = await db.Documents.AsNoTracking().FirstOrDefaultAsync(d => d.Id == message.Document, cancel);
        if (document is not { Kind: DocumentKind.Received, Parent: null, ManagedBy: null } || document.Channel == Document.FromAgenda) return;
        if (await db.SortingProposals.AnyAsync(p => p.Document == document.Id, cancel)) return;

        var evidence = Evidence.Of(document, document.Form is null ? await Text(document, cancel) : "");
        var proposal = SortingProposal.Of(document, await sorter.Sort(document.Office, evidence, document.Form is null ? null : document.Agenda, cancel), sorter.Words(document.Office, evidence), clock.GetUtcNow());
        db.Add(proposal);
        if (document is not { Channel: "paper", Form: null }) return;
        var by = await db.Steps.AsNoTracking().Where(s => s.Document == document.Id && s.Kind == StepKind.Registered).Select(s => s.ActorName).FirstOrDefaultAsync(cancel);
        proposal.Decide(new(document.Agenda, document.Unit, null), by ?? "", clock.GetUtcNow());
        await sorter.Learn(proposal, null, cancel);
    }

    // Of an e-mail the body; a text in UTF-8, as the intake stores it.
    private async Task<string> Text(Document document, CancellationToken cancel)
    {
        var parts = await db.Components.AsNoTracking().Where(c => c.Document == document.Id && c.MimeType == Plain).OrderBy(c => c.Position).Select(c => c.Blob).Take(1).ToListAsync(cancel);
        if (parts is not [var blob] || !BlobHash.TryParse(blob, out var hash) || await blobs.Open(hash, cancel) is not { } content) return "";
        await using (content)
        {
            var read = new byte[4 * Evidence.LongestText];
            return Encoding.UTF8.GetString(read, 0, await content.ReadAtLeastAsync(read, read.Length, throwOnEndOfStream: false, cancel));
        }
    }
}
