using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;

namespace Virtuos.Records;

/// <summary>A procedure in which every item has ended is closed: what was destroyed is certified by a sealed paper in its own file (§ 21 of decree 259/2012).</summary>
internal sealed class CloseProcedure(Caller caller, RecordsDb db, ProcedurePress press, KeptPapers papers, RegisterBook book, DisposalLaws laws, IDirectory directory, Texts texts, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Manage)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.DisposalProcedures.AsNoTracking().FirstOrDefaultAsync(p => p.Id == input, cancel) is not { State: ProcedureState.Proposed } seen) return Refusal.NotFound();
        var items = await db.DisposalItems.AsNoTracking().Where(i => i.Procedure == input).OrderBy(i => i.FileMark).ThenBy(i => i.Id).ToListAsync(cancel);
        var ids = items.ConvertAll(i => i.Id);
        if (items.Exists(i => !i.HasEnded) || await db.DisposalBlobs.AnyAsync(b => ids.Contains(b.Item) && b.State == BlobState.Waiting, cancel)) return Refusal.Conflict("records.procedure.too-early");
        var (at, office, czech) = (clock.GetUtcNow(), (await directory.Office(seen.Office, cancel))!, texts.In("cs"));
        var id = Guid.CreateVersion7();
        var certifies = items.Exists(i => i.State == ItemState.Destroyed);
        var paper = ProcedurePaper.Certificate(seen, items, await db.DisposalBlobs.CountAsync(b => ids.Contains(b.Item) && b.State == BlobState.Kept, cancel), office, laws.On(Prague.Day(at)), at, czech);
        var part = certifies ? await press.Seal(paper, "destruction-certificate", $"protokol-o-zniceni-{seen.Year}-{seen.Number}.pdf", office, id, at, cancel) : null;

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var procedure = (await ProcedureShelf.Lock(db, input, cancel))!;
        if (procedure.State != ProcedureState.Proposed) return Refusal.Conflict("records.procedure.too-late");
        if (part is not null)
        {
            await book.Prepare(office.Id, cancel);
            var file = await db.Files.FirstAsync(f => f.Id == procedure.File, cancel);
            // Its own file may have been closed meanwhile; then the certificate gets another one in the same place.
            if (!file.Takes && await press.Place(office.Id, Prague.Day(at), cancel) is { } place) file = await press.OpenFile(procedure, place, at, cancel);
            await papers.Keep(part, file, id, procedure.Id, file.Unit, paper.Title, office, at, cancel);
        }
        foreach (var parcel in await db.DisposalParcels.Where(p => p.Procedure == input && p.Blob != null).ToListAsync(cancel)) parcel.Forget();
        procedure.Close(part is null ? null : id, at);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
