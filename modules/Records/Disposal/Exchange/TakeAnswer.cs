using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="List">The bytes of the archive's Seznam; can be read several times.</param>
/// <param name="Why">What the archive says of what it returned; its list has no place for that.</param>
internal sealed record TakeAnswerInput(Guid Procedure, Stream? List, string? Why);

/// <summary>
/// The archive's answer is taken, as a whole or not at all: what to choose, destroy, show or return, or under which identifiers it has what was
/// chosen (§ 10 of act 499/2004, § 21 of decree 259/2012). The same list again changes nothing and is no fault.
/// </summary>
internal sealed class TakeAnswer(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<TakeAnswerInput, Done>(caller, RecordsPermissions.Manage)
{
    public const string Field = "List";
    private const int Most = 20;

    protected override async Task<Result<Done>> Do(TakeAnswerInput input, CancellationToken cancel)
    {
        if (input.List is null) return Refusal.Invalid(Field, "records.answer.no-file");
        var why = SafeText.Clean(input.Why, Reason.Longest);
        if (why.TooLong) return Refusal.Invalid(nameof(input.Why), "records.refusal.too-long", ("count", Reason.Longest));
        var (list, broken) = ArchiveList.Read(input.List);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await ProcedureShelf.Lock(db, input.Procedure, cancel) is not { } procedure) return Refusal.NotFound();
        if (list is null) return broken!.Refusal(Field);
        // A list is known by what it says: sent again, in whatever spacing, it is the same.
        var before = await db.DisposalAnswers.AsNoTracking().Where(a => a.Procedure == procedure.Id && a.List == list.Id).Select(a => new { a.Digest, a.Findings }).ToListAsync(cancel);
        if (before.FirstOrDefault(a => a.Findings.Count == 0) is { } taken) return taken.Digest == list.Digest ? new Done() : new ListFault("records.answer.same-id", What: list.Id).Refusal(Field);
        var items = await db.DisposalItems.Where(i => i.Procedure == procedure.Id).ToListAsync(cancel);
        var parcels = await db.DisposalParcels.Where(p => p.Procedure == procedure.Id).ToListAsync(cancel);
        var at = clock.GetUtcNow();
        if (AnswerRules.Faults(list, new(procedure, items, parcels), at) is { Count: > 0 } faults) return faults.Take(Most).Select(f => f.Refusal(Field)).ToList();
        var returned = why.Text.Length > 0 ? why.Text : list.Id;
        foreach (var entity in list.Entities.DistinctBy(e => e.Identity))
            foreach (var item in items.Where(i => i.Entity == entity.Identity.Value && i.Source == entity.Identity.Source && !AnswerRules.IsDone(entity, i))) Apply(entity, item, procedure, parcels, returned, at);
        input.List.Position = 0;
        using var text = new StreamReader(input.List, leaveOpen: true);
        db.Add(new DisposalAnswer { Office = procedure.Office, Procedure = procedure.Id, List = list.Id, Digest = list.Digest, Body = await text.ReadToEndAsync(cancel), MadeAt = list.MadeAt, TakenAt = at, TakenByName = Caller.Name });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }

    private void Apply(ListedEntity entity, DisposalItem item, DisposalProcedure procedure, List<DisposalParcel> parcels, string returned, DateTimeOffset at)
    {
        foreach (var parcel in parcels.Where(p => p.Items.Contains(item.Id) && p.State == ParcelState.Waiting && p.Attempts > 0)) parcel.Sent(at);
        if (entity.Archive is { } archive) item.Accept(archive, at);
        else item.Decide(AnswerRules.After(entity.Operation!), entity.Operation == ArchiveList.Return ? returned : null, at);
        var said = entity.Archive is { } id ? $"{id.Value} ({id.Source})" : entity.Operation!;
        db.Add(FileStep.Of(item.Office, item.File, item.State == ItemState.Returned ? FileStepKind.NotProposed : FileStepKind.Judged, Caller, at, item.State == ItemState.Returned ? $"{procedure.Mark}: {said}, {returned}" : $"{procedure.Mark}: {said}"));
    }
}
