using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>People found: those of the name index, and the sender or addressee of a document.</summary>
/// <param name="More">There are more than could be told.</param>
internal sealed record FoundPersons(IReadOnlyList<AgendaPerson> Persons, IReadOnlyList<Filer> Parties, bool More);

/// <summary>A person of the name index by their identifier; the reading goes to the ledger.</summary>
internal sealed class ReadPerson(Caller caller, RecordsDb db) : UseCase<ErmsId, AgendaPerson>(caller, RecordsPermissions.Read)
{
    protected override async Task<Result<AgendaPerson>> Do(ErmsId input, CancellationToken cancel)
    {
        var own = input.Source == Erms.Code && Guid.TryParseExact(input.Value, "D", out var id) ? id : Guid.Empty;
        if (await db.AgendaPersons.AsNoTracking().FirstOrDefaultAsync(p => p.Id == own || (p.Source == input.Source && p.Value == input.Value), cancel) is not { } person) return Refusal.NotFound("records.erms.no-person");
        db.NoteRead(nameof(AgendaPerson), person.Id);
        await db.SaveChangesAsync(cancel);
        return person;
    }
}

/// <summary>People of the name index by what is known of them; the readings go to the ledger.</summary>
internal sealed class FindPersons(Caller caller, RecordsDb db, AgendaThings things, Sight sight) : UseCase<FindPersonsInput, FoundPersons>(caller, RecordsPermissions.Read)
{
    public const int Most = 50;

    protected override async Task<Result<FoundPersons>> Do(FindPersonsInput input, CancellationToken cancel)
    {
        if (input.Thing is { } thing) return await Around(thing, cancel);
        var asked = input.Words!;
        var found = await db.AgendaPersons.AsNoTracking().Where(p =>
                (asked.Given == null || p.Given == asked.Given) && (asked.Family == null || p.Family == asked.Family) && (asked.Born == null || p.Born == asked.Born)
                && (asked.Company == null || p.Company == asked.Company) && (asked.Number == null || p.Number == asked.Number)
                && (asked.Street == null || p.Street == asked.Street) && (asked.House == null || p.House == asked.House)
                && (asked.Town == null || p.Town == asked.Town) && (asked.Postcode == null || p.Postcode == asked.Postcode) && (asked.Country == null || p.Country == asked.Country)
                && (asked.Box == null || p.Box == asked.Box) && (asked.Mail == null || p.Mail == asked.Mail))
            .OrderBy(p => p.Id).Take(Most + 1).ToListAsync(cancel);
        foreach (var person in found.Take(Most)) db.NoteRead(nameof(AgendaPerson), person.Id);
        await db.SaveChangesAsync(cancel);
        return new FoundPersons([.. found.Take(Most)], [], found.Count > Most);
    }

    private async Task<Result<FoundPersons>> Around(ErmsId thing, CancellationToken cancel)
    {
        List<Document> documents = [];
        if (await things.Document(thing, cancel) is { } document) documents.Add(document);
        else if (await things.File(thing, cancel) is { } file) documents.AddRange(await sight.Documents.AsNoTracking().Where(d => d.File == file.Id).OrderBy(d => d.FilePosition).Take(Most + 1).ToListAsync(cancel));
        else return Refusal.NotFound();
        foreach (var read in documents.Take(Most)) db.NoteRead(nameof(Document), read.Id);
        await db.SaveChangesAsync(cancel);
        return new FoundPersons([], [.. documents.Take(Most).Select(d => d.Party).Distinct()], documents.Count > Most);
    }
}
