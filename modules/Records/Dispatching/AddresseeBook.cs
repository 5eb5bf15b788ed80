using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>Who a document is for and by what each of them can be reached; runs within the caller's use case.</summary>
internal sealed class AddresseeBook(RecordsDb db, DispatchRules rules, TimeProvider clock)
{
    /// <param name="answered">What the document answers.</param>
    public async Task<IReadOnlyList<AddresseeCard>> Of(Document document, Document? answered, CancellationToken cancel) => (await Of([(document, answered)], cancel))[document.Id];

    /// <summary>Addressees of documents of one office, the party of each first.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<AddresseeCard>>> Of(IReadOnlyList<(Document Document, Document? Answered)> documents, CancellationToken cancel)
    {
        if (documents.Count == 0) return new Dictionary<Guid, IReadOnlyList<AddresseeCard>>();
        var ids = documents.Select(d => d.Document.Id).ToList();
        var entered = (await db.Addressees.AsNoTracking().Where(a => ids.Contains(a.Document)).OrderBy(a => a.Position).ToListAsync(cancel)).ToLookup(a => a.Document);
        var sent = (await db.Consignments.AsNoTracking().Where(c => ids.Contains(c.Document)).OrderBy(c => c.SentAt).ToListAsync(cancel)).ToLookup(c => (c.Document, c.Addressee));
        var boxes = await Boxes(documents[0].Document.Office, [.. ids, .. documents.Select(d => d.Answered?.Id).OfType<Guid>()], cancel);
        var law = rules.On(Prague.Today(clock));
        Dictionary<Guid, IReadOnlyList<AddresseeCard>> all = [];
        foreach (var (document, answered) in documents)
        {
            AddresseeCard Card(Guid id, Reach reach)
            {
                var consignments = sent[(document.Id, id)].ToList();
                return new(id, reach, consignments, Proposal.For(law, reach, consignments), law);
            }
            var party = entered[document.Id].FirstOrDefault(a => a.Position == 0);
            var first = new Reach(document.Party.Name, Given(party?.Address) ?? Given(document.Party.Address), Given(party?.Email) ?? Given(document.Party.Email),
                Given(party?.Box) ?? Given(document.Party.Box) ?? boxes.GetValueOrDefault(document.Id) ?? (answered is null ? null : boxes.GetValueOrDefault(answered.Id)),
                // Whoever files in the portal, and an office of this installation that asks, follows the matter there and is answered there.
                answered?.Channel is "portal" or StanceRequests.Channel || party?.Portal == true);
            // The mailbox of the portal belongs to the matter of the first one; nobody else is served there.
            all[document.Id] = [Card(document.Id, first), .. entered[document.Id].Where(a => a.Position > 0).Select(a => Card(a.Id, new(a.Name, Given(a.Address), Given(a.Email), Given(a.Box), false)))];
        }
        return all;
    }

    // What the name index knows of the parties of documents.
    private async Task<IReadOnlyDictionary<Guid, string>> Boxes(Guid office, Guid[] documents, CancellationToken cancel)
    {
        var rows = await db.Ask("""
            select p.document, e.box_id from records.party_of_document p
            join records.party_entry e on e.office = p.office and e.id = records.party_root(p.office, p.entry)
            where p.office = $1 and p.document = any($2) and e.box_id is not null
            """, [office, documents], r => (Document: r.GetGuid(0), Box: r.GetString(1)), cancel);
        return rows.ToDictionary(r => r.Document, r => r.Box);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
