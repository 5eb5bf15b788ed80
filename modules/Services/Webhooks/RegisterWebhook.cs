using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Quotas;
using Virtuos.Services.Following;

namespace Virtuos.Services.Webhooks;

internal sealed record RegisterWebhookInput(string Code, string Key, string? Address, string Language, string Network);

/// <summary>A follower gives the address of a program; it is asked whether it wants our messages before it gets any.</summary>
internal sealed class RegisterWebhook(Caller caller, ServicesDb db, MatterReader matters, ServiceKeys keys, Installation installation, Quota quota, TimeProvider clock)
    : UseCase<RegisterWebhookInput, string>(caller, ServicesPermissions.Follow)
{
    public const int Most = 5;
    public static readonly QuotaRule PerNetwork = new("webhook-network", 20, TimeSpan.FromHours(1));
    public static readonly QuotaRule PerHost = new("webhook-host", 60, TimeSpan.FromHours(1));

    /// <returns>The path of the webhook's own page.</returns>
    protected override async Task<Result<string>> Do(RegisterWebhookInput input, CancellationToken cancel)
    {
        if (await matters.Find(input.Code, input.Key, cancel) is not var (office, id)) return Refusal.NotFound();
        if (!await db.Matters.AnyAsync(m => m.Id == id, cancel)) return Refusal.Conflict("services.follow.news.too-early");
        if (PublicAddress.Parse(input.Address, installation.Demo) is not { } address) return Refusal.Invalid("webhook", "services.webhook.wrong");
        if (!await quota.Take(PerNetwork, input.Network, cancel) || !await quota.Take(PerHost, address.IdnHost, cancel)) return Refusal.TooMany("services.follow.too-many");
        var others = await db.Webhooks.Where(w => w.Matter == id && w.StoppedAt == null).ToListAsync(cancel);
        if (others.Count >= Most) return Refusal.Invalid("webhook", "services.webhook.full", ("most", Most));
        // Its secret is shown to the one who registered it and to nobody who comes later with the same address.
        if (others.Exists(w => w.Address == address.AbsoluteUri)) return Refusal.Invalid("webhook", "services.webhook.twice");
        var webhook = new Webhook { Office = office, Matter = id, Address = address.AbsoluteUri, Language = input.Language, AskedAt = clock.GetUtcNow() };
        db.Add(webhook);
        db.Publish(new WebhookChallenged(webhook.Id));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Invalid("webhook", "services.webhook.twice");
        }
        return WebhookReader.Path(webhook, keys);
    }
}
