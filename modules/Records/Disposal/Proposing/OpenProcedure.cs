using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>
/// The records manager begins a disposal procedure with everything that may be proposed today (§ 9 and § 10 of act 499/2004, § 20 of decree
/// 259/2012).
/// </summary>
internal sealed class OpenProcedure(Caller caller, RecordsDb db, DueFiles due, RegisterBook book, TimeProvider clock) : UseCase<Done, Guid>(caller, RecordsPermissions.Manage)
{
    private sealed record Size(Guid File, int Documents, int Components, long Bytes);

    protected override async Task<Result<Guid>> Do(Done input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var (at, year) = (clock.GetUtcNow(), Prague.Today(clock).Year);
        var files = await due.Proposable(year).AsNoTracking().OrderBy(f => f.Id).ToListAsync(cancel);
        if (files.Count == 0) return Refusal.Conflict("records.procedure.nothing-due");
        var ids = files.ConvertAll(f => f.Id);
        var sizes = (await db.Ask("""
            select d.file, count(distinct d.id)::int, count(c.id)::int, coalesce(sum(c.size), 0)::bigint from records.document d
            left join records.component c on c.office = d.office and c.document = d.id where d.office = $1 and d.file = any($2) group by 1
            """, [office, ids.ToArray()], r => new Size(r.GetGuid(0), r.GetInt32(1), r.GetInt32(2), r.GetInt64(3)), cancel)).ToDictionary(s => s.File);
        var known = await db.OtherIdentifiers.AsNoTracking().Where(i => i.Thing == IdentifiedThing.File && ids.Contains(i.ThingId)).ToDictionaryAsync(i => i.ThingId, i => new Identity(i.Value, i.Source), cancel);
        // The whole volume is kept by its own mark and goes as one entity.
        var volumes = files.Select(f => f.Volume).OfType<Guid>().Distinct().ToList();
        var marks = await db.Volumes.AsNoTracking().Where(v => volumes.Contains(v.Id)).ToDictionaryAsync(v => v.Id, cancel);

        await book.Prepare(office, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var procedure = DisposalProcedure.Open(office, await book.NextDisposalMark(office, cancel), year, Caller.Name, at);
        db.Add(procedure);
        foreach (var file in files)
        {
            var volume = file.Volume is { } id ? marks[id] : null;
            var identity = volume is not null ? Identity.Of(volume.Id) : known.GetValueOrDefault(file.Id) ?? Identity.Of(file.Id);
            var size = sizes.GetValueOrDefault(file.Id) ?? new(file.Id, 0, 0, 0);
            db.Add(new DisposalItem
            {
                Office = office,
                Procedure = procedure.Id,
                File = file.Id,
                Volume = file.Volume,
                Entity = identity.Value,
                Source = identity.Source,
                FileMark = file.Mark,
                Matter = file.Matter,
                FilingMark = file.FilingMark,
                Retention = volume?.RetentionMark ?? file.RetentionMark,
                RetentionYears = volume?.RetentionYears ?? file.RetentionYears,
                DiscardYear = file.DiscardYear!.Value,
                Documents = size.Documents,
                Components = size.Components,
                Bytes = size.Bytes,
            });
            db.Add(FileStep.Of(office, file.Id, FileStepKind.Proposed, Caller, at, procedure.Mark));
        }
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.IntegrityConstraintViolation })
        {
            // Another procedure took one of the files a moment ago, or somebody opened one again.
            return Refusal.Conflict("records.procedure.met-another");
        }
        await transaction.CommitAsync(cancel);
        return procedure.Id;
    }
}
