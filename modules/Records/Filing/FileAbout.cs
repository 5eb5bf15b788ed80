using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>A cross reference as one of its ends sees it.</summary>
/// <param name="Other">Mark or number of the other end.</param>
/// <param name="Href">Null where the caller may not go there.</param>
/// <param name="Outgoing">Made from here; only then it can be taken away here.</param>
internal sealed record SeenReference(CrossReference Reference, string Other, string? Href, bool Outgoing);

/// <summary>In which volume a file lies.</summary>
internal sealed record VolumePlace(TypeFile File, FileSection Section, FileVolume Volume);

/// <summary>The disposal procedure in which a file is, or in which it ended.</summary>
/// <param name="Opens">The caller may open the procedure.</param>
internal sealed record InProcedure(DisposalItem Item, string Mark, bool Opens);

/// <summary>What is known of a file besides its documents.</summary>
/// <param name="Ready">For those who may mend what lacks, otherwise null.</param>
/// <param name="DueIfClosed">The year of disposal when it is closed today; null when another event is to come.</param>
/// <param name="Storage">Where its paper lies as a whole.</param>
/// <param name="Stores">It has paper that the caller may put into a storage unit.</param>
/// <param name="ReadsWhole">The caller may read everything in it.</param>
/// <param name="Groups">Where it can be moved to, for those who may move it.</param>
internal sealed record FileAbout(Kept Kept, IReadOnlyList<LegalHold> Holds, IReadOnlyList<SeenReference> References, StorageUnit? Storage, VolumePlace? Volume, IReadOnlyList<FileStep> Steps,
    FileReadiness? Ready, IReadOnlyList<(SubjectGroup Group, string Rule)> Groups, bool Stores, int? DueIfClosed, bool Moves, bool Manages, bool Reopens, bool ReadsWhole, InProcedure? Procedure)
{
    /// <summary>A closed file is taken out by those who see it whole.</summary>
    public bool Exports(CaseFile file) => ReadsWhole && file.State == FileState.Closed;

    public bool IsHeld => Holds.Any(h => h.LiftedAt is null);
}

/// <summary>Gathers what the page of a file says besides its documents.</summary>
internal sealed class FileAboutReader(Caller caller, RecordsDb db, Sight sight, FileKeeping keeping, Readiness readiness, RetentionMarks marks, Surroundings around, StorageShelf shelf)
{
    public async Task<FileAbout> Read(CaseFile file, CancellationToken cancel)
    {
        var moves = MoveFile.Moves(caller, file);
        var holds = await db.Holds.AsNoTracking().Where(h => h.File == file.Id).OrderByDescending(h => h.PutAt).ToListAsync(cancel);
        var kept = await keeping.Of(file, cancel);
        var storage = await shelf.Where(file.Id, null, cancel);
        var procedure = await Procedure(file, cancel);
        var destroyed = procedure?.Item.State == ItemState.Destroyed;
        return new(
            kept,
            holds,
            await References(file, cancel),
            storage,
            file.Volume is { } volume ? await Place(volume, cancel) : null,
            await db.FileSteps.AsNoTracking().Where(s => s.Thing == file.Id).OrderBy(s => s.At).ThenBy(s => s.Id).ToListAsync(cancel),
            moves && !destroyed ? await readiness.Of(file, cancel) : null,
            moves && file.State != FileState.Closed && file.Volume is null ? await around.Groups(file.Office, cancel) : [],
            storage is null && caller.May(RecordsPermissions.Storage) && await db.Documents.Where(Document.OnPaper).AnyAsync(d => d.File == file.Id, cancel),
            file.Volume is null && marks.RunsFromClosing(kept) ? kept.Terms.YearAfter(around.Today.Year) : null,
            moves,
            caller.May(RecordsPermissions.Manage) && !destroyed,
            file.State == FileState.Closed && procedure is null && ReopenFile.Reopens(caller, file),
            sight.ReadsWhole(file),
            procedure);
    }

    private async Task<InProcedure?> Procedure(CaseFile file, CancellationToken cancel)
    {
        if (await db.DisposalItems.AsNoTracking().FirstOrDefaultAsync(i => i.File == file.Id && i.State != ItemState.LeftOut && i.State != ItemState.Returned, cancel) is not { } item) return null;
        return new(item, await db.DisposalProcedures.Where(p => p.Id == item.Procedure).Select(p => p.Mark).FirstAsync(cancel), ProcedureShelf.Reads(caller));
    }

    private async Task<IReadOnlyList<SeenReference>> References(CaseFile file, CancellationToken cancel)
    {
        List<SeenReference> seen = [];
        foreach (var reference in await db.References.AsNoTracking().Where(r => r.FromFile == file.Id || r.ToFile == file.Id).OrderBy(r => r.MadeAt).ToListAsync(cancel))
        {
            var outgoing = reference.FromFile == file.Id;
            var (other, document) = outgoing ? (reference.ToFile, reference.ToDocument) : (reference.FromFile, reference.FromDocument);
            if (other is { } id)
            {
                var mark = await db.Files.Where(f => f.Id == id).Select(f => f.Mark).FirstAsync(cancel);
                seen.Add(new(reference, mark, await sight.FindFile(id, cancel) is null ? null : $"/stul/spis/{id}", outgoing));
            }
            else
            {
                var number = await db.Documents.Where(d => d.Id == document).Select(d => d.ReferenceNumber).FirstAsync(cancel);
                seen.Add(new(reference, number ?? "", await sight.Find(document!.Value, cancel) is null ? null : $"/stul/dokument/{document}", outgoing));
            }
        }
        return seen;
    }

    private async Task<VolumePlace> Place(Guid id, CancellationToken cancel)
    {
        var volume = await db.Volumes.AsNoTracking().FirstAsync(v => v.Id == id, cancel);
        var section = await db.Sections.AsNoTracking().FirstAsync(s => s.Id == volume.Section, cancel);
        return new(await db.TypeFiles.AsNoTracking().FirstAsync(t => t.Id == section.TypeFile, cancel), section, volume);
    }
}
