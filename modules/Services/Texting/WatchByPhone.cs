using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Quotas;
using Virtuos.Kernel.Values;
using Virtuos.Services.Following;

namespace Virtuos.Services.Texting;

/// <param name="Act"><c>add</c> a phone, <c>confirm</c> one by its code, or <c>stop</c> one.</param>
/// <param name="Watcher">The phone that is confirmed or stopped.</param>
internal sealed record WatchByPhoneInput(string Code, string Key, string Act, Guid Watcher, string? Phone, string? Typed, string Language, string Network);

/// <summary>Short texts about a matter to a phone, from the moment when its owner types the code that came to it.</summary>
internal sealed class WatchByPhone(Caller caller, ServicesDb db, MatterReader matters, PhoneNews texting, ServiceKeys keys, Installation installation, Quota quota, TimeProvider clock)
    : UseCase<WatchByPhoneInput, string>(caller, ServicesPermissions.Follow)
{
    public const int Most = 5;
    public static readonly QuotaRule PerPhone = new("sms-phone", 3, TimeSpan.FromHours(1));
    public static readonly QuotaRule PerPhoneInDay = new("sms-phone-day", 6, TimeSpan.FromDays(1));
    public static readonly QuotaRule PerMatter = new("sms-matter", 10, TimeSpan.FromDays(1));
    public static readonly QuotaRule PerNetwork = new("sms-network", 10, TimeSpan.FromHours(1));
    public static readonly QuotaRule Tries = new("sms-code", 5, TimeSpan.FromHours(1));

    /// <returns>Which message to show: <c>code-sent</c>, <c>phone-on</c> or <c>stopped</c>.</returns>
    protected override async Task<Result<string>> Do(WatchByPhoneInput input, CancellationToken cancel)
    {
        if (await matters.Find(input.Code, input.Key, cancel) is not var (_, id)) return Refusal.NotFound();
        if (await db.Matters.SingleOrDefaultAsync(m => m.Id == id, cancel) is not { } matter) return Refusal.Conflict("services.follow.news.too-early");
        if (input.Act == "add") return await Add(matter, input, cancel);
        if (await db.PhoneWatchers.SingleOrDefaultAsync(w => w.Id == input.Watcher && w.Matter == id, cancel) is not { } watcher) return Refusal.NotFound();
        if (input.Act == "confirm") return await Confirm(watcher, input.Typed, cancel);
        watcher.Stop(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return "stopped";
    }

    private async Task<Result<string>> Add(Matter matter, WatchByPhoneInput input, CancellationToken cancel)
    {
        if (!texting.IsOffered) return Refusal.Invalid("phone", "services.sms.none");
        if (!PhoneNumber.TryParse(input.Phone, out var phone)) return Refusal.Invalid("phone", PhoneNumber.Refused);
        if (!installation.Sms.Prefixes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(p => phone.Value.StartsWith(p, StringComparison.Ordinal)))
            return Refusal.Invalid("phone", "services.sms.abroad", ("prefixes", installation.Sms.Prefixes));
        var all = await db.PhoneWatchers.Where(w => w.Matter == matter.Id).ToListAsync(cancel);
        var watcher = all.Find(w => w.Phone == phone.Value);
        if (watcher is { IsOn: true }) return "phone-on";
        if (watcher is null && all.Count >= Most) return Refusal.Invalid("phone", "services.sms.full", ("most", Most));
        var within = await quota.Take([(PerNetwork, input.Network, 1), (PerMatter, $"{matter.Id}", 1), (PerPhone, phone.Value, 1), (PerPhoneInDay, phone.Value, 1)], cancel);
        if (within.Contains(false)) return Refusal.TooMany("services.follow.too-many");
        if (watcher is null) db.Add(watcher = new PhoneWatcher { Office = matter.Office, Matter = matter.Id, Phone = phone.Value, Language = input.Language, AskedAt = clock.GetUtcNow() });
        else (watcher.Language, watcher.AskedAt) = (input.Language, clock.GetUtcNow());
        texting.Ask(matter, watcher);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            // Asked for twice at once; the other one sends the code.
        }
        return "code-sent";
    }

    private async Task<Result<string>> Confirm(PhoneWatcher watcher, string? text, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var typed = string.Concat((text ?? "").Where(char.IsAsciiDigit));
        if (watcher.IsOn) return "phone-on";
        if (!watcher.Awaits(now)) return Refusal.Invalid("sms-code", "services.sms.code-late");
        if (!await quota.Take(Tries, $"{watcher.Id} {watcher.AskedAt.ToUnixTimeSeconds()}", cancel)) return Refusal.TooMany("services.follow.too-many");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(watcher.Code(keys.Phone)), Encoding.ASCII.GetBytes(typed))) return Refusal.Invalid("sms-code", "services.sms.code-wrong");
        watcher.Confirm(now);
        await db.SaveChangesAsync(cancel);
        return "phone-on";
    }
}
