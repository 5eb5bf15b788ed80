using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Services.Filling;

internal sealed record RemoveFileInput(string Token, string Field, Guid File);

/// <summary>Takes an attachment out of a draft; one that is no longer there is as good as removed.</summary>
internal sealed class RemoveFile(Caller caller, ServicesDb db, DraftReader drafts) : UseCase<RemoveFileInput, Done>(caller, ServicesPermissions.File)
{
    protected override async Task<Result<Done>> Do(RemoveFileInput input, CancellationToken cancel)
    {
        var opened = await drafts.Open(input.Token, cancel);
        if (!opened.Succeeded) return opened.As<Done>();
        await db.DraftFiles.Where(f => f.Draft == opened.Value.Draft.Id && f.Field == input.Field && f.Id == input.File).ExecuteDeleteAsync(cancel);
        return new Done();
    }
}
