using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;

namespace Virtuos.Records;

/// <summary>
/// The checked proposal is sealed, kept in the procedure's own file and owed to the archive together with the packages of metadata (§ 10 of act
/// 499/2004, § 20 of decree 259/2012).
/// </summary>
internal sealed class SendProposal(Caller caller, RecordsDb db, ProcedurePress press, KeptPapers papers, RegisterBook book, DisposalLaws laws, IDirectory directory, Texts texts, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Manage)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.DisposalProcedures.AsNoTracking().FirstOrDefaultAsync(p => p.Id == input, cancel) is not { } seen) return Refusal.NotFound();
        if (await db.DisposalArchives.AsNoTracking().SingleOrDefaultAsync(cancel) is not { } archive) return Refusal.Conflict("records.procedure.no-archive");
        var (at, office, czech) = (clock.GetUtcNow(), (await directory.Office(seen.Office, cancel))!, texts.In("cs"));
        if (await press.Place(office.Id, Prague.Day(at), cancel) is not { } place) return Refusal.Conflict("records.procedure.no-group");
        var items = await db.DisposalItems.AsNoTracking().Where(i => i.Procedure == input).OrderBy(i => i.FileMark).ThenBy(i => i.Id).ToListAsync(cancel);
        // Sealed before the counter is locked: a long list must not hold up who registers.
        var id = Guid.CreateVersion7();
        var paper = ProcedurePaper.Proposal(seen, archive, items, office, laws.On(Prague.Day(at)), at, czech);
        var part = await press.Seal(paper, "disposal-proposal", $"skartacni-navrh-{seen.Year}-{seen.Number}.pdf", office, id, at, cancel);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var procedure = (await ProcedureShelf.Lock(db, input, cancel))!;
        if (await Hindrance(procedure, seen, cancel) is { } no) return no;
        await book.Prepare(office.Id, cancel);
        var file = await press.OpenFile(procedure, place, at, cancel);
        await papers.Keep(part, file, procedure.Id, procedure.Id, file.Unit, paper.Title, office, at, cancel);
        procedure.Send(archive, file.Id, id, Caller.Person, Caller.Name, at);
        db.Add(DisposalParcel.Of(procedure, [], ParcelKind.Proposal, $"skartacni-navrh-{seen.Year}-{seen.Number}", part.Blob, part.Size, at));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }

    private async Task<Refusal?> Hindrance(DisposalProcedure procedure, DisposalProcedure seen, CancellationToken cancel)
    {
        if (procedure.State != ProcedureState.Draft) return Refusal.Conflict("records.procedure.too-late");
        if (procedure.Version != seen.Version) return Refusal.Conflict("kernel.stale-version");
        if (procedure.CheckedAt is null) return Refusal.Conflict("records.procedure.not-checked");
        var items = await db.DisposalItems.AsNoTracking().Where(i => i.Procedure == procedure.Id && i.State == ItemState.Proposed).ToListAsync(cancel);
        if (items.Count == 0) return Refusal.Conflict("records.procedure.nothing-left");
        if (items.Count(i => i.Findings.Count > 0) is var faulty and > 0) return Refusal.Conflict("records.procedure.has-findings", ("count", faulty));
        var files = items.ConvertAll(i => i.File);
        if (await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from unnest({files.ToArray()}) as f where records.is_held({procedure.Office}, f)").SingleAsync(cancel) is var held and > 0)
            return Refusal.Conflict("records.procedure.has-held", ("count", held));
        return null;
    }
}
