using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Unit">Ukládací jednotka.</param>
/// <param name="Place">Umístění.</param>
internal sealed record StoreFileInput(Guid File, string? Unit, string? Place);

/// <summary>An official says where the paper of a file lies; so may whoever manages the records, also after closing.</summary>
internal sealed class StoreFile(Caller caller, RecordsDb db, Sight sight, TimeProvider clock) : UseCase<StoreFileInput, Done>(caller, RecordsPermissions.Desk)
{
    public const int Longest = 100;

    protected override async Task<Result<Done>> Do(StoreFileInput input, CancellationToken cancel)
    {
        if (await sight.FindFile(input.File, cancel) is not { } file) return Refusal.NotFound();
        if (!MoveFile.Moves(Caller, file)) return Refusal.Forbidden();
        List<Refusal> no = [];
        var (unit, place) = (Text(input.Unit, nameof(input.Unit), no), Text(input.Place, nameof(input.Place), no));
        if (no.Count > 0) return no;
        var at = clock.GetUtcNow();
        if (await db.Storages.FirstOrDefaultAsync(s => s.Id == file.Id, cancel) is { } storage) (storage.Unit, storage.Place, storage.SetAt, storage.SetByName) = (unit, place, at, Caller.Name);
        else db.Add(new Storage { Office = file.Office, Id = file.Id, Unit = unit, Place = place, SetAt = at, SetByName = Caller.Name });
        db.Add(FileStep.Of(file.Office, file.Id, FileStepKind.Stored, Caller, at, $"{unit}, {place}"));
        await db.SaveChangesAsync(cancel);
        return new Done();
    }

    private static string Text(string? text, string field, List<Refusal> no)
    {
        var clean = SafeText.Clean(text, Longest);
        if (clean.Text.Length == 0) no.Add(Refusal.Invalid(field, $"records.keep.no-storage-{field.ToLowerInvariant()}"));
        else if (clean.TooLong) no.Add(Refusal.Invalid(field, "records.refusal.too-long", ("count", Longest)));
        return clean.Text;
    }
}
