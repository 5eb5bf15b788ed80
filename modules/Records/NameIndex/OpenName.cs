using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Text">Words by which another entry is sought for merging.</param>
internal sealed record OpenNameInput(Guid Entry, string? Text = null);

/// <param name="Entry">The one that stands for the others.</param>
/// <param name="Members">All writings, the entry itself first.</param>
/// <param name="Documents">The newest of those that the caller may see.</param>
/// <param name="Total">How many documents name the party, seen or not.</param>
/// <param name="Candidates">Whoever may be the same, and whoever was sought; with the reason, where there is one.</param>
internal sealed record NameView(PartyEntry Entry, IReadOnlyList<PartyEntry> Members, IReadOnlyList<PartyMerge> Merges, IReadOnlyList<DeskRow> Documents, int Total, IReadOnlyList<(PartyEntry Entry, string? Why)> Candidates);

/// <summary>The filing room opens a party of the name index: how it is written, what was merged, which documents name it; the reading goes to the ledger.</summary>
internal sealed class OpenName(Caller caller, RecordsDb db, NameShelf names, Sight sight) : UseCase<OpenNameInput, NameView>(caller, RecordsPermissions.Names)
{
    private const int MostDocuments = 50;
    private const int MostFound = 10;

    protected override async Task<Result<NameView>> Do(OpenNameInput input, CancellationToken cancel)
    {
        await db.Stay(cancel);
        if (await names.Root(input.Entry, cancel) is not { } root) return Refusal.NotFound();
        var members = await names.Members(root, cancel);
        var entries = await names.Load(members, cancel);
        var suspected = (await names.Suspected(entries, MostFound, cancel)).Groups;
        var sought = input.Text is { Length: > 0 } text ? (await names.Find(text, MostFound, cancel)).Entries.Select(e => e.Id) : [];
        var others = await names.Load([.. suspected.SelectMany(s => s.Entries).Concat(sought).Where(id => id != root).Distinct()], cancel);
        foreach (var entry in entries.Concat(others)) db.NoteRead(nameof(PartyEntry), entry.Id);
        await db.SaveChangesAsync(cancel);

        var links = db.PartiesOfDocuments.Where(p => members.Contains(p.Entry)).Select(p => p.Document);
        return new NameView(entries[0], entries,
            await db.PartyMerges.AsNoTracking().Where(m => members.Contains(m.Kept) || members.Contains(m.Merged)).OrderByDescending(m => m.At).ToListAsync(cancel),
            await sight.Documents.AsNoTracking().Where(d => links.Contains(d.Id)).OrderByDescending(d => d.ReceivedOn).ThenByDescending(d => d.Id).Take(MostDocuments).Select(Worklist.Row).ToListAsync(cancel),
            await links.CountAsync(cancel),
            [.. others.Select(e => (e, suspected.FirstOrDefault(s => s.Entries.Contains(e.Id))?.TextKey))]);
    }
}
