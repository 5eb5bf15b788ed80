using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="After">Id of the document before the part.</param>
internal sealed record SortingListInput(Guid? After);

/// <summary>A document that waits for somebody to say where it belongs.</summary>
internal sealed record SortingLine(DeskRow Row, SortingProposal Proposal, uint Version);

internal sealed record SortingList(IReadOnlyList<SortingLine> Lines, int Total, Guid? After, People People);

/// <summary>What waits to be sorted, the oldest first, among what the caller may see. What a form says is not asked about.</summary>
internal sealed class ReadSorting(Caller caller, RecordsDb db, Sight sight, IDirectory directory) : UseCase<SortingListInput, SortingList>(caller, RecordsPermissions.Distribute)
{
    private const int PartSize = 50;

    protected override async Task<Result<SortingList>> Do(SortingListInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var waiting = Waiting(db, sight);
        var total = await waiting.CountAsync(cancel);
        if (input.After is { } after) waiting = waiting.Where(d => d.Id > after);
        var documents = await waiting.OrderBy(d => d.Id).Take(PartSize + 1).ToListAsync(cancel);
        var more = documents.Count > PartSize;
        if (more) documents.RemoveAt(PartSize);
        var ids = documents.ConvertAll(d => d.Id);
        var proposals = await db.SortingProposals.AsNoTracking().Where(p => ids.Contains(p.Document)).ToDictionaryAsync(p => p.Document, cancel);
        var row = Row.Value;
        return new SortingList(documents.ConvertAll(d => new SortingLine(row(d), proposals[d.Id], d.Version)), total, more ? ids[^1] : null, await People.Of(directory, office, cancel));
    }

    /// <summary>The documents of the list.</summary>
    public static IQueryable<Document> Waiting(RecordsDb db, Sight sight) => sight.Documents.AsNoTracking().Where(d => (d.State == DocumentState.Registered || d.State == DocumentState.Unconfirmed)
        && db.Set<SortingProposal>().Any(p => p.Document == d.Id && p.State == SortingState.Waiting && p.Source != SortingSource.Form));

    private static readonly Lazy<Func<Document, DeskRow>> Row = new(Worklist.Row.Compile);
}

/// <summary>What the screen of a document says about its sorting.</summary>
internal sealed class SortingDesk(RecordsDb db)
{
    /// <summary>The proposal of a document that still can be sorted; null for others.</summary>
    public async Task<SortingProposal?> Of(DocumentView view, CancellationToken cancel) =>
        view is { HandsOver: true, Document: { Kind: DocumentKind.Received, Parent: null, IsOpen: true } document }
            ? await db.SortingProposals.AsNoTracking().FirstOrDefaultAsync(p => p.Document == document.Id, cancel) : null;
}
