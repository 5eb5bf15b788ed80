using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Formats;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Output">The part in an output format; seekable.</param>
internal sealed record AddOutputInput(Guid File, Guid Part, Stream? Output, string? Name);

/// <summary>An official adds a part in an output format that was made elsewhere, beside its original, with the clause of the change.</summary>
internal sealed class AddOutput(Caller caller, RecordsDb db, Sight sight, OutputFormats formats, IBlobStore blobs, ConversionClause clause, TimeProvider clock) : UseCase<AddOutputInput, Done>(caller, RecordsPermissions.Handle)
{
    private const long Largest = 200 * 1024 * 1024;

    protected override async Task<Result<Done>> Do(AddOutputInput input, CancellationToken cancel)
    {
        if (await sight.FindFile(input.File, cancel) is not { } file) return Refusal.NotFound();
        if (!CloseFile.Keeps(Caller, file)) return Refusal.Forbidden();
        var part = await db.Components.AsNoTracking().FirstOrDefaultAsync(c => c.Id == input.Part && c.Role == ComponentRole.Original, cancel);
        if (part is null || await db.Documents.FirstOrDefaultAsync(d => d.Id == part.Document && d.File == file.Id, cancel) is not { } document) return Refusal.NotFound();
        if (!file.Takes) return Refusal.Conflict("records.refusal.file-closed", ("mark", file.Mark));
        if (input.Output is not { Length: > 0 } output) return Refusal.Invalid(nameof(input.Output), "records.close.output-missing");
        var format = await FormatDetector.Detect(output, cancel);
        if (!formats.Holds(format, Prague.Today(clock))) return Refusal.Invalid(nameof(input.Output), "records.close.output-format");

        output.Position = 0;
        var staged = await blobs.Stage(output, Largest, cancel);
        var name = SafeText.Clean(Path.GetFileName(input.Name), 120) is { Text.Length: > 0, TooLong: false } clean ? clean.Text : $"{part.Name}.{format.Extension}";
        var at = clock.GetUtcNow();
        var added = await CloseFile.Converted(db, document, part, new FiledPart(staged.Hash.ToString(), name, format.MimeType, staged.Size), at, cancel);
        db.AddRange(added, await clause.Of(document, part, added, "elsewhere", at, cancel), Step.Of(document, StepKind.Converted, Caller, at, name));
        db.Publish(new MarksOrdered(document.Id), document.Office);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
