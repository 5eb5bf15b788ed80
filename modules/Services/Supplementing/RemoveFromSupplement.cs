using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Services.Following;

namespace Virtuos.Services.Supplementing;

internal sealed record RemoveFromSupplementInput(string Code, string Key, Guid File);

/// <summary>Takes a file back from an answer that is not sent yet.</summary>
internal sealed class RemoveFromSupplement(Caller caller, ServicesDb db, MatterReader matters) : UseCase<RemoveFromSupplementInput, Done>(caller, ServicesPermissions.Follow)
{
    protected override async Task<Result<Done>> Do(RemoveFromSupplementInput input, CancellationToken cancel)
    {
        if (await matters.Open(input.Code, input.Key, cancel) is not { OpenCall: { } call }) return Refusal.NotFound();
        await db.SupplementFiles.Where(f => f.Call == call.Id && f.Id == input.File).ExecuteDeleteAsync(cancel);
        return new Done();
    }
}
