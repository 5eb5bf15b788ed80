using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>A stored file that belongs to a document.</summary>
/// <param name="Kind">dmFileMetaType, e.g. <c>main</c>.</param>
internal sealed record AgendaPart(ErmsId Id, string Kind);

/// <param name="Digest">Of what was said, by which a repetition is told from a second document under the same identifier.</param>
/// <param name="Official">In whose hand it is.</param>
/// <param name="File">The file to lay it into, if any.</param>
internal sealed record FoundDocumentInput(ErmsId Id, string Digest, AgendaProfile Profile, Guid Official, ErmsId? File, IReadOnlyList<AgendaPart> Parts);

/// <summary>
/// A document that came into being in an agenda system is entered into the register under its number (requirement 8.1.8 b of the national
/// standard). The same founding again finds the same document.
/// </summary>
internal sealed class FoundDocument(Caller caller, RecordsDb db, RegisterBook book, AgendaThings things, AttachFile attach, PutIntoFile put, FilePlans plans, IDirectory directory, TimeProvider clock)
    : UseCase<FoundDocumentInput, Guid>(caller, RecordsPermissions.FoundInAgenda)
{
    protected override async Task<Result<Guid>> Do(FoundDocumentInput input, CancellationToken cancel)
    {
        if (Caller is not { Office: { } office, Person: { } system }) return Refusal.Forbidden();
        if (await things.Known(input.Id, cancel) is { } known) return Again(known, input);
        if (await directory.Official(input.Official, cancel) is not { } official || official.Office != office) return Refusal.Invalid(nameof(input.Official), "records.erms.no-user");
        if (!Caller.May(RecordsPermissions.FoundInAgenda, official.Unit)) return Refusal.Forbidden();
        if (input.Profile.FilingMark is { } mark && (await plans.On(office, Prague.Today(clock), cancel)).RuleUnder(mark) is null) return Refusal.Invalid(nameof(AgendaProfile.FilingMark), "records.refusal.no-such-filing-mark");

        await using var transaction = await db.Begin(cancel);
        await book.Prepare(office, cancel);
        var at = clock.GetUtcNow();
        var document = Document.FoundInAgenda(office, input.Profile, await book.NextReferenceNumber(office, cancel), official.Unit, official.Id, system, at);
        db.Add(document);
        db.Add(new OtherIdentifier { Office = office, Thing = IdentifiedThing.Document, ThingId = document.Id, Value = input.Id.Value, Source = input.Id.Source, Digest = input.Digest });
        db.Add(new AgendaDocument { Office = office, System = system, Document = document.Id });
        db.Add(Step.Of(document, StepKind.Registered, Caller, at, document.ReferenceNumber));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "other_identifier_of_one" })
        {
            // Somebody founded it in the same moment; the number goes back with this transaction.
            return Refusal.Conflict("kernel.stale-version");
        }
        foreach (var part in input.Parts)
            if (await attach.Run(new(document.Id, part), cancel) is { Succeeded: false } unattached) return unattached.As<Guid>();
        if (input.File is { } wanted)
        {
            if (await things.File(wanted, cancel) is not { } file) return Refusal.NotFound("records.erms.no-file");
            if (await put.Run(new(document.Id, file.Mark, null), cancel) is { Succeeded: false } unlaid) return unlaid.As<Guid>();
        }
        await transaction.CommitAsync(cancel);
        return document.Id;
    }

    private static Result<Guid> Again(OtherIdentifier known, FoundDocumentInput input) =>
        known.Thing == IdentifiedThing.Document && known.Digest == input.Digest ? known.ThingId : Refusal.Conflict("records.erms.taken", ("id", $"{input.Id}"));
}
