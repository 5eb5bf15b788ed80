using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Quotas;
using Virtuos.Kernel.Values;
using Virtuos.Services.Filling;

namespace Virtuos.Services.Following;

/// <param name="Act"><c>stop</c> or <c>start</c> the filer's news, or <c>add</c> an address.</param>
internal sealed record WatchMatterInput(string Code, string Key, string Act, string? Email, string Language, string Network);

/// <summary>Starts and stops news of a matter; a new address gets one message in which its owner says yes.</summary>
internal sealed class WatchMatter(Caller caller, ServicesDb db, MatterReader matters, News news, MailAddresses addresses, Quota quota, TimeProvider clock)
    : UseCase<WatchMatterInput, string>(caller, ServicesPermissions.Follow)
{
    public const int MostWatchers = 10;
    public static readonly QuotaRule PerNetwork = new("follow-watch", 20, TimeSpan.FromHours(1));

    /// <returns>Which message to show: <c>stopped</c>, <c>started</c> or <c>asked</c>.</returns>
    protected override async Task<Result<string>> Do(WatchMatterInput input, CancellationToken cancel)
    {
        if (await matters.Find(input.Code, input.Key, cancel) is not var (_, id)) return Refusal.NotFound();
        if (await db.Matters.SingleOrDefaultAsync(m => m.Id == id, cancel) is not { } matter) return Refusal.Conflict("services.follow.news.too-early");
        var own = await db.Watchers.SingleOrDefaultAsync(w => w.Id == id, cancel);
        switch (input.Act)
        {
            case "stop":
                own?.Stop(clock.GetUtcNow());
                await db.SaveChangesAsync(cancel);
                return "stopped";
            case "start":
                own?.Start();
                if (own is not null && !await addresses.IsConfirmed(own.Address, cancel)) await news.Ask(matter, own, cancel);
                await db.SaveChangesAsync(cancel);
                return "started";
            default:
                return await Add(matter, input, cancel);
        }
    }

    private async Task<Result<string>> Add(Matter matter, WatchMatterInput input, CancellationToken cancel)
    {
        if (!EmailAddress.TryParse(input.Email, out var address)) return Refusal.Invalid("email", EmailAddress.Refused);
        if (!await quota.Take(PerNetwork, input.Network, cancel)) return Refusal.TooMany("services.follow.too-many");
        var all = await db.Watchers.Where(w => w.Matter == matter.Id).ToListAsync(cancel);
        var watcher = all.Find(w => w.Address.Equals(address.Value, StringComparison.OrdinalIgnoreCase));
        if (watcher is null)
        {
            if (all.Count >= MostWatchers) return Refusal.Invalid("email", "services.follow.news.full", ("most", MostWatchers));
            watcher = new Watcher { Office = matter.Office, Matter = matter.Id, Address = address.Value, Language = input.Language, AskedAt = clock.GetUtcNow() };
            // Silent until its owner says yes, even when they have confirmed it for another matter.
            watcher.Stop(clock.GetUtcNow());
            db.Add(watcher);
        }
        if (!watcher.IsOn || !await addresses.IsConfirmed(watcher.Address, cancel)) await news.Ask(matter, watcher, cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            // Asked for twice at once; the other one sends the message.
        }
        return "asked";
    }
}
