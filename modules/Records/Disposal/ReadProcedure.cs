using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Mark">A, S or V: the list to read; the first that has something when it has none.</param>
/// <param name="After">Key of the last item of the page before.</param>
internal sealed record ProcedureInput(Guid Procedure, string? Mark, string? After);

/// <param name="Parcel">What of it goes or went to the archive last.</param>
internal sealed record ItemRow(DisposalItem Item, DisposalParcel? Parcel, bool Held);

/// <summary>Something that is to be done or waited for, and how many items or packages it is about.</summary>
internal sealed record NextStep(string What, int Count);

/// <param name="Lists">How many items each list has.</param>
/// <param name="Owed">Packages that wait to be sent.</param>
/// <param name="Bytes">Bytes of destroyed items: gone, waiting, kept for something else.</param>
internal sealed record ProcedureView(DisposalProcedure Procedure, IReadOnlyDictionary<string, int> Lists, string Mark, IReadOnlyList<ItemRow> Rows, string? After, int Count, IReadOnlyList<NextStep> Next,
    IReadOnlyList<DisposalParcel> Owed, IReadOnlyList<DisposalAnswer> Answers, IReadOnlyDictionary<BlobState, int> Bytes, DisposalArchive? Archive, string? FileMark, bool Manages, bool MayRelease);

/// <summary>One disposal procedure: what is in it by lists, how far it is and what is to be done next; reading it goes to the ledger.</summary>
internal sealed class ReadProcedure(Caller caller, RecordsDb db) : UseCase<ProcedureInput, ProcedureView>(caller, RecordsPermissions.Desk)
{
    public const int PageSize = 50;
    private const int MostOwed = 20;

    protected override async Task<Result<ProcedureView>> Do(ProcedureInput input, CancellationToken cancel)
    {
        if (!ProcedureShelf.Reads(Caller)) return Refusal.Forbidden();
        if (await db.DisposalProcedures.AsNoTracking().FirstOrDefaultAsync(p => p.Id == input.Procedure, cancel) is not { } procedure) return Refusal.NotFound();
        db.NoteRead(nameof(DisposalProcedure), procedure.Id);
        await db.SaveChangesAsync(cancel);
        var all = db.DisposalItems.AsNoTracking().Where(i => i.Procedure == procedure.Id);
        var counted = await all.GroupBy(i => i.Retention).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var mark = input.Mark is { } wanted && counted.ContainsKey(wanted) ? wanted : ProcedurePaper.Marks.FirstOrDefault(counted.ContainsKey) ?? "A";
        var listed = all.Where(i => i.Retention == mark);
        var page = Guid.TryParse(input.After, out var last) ? listed.Where(i => i.Id > last) : listed;
        var items = await page.OrderBy(i => i.Id).Take(PageSize + 1).ToListAsync(cancel);
        var shown = items.Take(PageSize).ToList();
        var parcels = await db.DisposalParcels.AsNoTracking().Where(p => p.Procedure == procedure.Id && p.State != ParcelState.Withdrawn).OrderBy(p => p.Id).ToListAsync(cancel);
        var files = shown.ConvertAll(i => i.File);
        var held = (await db.Database.SqlQuery<Guid>($"select f as \"Value\" from unnest({files.ToArray()}) as f where records.is_held({procedure.Office}, f)").ToListAsync(cancel)).ToHashSet();
        var archive = await db.DisposalArchives.AsNoTracking().SingleOrDefaultAsync(cancel);
        var ids = all.Select(i => i.Id);
        var bytes = await db.DisposalBlobs.Where(b => ids.Contains(b.Item)).GroupBy(b => b.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return new ProcedureView(procedure, counted, mark, [.. shown.Select(i => new ItemRow(i, parcels.FindLast(p => p.Items.Contains(i.Id)), held.Contains(i.File)))],
            items.Count > PageSize ? $"{shown[^1].Id}" : null, counted.GetValueOrDefault(mark), await Next(procedure, all, parcels, archive, bytes.GetValueOrDefault(BlobState.Waiting), cancel),
            [.. parcels.Where(p => p.State == ParcelState.Waiting).OrderBy(p => p.Kind).Take(MostOwed)],
            await db.DisposalAnswers.AsNoTracking().Where(a => a.Procedure == procedure.Id).OrderByDescending(a => a.TakenAt).ToListAsync(cancel), bytes, archive,
            procedure.File is { } file ? await db.Files.Where(f => f.Id == file).Select(f => f.Mark).FirstAsync(cancel) : null, Caller.May(RecordsPermissions.Manage), Caller.May(RecordsPermissions.Release));
    }

    // In the order in which it is to be done; what is the archive's turn comes after what is the office's.
    private static async Task<List<NextStep>> Next(DisposalProcedure procedure, IQueryable<DisposalItem> items, List<DisposalParcel> parcels, DisposalArchive? archive, int bytes, CancellationToken cancel)
    {
        var now = await items.Select(i => new { i.State, Findings = i.Findings, Asked = i.AskedAt != null, Released = i.ReleasedAt != null }).ToListAsync(cancel);
        int Count(ItemState state) => now.Count(i => i.State == state);
        var faulty = now.Count(i => i.Findings.Count > 0 && i.State != ItemState.LeftOut);
        var confirmed = now.Where(i => i.State is ItemState.ToDestroy or ItemState.Accepted).ToList();
        if (procedure.State == ProcedureState.Closed) return [new("closed", 0)];
        if (procedure.State == ProcedureState.Dropped) return [new("dropped", 0)];
        if (procedure.State == ProcedureState.Draft)
        {
            var own = procedure.CheckedAt is null ? new NextStep("check", Count(ItemState.Proposed)) : faulty > 0 ? new("mend", faulty) : new("send", Count(ItemState.Proposed));
            return archive is null ? [new("set-archive", 0), own] : [own];
        }
        // What has not gone to the archive yet, it cannot be deciding about.
        var here = parcels.Where(p => p.Kind == ParcelKind.Metadata && p.State is ParcelState.Waiting or ParcelState.Faulty).Sum(p => p.Items.Length);
        List<NextStep> next =
        [
            new("repair", parcels.Count(p => p.State == ParcelState.Faulty) + faulty),
            new(archive?.Address is null ? "hand" : "sending", parcels.Count(p => p.State == ParcelState.Waiting)),
            new("ask-release", confirmed.Count(i => !i.Asked)),
            new("release", confirmed.Count(i => i.Asked && !i.Released)),
            new("destroying", confirmed.Count(i => i.Released)),
            new("bytes", bytes),
            new("await-decision", Math.Max(0, Count(ItemState.Proposed) - here)),
            new("await-choice", Count(ItemState.Asked)),
            new("await-identifiers", Count(ItemState.ToArchive)),
        ];
        next = next.FindAll(s => s.Count > 0);
        return next.Count > 0 ? next : [new("closing", 0)];
    }
}
