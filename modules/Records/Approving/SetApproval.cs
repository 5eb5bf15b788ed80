using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

internal sealed record SetApprovalInput(bool OwnApproval);

/// <summary>The office decides whether authors may approve their own documents when they say why.</summary>
internal sealed class SetApproval(Caller caller, RecordsDb db) : UseCase<SetApprovalInput, Done>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<Done>> Do(SetApprovalInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var setting = await db.ApprovalSettings.FirstOrDefaultAsync(cancel);
        if (setting is null) db.Add(new ApprovalSetting { Office = office, OwnApproval = input.OwnApproval });
        else setting.OwnApproval = input.OwnApproval;
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
