using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>A document of a new file: one that is here, or one to be founded with it.</summary>
internal sealed record AgendaEntry(int Position, ErmsId Id, FoundDocumentInput? New);

/// <param name="FilingMark">Spisový znak; that of its first document when left out.</param>
internal sealed record FoundFileInput(ErmsId Id, string Digest, string Matter, string? FilingMark, Guid Official, IReadOnlyList<AgendaEntry> Documents);

/// <summary>An agenda system founds a file, empty or with its documents (requirement 8.1.8 a of the national standard). The same founding again finds the same file.</summary>
internal sealed class FoundFile(Caller caller, RecordsDb db, RegisterBook book, AgendaThings things, FoundDocument found, PutIntoFile put, FilingPlans plans, IDirectory directory, TimeProvider clock)
    : UseCase<FoundFileInput, Guid>(caller, RecordsPermissions.FoundInAgenda)
{
    protected override async Task<Result<Guid>> Do(FoundFileInput input, CancellationToken cancel)
    {
        if (Caller is not { Office: { } office, Person: { } system }) return Refusal.Forbidden();
        if (await things.Known(input.Id, cancel) is { } known)
            return known.Kind == "File" && known.Digest == input.Digest ? known.Thing : Refusal.Conflict("records.erms.taken", ("id", $"{input.Id}"));
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
        if (plans.On(Prague.Today(clock)).Find(mark) is not { } plan) return Refusal.Invalid(nameof(input.FilingMark), "records.refusal.no-such-filing-mark");

        await book.Prepare(office, cancel);
        var file = CaseFile.Open(office, await book.NextFileMark(office, cancel), input.Matter, plan, official.Unit, official.Id, clock.GetUtcNow());
        file.Manage(system);
        db.Add(file);
        db.Add(new ErmsIdentifier { Office = office, Source = input.Id.Source, Value = input.Id.Value, Kind = "File", Thing = file.Id, Digest = input.Digest });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "erms_identifier_pkey" })
        {
            return Refusal.Conflict("kernel.stale-version");
        }
        foreach (var document in documents)
            if (await put.Run(new(document.Id, file.Mark, null), cancel) is { Succeeded: false } unlaid) return unlaid.As<Guid>();
        await transaction.CommitAsync(cancel);
        return file.Id;
    }
}
