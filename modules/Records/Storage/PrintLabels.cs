using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <param name="What"><c>StorageUnit</c>, <c>Document</c> or <c>CaseFile</c>.</param>
/// <param name="WithContent">Of a storage unit, the labels of everything in it too.</param>
/// <param name="Documents">Several documents at once instead of one thing; those that the caller may not see get none.</param>
internal sealed record PrintLabelsInput(string What, Guid Id, bool WithContent = false, IReadOnlyList<Guid>? Documents = null);

/// <summary>Prints labels to cut out and stick on boxes, files and documents: the mark in words and as Code 128, and a QR code that opens its screen. PDF/A.</summary>
internal sealed class PrintLabels(Caller caller, RecordsDb db, Sight sight, IDirectory directory, PaperPress press, Installation installation, Texts texts, TimeProvider clock)
    : UseCase<PrintLabelsInput, byte[]>(caller, RecordsPermissions.Desk)
{
    private sealed record Tag(string Mark, string Words, string Path);

    protected override async Task<Result<byte[]>> Do(PrintLabelsInput input, CancellationToken cancel)
    {
        if (input.Documents is { Count: > BulkAct.Most }) return Refusal.Invalid(null, "records.refusal.too-many-chosen", ("count", BulkAct.Most));
        if (await Tags(input, cancel) is not { Count: > 0 } tags || Caller.Office is not { } id || await directory.Office(id, cancel) is not { } office) return Refusal.NotFound();
        foreach (var labelled in input.Documents ?? [input.Id]) db.NoteRead(input.What, labelled);
        await db.SaveChangesAsync(cancel);
        return press.Press(new PaperDocument
        {
            Title = texts["records.labels.title", ("mark", tags[0].Mark)],
            TitleShown = false,
            Language = texts.Language,
            Created = clock.GetUtcNow(),
            Author = office.Name,
            Blocks = [.. tags.SelectMany(t => Label(t, office))],
        }).Bytes;
    }

    private Block[] Label(Tag tag, OfficeCard office)
    {
        var address = installation.Address + tag.Path;
        return
        [
            new Heading(tag.Mark),
            new Paragraph(tag.Words.Length > 0 ? $"{office.Name} · {tag.Words}" : office.Name),
            // A mark with a letter that Code 128 lacks is read from the QR code only.
            .. tag.Mark.Length <= Code128.Longest && tag.Mark.All(c => c is >= ' ' and <= '~') ? [new Barcode(tag.Mark, texts["records.labels.code", ("mark", tag.Mark)])] : Array.Empty<Block>(),
            new QrCode(address, texts["records.labels.qr", ("mark", tag.Mark)]) { Size = 25, Caption = address },
            new Rule(),
        ];
    }

    private async Task<List<Tag>> Tags(PrintLabelsInput input, CancellationToken cancel)
    {
        switch (input.What)
        {
            case nameof(Document) when input.Documents is { } several:
                List<Tag> many = [];
                foreach (var one in several.Distinct()) many.AddRange(await Tags(new(nameof(Document), one), cancel));
                return many;
            case nameof(Document):
                return await sight.Find(input.Id, cancel) is { ReferenceNumber: { } number } document ? [new(number, texts.Show(document.ReceivedAt), $"/stul/dokument/{document.Id}")] : [];
            case nameof(CaseFile):
                return await sight.FindFile(input.Id, cancel) is { } file ? [new(file.Mark, $"{file.FilingMark}, {file.RetentionMark}{file.RetentionYears}", $"/stul/spis/{file.Id}")] : [];
            default:
                if (!Caller.May(RecordsPermissions.Storage) || await db.StorageUnits.AsNoTracking().FirstOrDefaultAsync(u => u.Id == input.Id, cancel) is not { } unit) return [];
                List<Tag> tags = [new(unit.Mark, $"{unit.Name}, {unit.Location}", $"/stul/ulozeni/{unit.Id}")];
                if (input.WithContent)
                    tags.AddRange((await db.Storings.AsNoTracking().Where(s => s.Unit == unit.Id && s.TakenAt == null).OrderBy(s => s.PutAt).ToListAsync(cancel)).Select(s => new Tag(s.Label, unit.Mark, s.Path)));
                return tags;
        }
    }
}
