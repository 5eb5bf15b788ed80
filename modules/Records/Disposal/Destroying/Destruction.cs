using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>
/// Destroys one released item in one transaction: everything is looked at once more, then its components go, the words of what the office
/// wrote, the words by which it is found, and packages made of it. What stays is its entry in the register with the word of the archive.
/// </summary>
internal sealed class Destruction(Caller caller, RecordsDb db, TimeProvider clock)
{
    /// <summary>Why a release is taken back.</summary>
    public const string Held = "held";

    /// <returns>Whether it is destroyed now.</returns>
    public async Task<bool> Destroy(Guid id, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var known = await db.DisposalItems.AsNoTracking().FirstAsync(i => i.Id == id, cancel);
        // Whoever puts a hold waits for this, and this for them.
        await db.Database.ExecuteSqlAsync($"select 1 from records.case_file f where f.office = {known.Office} and (f.id = {known.File} or f.volume = {known.Volume}) order by f.id for update", cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from records.disposal_item where office = {known.Office} and id = {id} for update", cancel);
        var item = await db.DisposalItems.FirstAsync(i => i.Id == id, cancel);
        if (!item.IsConfirmed || item.ReleasedAt is null) return false;
        var procedure = await db.DisposalProcedures.FirstAsync(p => p.Id == item.Procedure, cancel);
        var held = await db.Database.SqlQuery<bool>($"select records.is_held({item.Office}, {item.File}) as \"Value\"").FirstAsync(cancel);
        if (held) item.TakeReleaseBack(Held);
        else await Clear(item, procedure, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return !held;
    }

    private async Task Clear(DisposalItem item, DisposalProcedure procedure, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        var documents = await db.Documents.AsNoTracking().Where(d => d.File == item.File).OrderBy(d => d.FilePosition).ToListAsync(cancel);
        var ids = documents.ConvertAll(d => d.Id);
        var components = await db.Components.Where(c => ids.Contains(c.Document)).ToListAsync(cancel);
        var numbers = documents.ToDictionary(d => d.Id, d => d.ReferenceNumber ?? $"{d.Id}");
        item.Destroy([.. components.OrderBy(c => ids.IndexOf(c.Document)).ThenBy(c => c.Position).ThenBy(c => c.Version)
            .Select(c => new DestroyedComponent(numbers[c.Document], c.Position, c.Role.ToString(), c.Version, c.MimeType, c.Size, c.Blob))], at);
        // The database lets components go only of what is destroyed.
        await db.SaveChangesAsync(cancel);
        db.RemoveRange(components);
        foreach (var own in await db.OwnDocuments.Where(o => ids.Contains(o.Id)).ToListAsync(cancel)) own.Erase();
        var stored = components.Select(c => c.StoredFile).OfType<Guid>().ToList();
        var files = await db.ErmsFiles.Where(f => stored.Contains(f.Id)).ToListAsync(cancel);
        foreach (var file in files) file.GoneAt ??= at;
        await db.Database.ExecuteSqlAsync($"delete from records.finding where office = {item.Office} and document = any({ids.ToArray()})", cancel);
        await db.Database.ExecuteSqlAsync($"delete from records.sorting_proposal where office = {item.Office} and document = any({ids.ToArray()})", cancel);
        await db.Database.ExecuteSqlAsync($"delete from records.party_of_document where office = {item.Office} and document = any({ids.ToArray()})", cancel);
        await db.Database.ExecuteSqlAsync($"delete from records.party_pending where office = {item.Office} and document = any({ids.ToArray()})", cancel);

        var parcels = await db.DisposalParcels.Where(p => p.Items.Contains(item.Id)).ToListAsync(cancel);
        var bytes = components.Select(c => c.Blob).Concat(parcels.Select(p => p.Blob).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        foreach (var parcel in parcels) parcel.Forget();
        foreach (var blob in bytes) db.Add(new DisposalBlob { Office = item.Office, Item = item.Id, Blob = blob, At = at });

        var stub = item.ArchiveValue is { } value ? $"{procedure.Mark}: {value} ({item.ArchiveSource})" : procedure.Mark;
        db.Add(FileStep.Of(item.Office, item.File, FileStepKind.Destroyed, caller, at, stub));
        foreach (var storing in await db.Storings.Where(s => s.TakenAt == null && (s.Thing == item.File || ids.Contains(s.Thing))).ToListAsync(cancel)) storing.Take(caller.Name, procedure.Mark, at);
        foreach (var document in documents)
        {
            db.Add(Step.Of(document, StepKind.Destroyed, caller, at, stub));
            db.Publish(new DocumentDestroyed(document.Id, document.Origin, document.Source, document.Office, at), document.Office);
        }
    }
}
