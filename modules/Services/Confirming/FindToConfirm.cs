using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Services.Filing;

namespace Virtuos.Services.Confirming;

/// <summary>What an official compares with the person at the counter.</summary>
internal sealed record ToConfirm(string Code, string Matter, string Filer, string? Address, DateTimeOffset FiledAt, ConfirmationState Confirmation, DateOnly? ConfirmBy, string? Way);

/// <summary>Finds a filing of the caller's office by its tracking code; reading it is noted in the ledger.</summary>
internal sealed class FindToConfirm(Caller caller, ServicesDb db) : UseCase<string, ToConfirm>(caller, ServicesPermissions.Confirm)
{
    protected override async Task<Result<ToConfirm>> Do(string input, CancellationToken cancel)
    {
        if (TrackingCode.Parse(input) is not { } code || await db.Submissions.AsNoTracking().SingleOrDefaultAsync(s => s.Code == code, cancel) is not { } found)
            return Refusal.Invalid("kod", "services.confirm.code");
        db.NoteRead(nameof(Submission), found.Id);
        await db.SaveChangesAsync(cancel);
        return new ToConfirm(TrackingCode.Grouped(found.Code), found.Matter, found.FilerName, found.FilerAddress, found.FiledAt, found.Confirmation, found.ConfirmBy, found.ConfirmedWay);
    }
}
