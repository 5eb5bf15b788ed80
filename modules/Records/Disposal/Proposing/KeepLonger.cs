using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

internal sealed record KeepLongerInput(Guid Item, int? Year, string? Reason);

/// <summary>A file that the archive returned is kept until another year; then it is proposed again.</summary>
internal sealed class KeepLonger(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<KeepLongerInput, Guid>(caller, RecordsPermissions.Manage)
{
    private const int Longest = 999;

    /// <summary>Fields of the form; a page has several items.</summary>
    public static string YearOf(Guid item) => $"KeepYear-{item}";

    public static string ReasonOf(Guid item) => $"KeepReason-{item}";

    /// <returns>The procedure.</returns>
    protected override async Task<Result<Guid>> Do(KeepLongerInput input, CancellationToken cancel)
    {
        if (await db.DisposalItems.AsNoTracking().FirstOrDefaultAsync(i => i.Id == input.Item, cancel) is not { } item) return Refusal.NotFound();
        if (item.State != ItemState.Returned) return Refusal.Conflict("records.procedure.not-returned");
        var now = Prague.Today(clock).Year;
        if (input.Year is not { } year || year <= now || year > now + Longest) return Refusal.Invalid(YearOf(item.Id), "records.procedure.keep-year", ("first", $"{now + 1}"));
        var reason = Reason.Read(input.Reason, ReasonOf(item.Id));
        if (!reason.Succeeded) return reason.As<Guid>();
        // A volume has one year, whichever of its files is asked about.
        var files = await db.Files.Where(f => f.Id == item.File || (item.Volume != null && f.Volume == item.Volume)).ToListAsync(cancel);
        var ids = files.ConvertAll(f => f.Id);
        if (await db.DisposalItems.AnyAsync(i => ids.Contains(i.File) && i.State != ItemState.Returned && i.State != ItemState.LeftOut, cancel)) return Refusal.Conflict("records.procedure.met-another");
        foreach (var file in files)
        {
            if (file.State != FileState.Closed) return Refusal.Conflict("records.keep.not-closed");
            db.Add(FileStep.Of(file.Office, file.Id, FileStepKind.PutOff, Caller, clock.GetUtcNow(), $"{file.DiscardYear} → {year}: {reason.Value}"));
            file.PutOff(year);
        }
        await db.SaveChangesAsync(cancel);
        return item.Procedure;
    }
}
