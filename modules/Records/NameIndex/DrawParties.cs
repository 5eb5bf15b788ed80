using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>
/// Enters the parties of new documents in the name index, each document once: the row that waits leaves in the transaction that enters.
/// Little at a time, so that even a loaded region is entered without anybody noticing.
/// </summary>
internal sealed class DrawParties(RecordsDb db, TimeProvider clock) : IJob
{
    public const int Batch = 1000;

    public string Name => "records-draw-parties";

    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public async Task Run(CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var waiting = await db.Ask($"select office, document from records.party_pending order by office, document limit {Batch} for update skip locked", [], r => (Office: r.GetGuid(0), Document: r.GetGuid(1)), cancel);
        foreach (var office in waiting.GroupBy(w => w.Office, w => w.Document)) await Draw(office.Key, [.. office], cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task Draw(Guid office, Guid[] documents, CancellationToken cancel)
    {
        var parties = await db.Documents.AsNoTracking().Where(d => d.Office == office && documents.Contains(d.Id)).OrderBy(d => d.CreatedAt).Select(d => new { d.Id, d.Party }).ToListAsync(cancel);
        var keys = parties.ConvertAll(p => PartyEntry.KeyOf(p.Party));
        var known = await db.PartyEntries.AsNoTracking().Where(e => e.Office == office && keys.Contains(e.Key)).ToDictionaryAsync(e => e.Key, e => e.Id, cancel);
        foreach (var (party, key) in parties.Zip(keys))
        {
            if (!known.TryGetValue(key, out var entry))
            {
                var made = PartyEntry.Of(office, party.Party, clock.GetUtcNow());
                db.Add(made);
                db.AddRange(made.Words.Select(w => new PartyWord { Office = office, Word = w, Entry = made.Id }));
                known.Add(key, entry = made.Id);
            }
            db.Add(new PartyOfDocument { Office = office, Document = party.Id, Entry = entry });
        }
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        await db.Database.ExecuteSqlAsync($"delete from records.party_pending where office = {office} and document = any({documents})", cancel);
    }
}
