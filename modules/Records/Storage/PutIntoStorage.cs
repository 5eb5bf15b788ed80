using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Unit">The mark on the label of the unit, or what a reader reads from its QR code.</param>
/// <param name="Code">What is printed on the paper: its reference number or file mark, or what a reader reads from its QR code.</param>
internal sealed record PutIntoStorageInput(string? Unit, string? Code);

/// <summary>A document or a file on paper is put into a storage unit; the database lets it lie in one place only.</summary>
internal sealed class PutIntoStorage(Caller caller, RecordsDb db, StorageShelf shelf, TimeProvider clock) : UseCase<PutIntoStorageInput, Guid>(caller, RecordsPermissions.Storage)
{
    public const int LongestCode = 500;

    /// <returns>The storing.</returns>
    protected override async Task<Result<Guid>> Do(PutIntoStorageInput input, CancellationToken cancel)
    {
        if (input.Unit?.Trim() is not { Length: > 0 and <= LongestCode } mark || await shelf.FindUnit(mark, cancel) is not { } unit) return Refusal.Invalid(nameof(input.Unit), "records.storage.no-such-unit");
        if (input.Code?.Trim() is not { Length: > 0 and <= LongestCode } code || await shelf.Find(code, cancel) is not { } thing) return Refusal.Invalid(nameof(input.Code), "records.storage.nothing-found");
        if (!thing.IsPaper) return Refusal.Invalid(nameof(input.Code), "records.storage.not-paper", ("name", thing.Label));
        if (await shelf.Where(thing.Id, null, cancel) is { } where) return Refusal.Conflict("records.storage.lies-elsewhere", ("name", thing.Label), ("mark", where.Mark));

        var storing = new Storing { Unit = unit.Id, Kind = thing.Kind, Thing = thing.Id, Label = thing.Label, PutAt = clock.GetUtcNow(), PutByName = Caller.Name };
        db.Add(storing);
        if (thing.Kind == nameof(CaseFile)) db.Add(FileStep.Of(unit.Office, thing.Id, FileStepKind.Stored, Caller, storing.PutAt, $"{unit.Mark}, {unit.Location}"));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "storing_now" })
        {
            return Refusal.Conflict("records.storage.lies-elsewhere", ("name", thing.Label), ("mark", ""));
        }
        return storing.Id;
    }
}

internal sealed record TakeOutOfStorageInput(Guid? Storing, string? Why);

/// <summary>Something is taken out of a storage unit, with the reason or the name of whoever borrows it.</summary>
internal sealed class TakeOutOfStorage(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<TakeOutOfStorageInput, Guid>(caller, RecordsPermissions.Storage)
{
    public const int LongestWhy = 200;

    /// <returns>The unit.</returns>
    protected override async Task<Result<Guid>> Do(TakeOutOfStorageInput input, CancellationToken cancel)
    {
        if (input.Storing is not { } id) return Refusal.Invalid(nameof(input.Storing), "records.storage.nothing-chosen");
        if (await db.Storings.FirstOrDefaultAsync(s => s.Id == id, cancel) is not { } storing) return Refusal.NotFound();
        if (storing.TakenAt is not null) return Refusal.Conflict("records.storage.taken-already");
        List<Refusal> no = [];
        var why = OpenStorageUnit.Given(input.Why, nameof(input.Why), LongestWhy, "records.storage.why-missing", no);
        if (no.Count > 0) return no;
        var at = clock.GetUtcNow();
        storing.Take(Caller.Name, why, at);
        if (storing.Kind == nameof(CaseFile))
        {
            var mark = await db.StorageUnits.Where(u => u.Id == storing.Unit).Select(u => u.Mark).FirstAsync(cancel);
            db.Add(FileStep.Of(storing.Office, storing.Thing, FileStepKind.TakenOut, Caller, at, $"{mark}: {why}"));
        }
        await db.SaveChangesAsync(cancel);
        return storing.Unit;
    }
}
