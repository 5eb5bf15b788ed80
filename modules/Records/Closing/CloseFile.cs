using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>
/// A file whose documents are all settled and in an output format is closed; from then on nothing in it changes, and the year of its
/// disposal is known (§ 65 and § 66 of act 499/2004).
/// </summary>
internal sealed class CloseFile(Caller caller, RecordsDb db, Sight sight, FileClosing closing, FileKeeping keeping, RetentionMarks marks, SettlementPen pen, OfficeConversion conversion, ConversionClause clause, TimeProvider clock) : UseCase<Guid, CaseFile>(caller, RecordsPermissions.Handle)
{
    /// <summary>May the caller close files of this one's unit, or in the place of its holder.</summary>
    public static bool Closes(Caller caller, CaseFile file) =>
        (caller.Kind == CallerKind.Program ? file.ManagedBy == caller.Person : file.ManagedBy is null) && Keeps(caller, file);

    /// <summary>May the caller see to the output formats of this one's parts, whoever manages the file: that is the records service's own duty.</summary>
    public static bool Keeps(Caller caller, CaseFile file) =>
        caller.May(RecordsPermissions.Handle, file.Unit) || (caller.May(RecordsPermissions.Handle) && file.Holder is { } holder && caller.ActsFor.Contains(holder));

    protected override async Task<Result<CaseFile>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.FindFile(input, cancel) is not { } seen) return Refusal.NotFound();
        if (!Closes(Caller, seen)) return Refusal.Forbidden();
        if (seen.State == FileState.Closed) return Refusal.Conflict("records.refusal.file-closed", ("mark", seen.Mark));
        if (await Convert(seen, cancel) is { Count: > 0 } hindrances) return hindrances.Select(h => Refusal.Conflict(h.TextKey, ("name", h.Name))).ToList();
        db.ChangeTracker.Clear();

        await using var transaction = await db.Begin(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from records.case_file where office = {seen.Office} and id = {seen.Id} for update", cancel);
        var file = await db.Files.FirstAsync(f => f.Id == input, cancel);
        // A document may have been laid in while the parts were read.
        if (file.State == FileState.Closed || (await closing.Hindrances(file, cancel)).Count > 0) return Refusal.Conflict("kernel.stale-version");
        var at = clock.GetUtcNow();
        var documents = await db.Documents.Where(d => d.File == file.Id).OrderBy(d => d.FilePosition).ToListAsync(cancel);
        var kept = await keeping.Of(file, cancel);
        file.Close(at, Caller.Person, Caller.Name, kept.Terms);
        // In a type file the time runs from the closing of the volume; another event comes when it comes.
        if (file.Volume is null && marks.RunsFromClosing(kept)) file.Date(Prague.Day(at).Year, kept.Terms.YearAfter(Prague.Day(at).Year));
        await pen.Closed(file, documents, at, cancel);
        db.Add(FileStep.Of(file.Office, file.Id, FileStepKind.Closed, Caller, at, kept.Rule.Code));
        foreach (var document in documents) db.Add(Step.Of(document, StepKind.FileClosed, Caller, at, file.Mark));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return file;
    }

    // What an office program can turn into an output format is turned; what is left is for people.
    private async Task<IReadOnlyList<Hindrance>> Convert(CaseFile file, CancellationToken cancel)
    {
        var hindrances = await closing.Hindrances(file, cancel);
        var converted = false;
        foreach (var hindrance in hindrances.Where(h => h.What == "format"))
        {
            var part = hindrance.Part!;
            if (await closing.Detect(part.Blob, cancel) is not { } format || await conversion.ToPdfA(part, format, cancel) is not { } made) continue;
            var document = await db.Documents.FirstAsync(d => d.Id == part.Document, cancel);
            var at = clock.GetUtcNow();
            var output = await Converted(db, document, part, made, at, cancel);
            db.AddRange(output, await clause.Of(document, part, output, "program", at, cancel), Step.Of(document, StepKind.Converted, Caller, at, made.Name));
            await db.SaveChangesAsync(cancel);
            converted = true;
        }
        return converted ? await closing.Hindrances(file, cancel) : hindrances;
    }

    /// <summary>The same content in an output format, behind the versions that are there.</summary>
    public static async Task<Component> Converted(RecordsDb db, Document document, Component part, Contracts.Services.FiledPart made, DateTimeOffset at, CancellationToken cancel) => new()
    {
        Office = document.Office,
        Document = document.Id,
        Position = part.Position,
        Role = ComponentRole.Output,
        Version = await db.Components.Where(c => c.Document == document.Id && c.Position == part.Position && c.Role == ComponentRole.Output).MaxAsync(c => (int?)c.Version, cancel) + 1 ?? 1,
        Kind = part.Kind,
        Name = made.Name,
        MimeType = made.MimeType,
        Size = made.Size,
        Blob = made.Blob,
        AddedAt = at,
    };
}
