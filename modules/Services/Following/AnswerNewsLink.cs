using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Services.Filling;

namespace Virtuos.Services.Following;

/// <summary>The owner of an address follows a link of our message and says yes to news, or no more.</summary>
internal sealed class AnswerNewsLink(Caller caller, ServicesDb db, MailAddresses addresses, ServiceKeys keys, TimeProvider clock) : UseCase<string, NewsLink>(caller, ServicesPermissions.Follow)
{
    /// <summary>What the link would do; null for one that we did not write.</summary>
    public NewsLink? Meaning(string token) =>
        FollowKey.ReadNews(NewsLink.Off, token, keys.Tracking) is not null ? NewsLink.Off : FollowKey.ReadNews(NewsLink.On, token, keys.Tracking) is not null ? NewsLink.On : null;

    protected override async Task<Result<NewsLink>> Do(string input, CancellationToken cancel)
    {
        if (Meaning(input) is not { } link || FollowKey.ReadNews(link, input, keys.Tracking) is not var (office, id)) return Refusal.NotFound();
        if (Caller.IsOfficial && Caller.Office != office) return Refusal.NotFound();
        Caller.TurnTo(office);
        if (await db.Watchers.SingleOrDefaultAsync(w => w.Id == id, cancel) is not { } watcher) return Refusal.NotFound();
        if (link == NewsLink.Off) watcher.Stop(clock.GetUtcNow());
        else
        {
            await addresses.Confirm(addresses.Digest(watcher.Address), cancel);
            watcher.Start();
        }
        await db.SaveChangesAsync(cancel);
        return link;
    }
}
