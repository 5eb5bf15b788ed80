using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Services.Filling;
using Virtuos.Services.Texting;
using Virtuos.Services.Webhooks;

namespace Virtuos.Services.Following;

/// <summary>Tells those who want it what happened; only to addresses and phones whose owner has confirmed them, each e-mail with a link that stops it.</summary>
internal sealed class News(ServicesDb db, MailAddresses addresses, PhoneNews phones, ITracking tracking, ServiceKeys keys, Installation installation, Texts texts)
{
    /// <summary>Orders the messages; they leave with the caller's save.</summary>
    public async Task Tell(Matter matter, Milestone step, CancellationToken cancel)
    {
        foreach (var watcher in await db.Watchers.Where(w => w.Matter == matter.Id && w.StoppedAt == null).ToListAsync(cancel))
        {
            // The document itself goes to the filer by the mailroom.
            if (watcher.IsFiler && step.Kind == "delivered") continue;
            if (!await addresses.IsConfirmed(watcher.Address, cancel)) continue;
            var words = texts.In(watcher.Language);
            var text = words["services.follow.news.text",
                ("what", StepWords.Of(step, words)), ("matter", matter.Title), ("number", matter.ReferenceNumber ?? tracking.Keys(matter.Id).Code),
                ("address", installation.Address + tracking.Keys(matter.Id).Path), ("off", LinkOf(NewsLink.Off, watcher))];
            db.Publish(new MailOrdered(Guid.CreateVersion7(), matter.Office, matter.Id, watcher.Address, words["services.follow.news.title", ("what", StepWords.Of(step, words)), ("matter", matter.Title)], text, null, []));
        }
        await phones.Tell(matter, step, cancel);
    }

    /// <summary>Orders the posts to programs, which get every step; they leave with the caller's save.</summary>
    public async Task Post(Milestone step, CancellationToken cancel)
    {
        foreach (var webhook in await db.Webhooks.Where(w => w.Matter == step.Matter && w.ProvenAt != null && w.StoppedAt == null).Select(w => w.Id).ToListAsync(cancel))
            db.Publish(new WebhookNews(webhook, step.Id), step.Office);
    }

    /// <summary>Asks the owner of an address whether they want news; one message to an address that nobody has confirmed.</summary>
    public async Task Ask(Matter matter, Watcher watcher, CancellationToken cancel)
    {
        if (!await addresses.May(watcher.Address, cancel)) return;
        var words = texts.In(watcher.Language);
        db.Publish(new MailOrdered(Guid.CreateVersion7(), matter.Office, matter.Id, watcher.Address, words["services.follow.news.ask-title"],
            words["services.follow.news.ask-text", ("matter", matter.Title), ("on", LinkOf(NewsLink.On, watcher))], null, []));
    }

    public string LinkOf(NewsLink link, Watcher watcher) => $"{installation.Address}/sledovat/novinky/{FollowKey.OfNews(link, watcher.Office, watcher.Id, keys.Tracking)}";
}
