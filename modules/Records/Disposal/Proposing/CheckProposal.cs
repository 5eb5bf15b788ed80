using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>
/// Packages of metadata of all items of a draft are made and checked by the rules of the archive; what they lack is written at each item. They
/// wait for the proposal to be sent.
/// </summary>
internal sealed class CheckProposal(Caller caller, RecordsDb db, ParcelPress press, TimeProvider clock) : UseCase<Guid, int>(caller, RecordsPermissions.Manage)
{
    /// <summary>Told of a file to which another refers firmly and which would stay behind.</summary>
    public const string Firm = "firm";

    /// <returns>How many items have findings.</returns>
    protected override async Task<Result<int>> Do(Guid input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await ProcedureShelf.Lock(db, input, cancel) is not { } procedure) return Refusal.NotFound();
        if (procedure.State != ProcedureState.Draft) return Refusal.Conflict("records.procedure.too-late");
        var at = clock.GetUtcNow();
        foreach (var old in await db.DisposalParcels.Where(p => p.Procedure == input && p.State == ParcelState.Waiting).ToListAsync(cancel)) old.Withdraw();
        await db.SaveChangesAsync(cancel);
        var items = await db.DisposalItems.Where(i => i.Procedure == input && i.State == ItemState.Proposed).OrderBy(i => i.Id).ToListAsync(cancel);
        var apart = await Apart(items, cancel);
        HashSet<Guid> done = [];
        foreach (var first in items)
        {
            if (done.Contains(first.Id)) continue;
            var made = await press.Make(procedure, first, ParcelKind.Metadata, cancel);
            var together = items.FindAll(i => i.Id == first.Id || made.Files.Contains(i.File));
            foreach (var item in together) item.Found([.. made.Findings, .. apart[item.File].Select(other => new ItemFinding(Firm, item.FileMark, other))]);
            done.UnionWith(together.Select(i => i.Id));
            if (made.Findings.Count == 0) db.Add(DisposalParcel.Of(procedure, [.. together.Select(i => i.Id)], ParcelKind.Metadata, made.Name, made.Blob, made.Size, at));
        }
        procedure.Check(at);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return items.Count(i => i.Findings.Count > 0);
    }

    // Files that hang together firmly go together (§ 65 of act 499/2004), so neither goes alone.
    private async Task<ILookup<Guid, string>> Apart(List<DisposalItem> items, CancellationToken cancel)
    {
        var files = items.ConvertAll(i => i.File);
        var from = from r in db.References.AsNoTracking()
                   where r.Firm && r.FromFile != null && r.ToFile != null && files.Contains(r.FromFile.Value) && !files.Contains(r.ToFile.Value)
                   join f in db.Files on r.ToFile equals f.Id
                   select new { File = r.FromFile!.Value, f.Mark };
        var to = from r in db.References.AsNoTracking()
                 where r.Firm && r.FromFile != null && r.ToFile != null && files.Contains(r.ToFile.Value) && !files.Contains(r.FromFile.Value)
                 join f in db.Files on r.FromFile equals f.Id
                 select new { File = r.ToFile!.Value, f.Mark };
        return (await from.ToListAsync(cancel)).Concat(await to.ToListAsync(cancel)).ToLookup(r => r.File, r => r.Mark);
    }
}
