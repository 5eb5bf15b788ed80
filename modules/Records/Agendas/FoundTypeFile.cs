using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="FilingMark">A group of the plan that is meant for type files.</param>
internal sealed record FoundTypeFileInput(ErmsId Id, string Digest, string Name, string? FilingMark);

/// <summary>An agenda system opens a type file; the same founding again finds the same one.</summary>
internal sealed class FoundTypeFile(Caller caller, RecordsDb db, AgendaThings things, OpenTypeFile open) : UseCase<FoundTypeFileInput, Guid>(caller, RecordsPermissions.FoundInAgenda)
{
    protected override async Task<Result<Guid>> Do(FoundTypeFileInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office || !Caller.May(RecordsPermissions.FoundInAgenda, Caller.Unit)) return Refusal.Forbidden();
        if (await things.Known(input.Id, cancel) is { } known)
            return known.Thing == IdentifiedThing.TypeFile && known.Digest == input.Digest ? known.ThingId : Refusal.Conflict("records.erms.taken", ("id", $"{input.Id}"));
        await using var transaction = await db.Begin(cancel);
        var opened = await open.Run(new(input.FilingMark, input.Name), cancel);
        if (!opened.Succeeded) return opened;
        db.Add(new OtherIdentifier { Office = office, Thing = IdentifiedThing.TypeFile, ThingId = opened.Value, Value = input.Id.Value, Source = input.Id.Source, Digest = input.Digest });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Conflict("kernel.stale-version");
        }
        await transaction.CommitAsync(cancel);
        return opened.Value;
    }
}
