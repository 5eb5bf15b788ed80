using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Records;

internal sealed record ProcedureBytesInput(Guid Procedure, Guid Parcel);

/// <summary>The records manager takes a package to hand it to the archive another way; the taking goes to the ledger.</summary>
internal sealed class TakeParcel(Caller caller, RecordsDb db, IBlobStore blobs) : UseCase<ProcedureBytesInput, OpenBytes>(caller, RecordsPermissions.Manage)
{
    protected override async Task<Result<OpenBytes>> Do(ProcedureBytesInput input, CancellationToken cancel)
    {
        if (await db.DisposalParcels.AsNoTracking().FirstOrDefaultAsync(p => p.Id == input.Parcel && p.Procedure == input.Procedure, cancel) is not { Blob: { } blob } parcel) return Refusal.NotFound();
        if (await blobs.Open(BlobHash.Parse(blob), cancel) is not { } content) return Refusal.NotFound();
        db.NoteRead(nameof(DisposalParcel), parcel.Id);
        await db.SaveChangesAsync(cancel);
        return new OpenBytes(content, parcel.Name + parcel.Ending, parcel.Kind == ParcelKind.Proposal ? "application/pdf" : "application/zip");
    }
}

/// <summary>The sealed proposal, or with <paramref name="Certificate"/> the sealed certificate of a procedure.</summary>
internal sealed record ProcedurePaperInput(Guid Procedure, bool Certificate);

/// <summary>Reads the sealed papers of a procedure; the reading goes to the ledger.</summary>
internal sealed class ReadProcedurePaper(Caller caller, RecordsDb db, IBlobStore blobs) : UseCase<ProcedurePaperInput, OpenBytes>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<OpenBytes>> Do(ProcedurePaperInput input, CancellationToken cancel)
    {
        if (!ProcedureShelf.Reads(Caller)) return Refusal.Forbidden();
        if (await db.DisposalProcedures.AsNoTracking().FirstOrDefaultAsync(p => p.Id == input.Procedure, cancel) is not { } procedure) return Refusal.NotFound();
        if ((input.Certificate ? procedure.Certificate : procedure.Proposal) is not { } document || await db.Components.AsNoTracking().FirstOrDefaultAsync(c => c.Document == document, cancel) is not { } part) return Refusal.NotFound();
        if (await blobs.Open(BlobHash.Parse(part.Blob), cancel) is not { } content) return Refusal.NotFound();
        db.NoteRead(nameof(Document), document);
        await db.SaveChangesAsync(cancel);
        return new OpenBytes(content, part.Name, part.MimeType);
    }
}
