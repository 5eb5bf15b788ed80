using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Outbox;
using Virtuos.Services.Following;

namespace Virtuos.Services.Webhooks;

/// <summary>Challenges a webhook: its answer must be the random word that we sent, and nothing else.</summary>
internal sealed class ChallengeWebhook(ServicesDb db, WebhookCarrier carrier, ServiceKeys keys, TimeProvider clock) : IHandle<WebhookChallenged>
{
    public async Task Handle(WebhookChallenged message, CancellationToken cancel)
    {
        if (await db.Webhooks.SingleOrDefaultAsync(w => w.Id == message.Webhook, cancel) is not { ProvenAt: null, StoppedAt: null } webhook) return;
        var challenge = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        try
        {
            var answer = await carrier.Post(new Uri(webhook.Address), $"msg_{Guid.CreateVersion7():N}", WebhookBody.Challenge(challenge), keys.Webhook(webhook.Id), cancel);
            if (!answer.Took) webhook.Fail("status");
            else if (answer.Said != challenge) webhook.Fail("answer");
            else webhook.Prove(clock.GetUtcNow());
        }
        catch (WebhookNotTakenException e)
        {
            // Its owner sees why on its page and tries again; a stranger's address is not called over and over.
            webhook.Fail(e.Why);
        }
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Posts one step; what is not taken is the outbox's to repeat. 410 means that nobody wants it any more.</summary>
internal sealed class PostNews(ServicesDb db, WebhookCarrier carrier, ServiceKeys keys, IDirectory directory, Texts texts, TimeProvider clock) : IHandle<WebhookNews>
{
    /// <exception cref="WebhookNotTakenException">It was not taken.</exception>
    public async Task Handle(WebhookNews message, CancellationToken cancel)
    {
        if (await db.Webhooks.SingleOrDefaultAsync(w => w.Id == message.Webhook, cancel) is not { IsOn: true } webhook) return;
        var step = await db.Milestones.AsNoTracking().SingleAsync(m => m.Id == message.Milestone, cancel);
        var matter = await db.Matters.AsNoTracking().SingleAsync(m => m.Id == step.Matter, cancel);
        var office = (await directory.Office(webhook.Office, cancel))?.Name ?? "";
        var body = WebhookBody.News(step.Id, matter.Id, matter.Title, office, step.Kind, StepWords.Of(step, texts.In(webhook.Language)), step.At.ToUniversalTime(), step.Day, webhook.Language);
        var answer = await carrier.Post(new Uri(webhook.Address), $"msg_{step.Id:N}", body, keys.Webhook(webhook.Id), cancel);
        if (answer.Status == HttpStatusCode.Gone) webhook.Stop(clock.GetUtcNow());
        else if (!answer.Took) throw new WebhookNotTakenException($"status {(int)answer.Status}");
        else webhook.Took(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
    }
}
