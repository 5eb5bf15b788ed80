using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Services.Filling;

/// <summary>A signed-in person goes on with a draft that they began signed in, in whatever browser.</summary>
internal sealed class ReopenDraft(Caller caller, ServicesDb db, DraftReader drafts, ServiceKeys keys) : UseCase<Guid, OpenDraft>(caller, ServicesPermissions.Mine)
{
    protected override async Task<Result<OpenDraft>> Do(Guid input, CancellationToken cancel)
    {
        var own = await db.Drafts.AsNoTracking().Where(d => d.Id == input && d.Person == Caller.Person).Select(d => d.OwnToken).SingleOrDefaultAsync(cancel);
        return Caller.Person is { } person && own is not null ? await drafts.Open(DraftToken.FromBytes(keys.OwnDraft(person, input).Open(own)).ToString(), cancel) : Refusal.NotFound();
    }
}
