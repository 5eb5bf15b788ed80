using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Something on paper that can be put away.</summary>
/// <param name="IsPaper">False for what exists in bytes only.</param>
/// <param name="File">The file in which a document lies.</param>
internal sealed record Storable(string Kind, Guid Id, string Label, bool IsPaper, Guid? File = null);

/// <summary>Finds what is put away by what is printed on it: a number, a mark, or the address in the QR code.</summary>
internal sealed class StorageShelf(RecordsDb db, Sight sight, Caller caller)
{
    /// <summary>Null for what is not there, and for what the caller may not know of: whoever reads the register knows of everything.</summary>
    public async Task<Storable?> Find(string code, CancellationToken cancel)
    {
        var id = Guid.TryParse(code.Split('/')[^1], out var said) ? said : Guid.Empty;
        var all = caller.May(RecordsPermissions.Register);
        if (await db.Documents.AsNoTracking().FirstOrDefaultAsync(d => (d.ReferenceNumber == code || d.Id == id) && d.ReferenceNumber != null, cancel) is { } document)
            return all || await sight.Find(document.Id, cancel) is not null ? new(nameof(Document), document.Id, document.ReferenceNumber!, document.IsOnPaper, document.File) : null;
        if (await db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Mark == code || f.Id == id, cancel) is { } file)
            return all || await sight.FindFile(file.Id, cancel) is not null
                ? new(nameof(CaseFile), file.Id, file.Mark, await db.Documents.Where(Document.OnPaper).AnyAsync(d => d.File == file.Id, cancel))
                : null;
        return null;
    }

    /// <summary>The unit with this mark, or with this address in its QR code.</summary>
    public async Task<StorageUnit?> FindUnit(string code, CancellationToken cancel)
    {
        var id = Guid.TryParse(code.Split('/')[^1], out var said) ? said : Guid.Empty;
        return await db.StorageUnits.AsNoTracking().FirstOrDefaultAsync(u => u.Mark == code || u.Id == id, cancel);
    }

    /// <summary>The unit in which a thing lies now.</summary>
    /// <param name="within">The file with which it lies when nobody put it anywhere by itself.</param>
    public Task<StorageUnit?> Where(Guid thing, Guid? within, CancellationToken cancel) =>
        (from s in db.Storings.AsNoTracking()
         join u in db.StorageUnits.AsNoTracking() on s.Unit equals u.Id
         where s.TakenAt == null && (s.Thing == thing || s.Thing == within)
         orderby s.Thing == thing descending
         select u).FirstOrDefaultAsync(cancel);
}
