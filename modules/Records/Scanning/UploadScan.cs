using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Formats;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Content">The scanned paper; seekable.</param>
internal sealed record UploadScanInput(Stream? Content, string? Name);

/// <summary>The filing room lays a scan on the desk; the code printed on a form of the office tells which form it is and what was filled in.</summary>
internal sealed class UploadScan(Caller caller, RecordsDb db, IBlobStore blobs, CodeReader codes, IPaperForms forms, TimeProvider clock) : UseCase<UploadScanInput, Guid>(caller, RecordsPermissions.RegisterPaper)
{
    public const string Field = "Scan";

    private static readonly HashSet<string> kinds = ["application/pdf", "image/jpeg", "image/png"];

    /// <returns>The scan.</returns>
    protected override async Task<Result<Guid>> Do(UploadScanInput input, CancellationToken cancel)
    {
        if (Caller is not { Office: { } office, Person: { } me }) return Refusal.Forbidden();
        if (input.Content is not { Length: > 0 } content) return Refusal.Invalid(Field, "records.scan.missing");
        if (content.Length > ReceivePaper.LargestScan) return Refusal.Invalid(Field, "records.refusal.scan-too-large", ("megabytes", ReceivePaper.LargestScan / 1024 / 1024));
        var format = await FormatDetector.Detect(content, cancel);
        if (!kinds.Contains(format.MimeType) || (format.Traits & (FormatTraits.Encrypted | FormatTraits.Damaged)) != 0) return Refusal.Invalid(Field, "records.scan.not-a-scan");
        content.Position = 0;
        var staged = await blobs.Stage(content, ReceivePaper.LargestScan, cancel);
        content.Position = 0;
        var found = await codes.Read(content, format.MimeType, cancel);
        string? code = null;
        foreach (var said in (found ?? []).OrderByDescending(c => c.Length))
            if (said.Length <= 500 && await forms.Read(said, office, cancel) is not null)
            {
                code = said;
                break;
            }
        var scan = new Scan
        {
            Office = office,
            Blob = staged.Hash.ToString(),
            Name = SafeText.Clean(Path.GetFileName(input.Name), 120) is { Text.Length: > 0, TooLong: false } clean ? clean.Text : "sken",
            MimeType = format.MimeType,
            Size = staged.Size,
            Code = code,
            UploadedAt = clock.GetUtcNow(),
            UploadedBy = me,
        };
        db.Add(scan);
        await db.SaveChangesAsync(cancel);
        return scan.Id;
    }
}

/// <summary>A scan that waits, with what its code says.</summary>
/// <param name="Form">Null where no code of a form was found.</param>
/// <param name="ReadsCodes">This machine can read codes at all.</param>
internal sealed record ScanView(Scan Scan, PaperForm? Form, string? ReferenceNumber, bool ReadsCodes);

/// <summary>The filing room opens a scan to confirm it; the reading goes to the ledger.</summary>
internal sealed class OpenScan(Caller caller, RecordsDb db, IPaperForms forms, CodeReader codes) : UseCase<Guid, ScanView>(caller, RecordsPermissions.RegisterPaper)
{
    protected override async Task<Result<ScanView>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.Scans.AsNoTracking().FirstOrDefaultAsync(s => s.Id == input, cancel) is not { } scan) return Refusal.NotFound();
        db.NoteRead(nameof(Scan), scan.Id);
        await db.SaveChangesAsync(cancel);
        return new ScanView(scan, scan.Code is { } code ? await forms.Read(code, scan.Office, cancel) : null,
            scan.Document is { } document ? await db.Documents.Where(d => d.Id == document).Select(d => d.ReferenceNumber).FirstAsync(cancel) : null, codes.Program is not null && codes.Pdf is not null);
    }
}

/// <param name="Waiting">Scans that nobody has confirmed, the oldest first.</param>
internal sealed record ScansView(IReadOnlyList<Scan> Waiting, int Total, bool ReadsCodes);

/// <summary>The filing room lists scans that wait.</summary>
internal sealed class ListScans(Caller caller, RecordsDb db, CodeReader codes) : UseCase<Done, ScansView>(caller, RecordsPermissions.RegisterPaper)
{
    private const int Shown = 100;

    protected override async Task<Result<ScansView>> Do(Done input, CancellationToken cancel)
    {
        var waiting = db.Scans.AsNoTracking().Where(s => s.Document == null);
        return new ScansView(await waiting.OrderBy(s => s.UploadedAt).Take(Shown).ToListAsync(cancel), await waiting.CountAsync(cancel), codes.Program is not null && codes.Pdf is not null);
    }
}
