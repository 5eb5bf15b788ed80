using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Text">Words of a name, an e-mail address, a number of an organisation or a box id; nothing is listed without them.</param>
internal sealed record NamesInput(string? Text);

/// <param name="Total">How many were found, exact.</param>
/// <param name="All">How many entries the office has.</param>
/// <param name="Suspected">How many groups of them may be the same party; told before somebody is looked up.</param>
/// <param name="Waiting">Documents whose party is still to be entered.</param>
internal sealed record NamesView(IReadOnlyList<PartyEntry> Entries, int Total, int All, int Suspected, int Waiting);

/// <summary>The filing room looks somebody up in the name index; each entry shown is noted as read.</summary>
internal sealed class ReadNames(Caller caller, RecordsDb db, NameShelf names) : UseCase<NamesInput, NamesView>(caller, RecordsPermissions.Names)
{
    public const int Most = 50;

    protected override async Task<Result<NamesView>> Do(NamesInput input, CancellationToken cancel)
    {
        await db.Stay(cancel);
        var (found, total) = await names.Find(input.Text ?? "", Most, cancel);
        foreach (var entry in found) db.NoteRead(nameof(PartyEntry), entry.Id);
        await db.SaveChangesAsync(cancel);
        return new NamesView(found, total, await db.PartyEntries.CountAsync(cancel), string.IsNullOrWhiteSpace(input.Text) ? (await names.Suspected(1, cancel)).Total : 0, await names.Waiting(cancel));
    }
}

/// <param name="Groups">Who may be the same, and why.</param>
internal sealed record DuplicatesView(IReadOnlyList<(Suspicion Why, IReadOnlyList<PartyEntry> Entries)> Groups, int Total);

/// <summary>The filing room looks through entries that may be the same party; each is noted as read.</summary>
internal sealed class ReadDuplicates(Caller caller, RecordsDb db, NameShelf names) : UseCase<Done, DuplicatesView>(caller, RecordsPermissions.Names)
{
    public const int Most = 30;

    protected override async Task<Result<DuplicatesView>> Do(Done input, CancellationToken cancel)
    {
        await db.Stay(cancel);
        var (suspected, total) = await names.Suspected(Most, cancel);
        var entries = (await names.Load([.. suspected.SelectMany(s => s.Entries).Distinct()], cancel)).ToDictionary(e => e.Id);
        foreach (var id in entries.Keys) db.NoteRead(nameof(PartyEntry), id);
        await db.SaveChangesAsync(cancel);
        return new DuplicatesView([.. suspected.Select(s => (s, (IReadOnlyList<PartyEntry>)[.. s.Entries.Select(id => entries[id])]))], total);
    }
}
