using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Quotas;
using Virtuos.Services.Following;

namespace Virtuos.Services.Webhooks;

/// <param name="Act"><c>stop</c>, or <c>prove</c> to be challenged once more.</param>
internal sealed record ChangeWebhookInput(string Token, string Act);

/// <summary>The owner of a webhook stops it or has it challenged again.</summary>
internal sealed class ChangeWebhook(Caller caller, ServicesDb db, WebhookReader webhooks, Quota quota, TimeProvider clock) : UseCase<ChangeWebhookInput, string>(caller, ServicesPermissions.Follow)
{
    public static readonly QuotaRule PerWebhook = new("webhook-challenge", 10, TimeSpan.FromHours(1));

    /// <returns>Which message to show.</returns>
    protected override async Task<Result<string>> Do(ChangeWebhookInput input, CancellationToken cancel)
    {
        if (await webhooks.Open(input.Token, cancel) is not { } webhook) return Refusal.NotFound();
        if (input.Act == "stop") webhook.Stop(clock.GetUtcNow());
        else if (webhook is { ProvenAt: null, StoppedAt: null })
        {
            if (!await quota.Take(PerWebhook, $"{webhook.Id}", cancel)) return Refusal.TooMany("services.follow.too-many");
            db.Publish(new WebhookChallenged(webhook.Id));
        }
        await db.SaveChangesAsync(cancel);
        return input.Act == "stop" ? "stopped" : "challenged";
    }
}

/// <summary>Whoever holds the address of the matter stops one of its webhooks.</summary>
internal sealed class StopWebhook(Caller caller, ServicesDb db, MatterReader matters, TimeProvider clock) : UseCase<(string Code, string Key, Guid Webhook), Done>(caller, ServicesPermissions.Follow)
{
    protected override async Task<Result<Done>> Do((string Code, string Key, Guid Webhook) input, CancellationToken cancel)
    {
        if (await matters.Find(input.Code, input.Key, cancel) is not var (_, id)) return Refusal.NotFound();
        if (await db.Webhooks.SingleOrDefaultAsync(w => w.Id == input.Webhook && w.Matter == id, cancel) is not { } webhook) return Refusal.NotFound();
        webhook.Stop(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
