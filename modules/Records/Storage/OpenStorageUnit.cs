using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

internal sealed record OpenStorageUnitInput(string? Name, string? Location);

/// <summary>A new storage unit gets its mark and its place.</summary>
internal sealed class OpenStorageUnit(Caller caller, RecordsDb db, RegisterBook book, TimeProvider clock) : UseCase<OpenStorageUnitInput, Guid>(caller, RecordsPermissions.Storage)
{
    public const int LongestName = 100;
    public const int LongestLocation = 200;

    protected override async Task<Result<Guid>> Do(OpenStorageUnitInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        List<Refusal> no = [];
        var name = Given(input.Name, nameof(input.Name), LongestName, "records.storage.name-missing", no);
        var location = Given(input.Location, nameof(input.Location), LongestLocation, "records.storage.location-missing", no);
        if (no.Count > 0) return no;

        await book.Prepare(office, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var unit = StorageUnit.Open(office, await book.NextStorageMark(office, cancel), name, location, Caller.Name, clock.GetUtcNow());
        db.Add(unit);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return unit.Id;
    }

    /// <summary>A line that must be filled in.</summary>
    public static string Given(string? typed, string field, int most, string missing, List<Refusal> no)
    {
        var clean = SafeText.Clean(typed, most);
        if (clean.Text.Length == 0) no.Add(Refusal.Invalid(field, missing));
        else if (clean.TooLong) no.Add(Refusal.Invalid(field, "records.refusal.too-long", ("count", most)));
        return clean.Text;
    }
}

internal sealed record MoveStorageUnitInput(Guid Unit, string? Location, uint? Version = null);

/// <summary>A storage unit with everything in it moves to another place.</summary>
internal sealed class MoveStorageUnit(Caller caller, RecordsDb db) : UseCase<MoveStorageUnitInput, Done>(caller, RecordsPermissions.Storage)
{
    protected override async Task<Result<Done>> Do(MoveStorageUnitInput input, CancellationToken cancel)
    {
        if (await db.StorageUnits.FirstOrDefaultAsync(u => u.Id == input.Unit, cancel) is not { } unit) return Refusal.NotFound();
        if (input.Version is { } seen && seen != unit.Version) return Refusal.Conflict("kernel.stale-version");
        List<Refusal> no = [];
        var location = OpenStorageUnit.Given(input.Location, nameof(input.Location), OpenStorageUnit.LongestLocation, "records.storage.location-missing", no);
        if (no.Count > 0) return no;
        unit.Move(location);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
