using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Services.Following;

namespace Virtuos.Services.Webhooks;

/// <summary>Opens a webhook by the capability in the address of its page.</summary>
internal sealed class WebhookReader(Caller caller, ServicesDb db, ServiceKeys keys)
{
    public static string Path(Webhook webhook, ServiceKeys keys) => $"/sledovat/webhook/{FollowKey.OfWebhook(webhook.Office, webhook.Id, keys.Tracking)}";

    /// <summary>What the owner verifies signatures with, in the form of Standard Webhooks.</summary>
    public string Secret(Webhook webhook) => "whsec_" + Convert.ToBase64String(keys.Webhook(webhook.Id));

    /// <returns>Null for a token that we did not write; otherwise the caller is turned to its office.</returns>
    public async Task<Webhook?> Open(string token, CancellationToken cancel)
    {
        if (FollowKey.ReadWebhook(token, keys.Tracking) is not var (office, id) || (caller.IsOfficial && caller.Office != office)) return null;
        caller.TurnTo(office);
        return await db.Webhooks.SingleOrDefaultAsync(w => w.Id == id, cancel);
    }
}
