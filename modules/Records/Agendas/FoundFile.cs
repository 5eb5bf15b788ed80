using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>A document of a new file: one that is here, or one to be founded with it.</summary>
internal sealed record AgendaEntry(int Position, ErmsId Id, FoundDocumentInput? New);

/// <param name="FilingMark">Spisový znak; that of its first document when left out.</param>
/// <param name="TypeFile">The type file in whose section of that mark it lies.</param>
internal sealed record FoundFileInput(ErmsId Id, string Digest, string Matter, string? FilingMark, ErmsId? TypeFile, Guid Official, IReadOnlyList<AgendaEntry> Documents);

/// <summary>An agenda system founds a file, empty or with its documents (requirement 8.1.8 a of the national standard). The same founding again finds the same file.</summary>
internal sealed class FoundFile(Caller caller, RecordsDb db, RegisterBook book, AgendaThings things, FoundDocument found, PutIntoFile put, FilePlans plans, TypeFileSight typeFiles, IDirectory directory, TimeProvider clock)
    : UseCase<FoundFileInput, Guid>(caller, RecordsPermissions.FoundInAgenda)
{
    protected override async Task<Result<Guid>> Do(FoundFileInput input, CancellationToken cancel)
    {
        if (Caller is not { Office: { } office, Person: { } system }) return Refusal.Forbidden();
        if (await things.Known(input.Id, cancel) is { } known)
            return known.Thing == IdentifiedThing.File && known.Digest == input.Digest ? known.ThingId : Refusal.Conflict("records.erms.taken", ("id", $"{input.Id}"));
        if (await directory.Official(input.Official, cancel) is not { } official || official.Office != office) return Refusal.Invalid(nameof(input.Official), "records.erms.no-user");
        if (!Caller.May(RecordsPermissions.FoundInAgenda, official.Unit)) return Refusal.Forbidden();

        await using var transaction = await db.Begin(cancel);
        List<Document> documents = [];
        foreach (var entry in input.Documents.OrderBy(d => d.Position))
        {
            if (entry.New is { } made && await found.Run(made, cancel) is { Succeeded: false } no) return no.As<Guid>();
            if (await things.Document(entry.Id, cancel) is not { } document) return Refusal.NotFound("records.erms.no-document");
            documents.Add(document);
        }
        var mark = input.FilingMark ?? documents.Select(d => d.FilingMark).FirstOrDefault(m => m is not null);
        var place = input.TypeFile is { } typed ? await Within(typed, mark, cancel) : await plans.Place(office, mark, Prague.Today(clock), cancel);
        if (place is null) return Refusal.Invalid(nameof(input.FilingMark), "records.refusal.no-such-filing-mark");

        await book.Prepare(office, cancel);
        var file = CaseFile.Open(office, await book.NextFileMark(office, cancel), input.Matter, place, official.Unit, official.Id, clock.GetUtcNow());
        file.Manage(system);
        db.Add(file);
        db.Add(new OtherIdentifier { Office = office, Thing = IdentifiedThing.File, ThingId = file.Id, Value = input.Id.Value, Source = input.Id.Source, Digest = input.Digest });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "other_identifier_of_one" })
        {
            return Refusal.Conflict("kernel.stale-version");
        }
        foreach (var document in documents)
            if (await put.Run(new(document.Id, file.Mark, null), cancel) is { Succeeded: false } unlaid) return unlaid.As<Guid>();
        await transaction.CommitAsync(cancel);
        return file.Id;
    }

    // The open volume of the section that has the mark; the only section when no mark is said.
    private async Task<FilingPlace?> Within(ErmsId id, string? mark, CancellationToken cancel)
    {
        if (await things.TypeFile(id, cancel) is not { ClosedAt: null } typed || !typeFiles.Handles(typed)) return null;
        var sections = await db.Sections.AsNoTracking().Where(s => s.TypeFile == typed.Id).ToListAsync(cancel);
        if ((sections.Count == 1 && mark is null ? sections[0] : sections.Find(s => s.Mark == mark)) is not { } section) return null;
        if (await typeFiles.OpenVolume(section.Id, cancel) is not var (_, _, volume)) return null;
        return (await plans.Version(typed.Office, typed.Plan, typed.OpenedAt, cancel)).RuleUnder(section.Mark) is { } rule ? new(typed.Plan, section.Mark, rule, volume.Id) : null;
    }
}
