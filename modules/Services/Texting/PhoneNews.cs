using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Services.Following;

namespace Virtuos.Services.Texting;

/// <summary>Short texts of a matter: the code that confirms a phone, and what happened.</summary>
internal sealed class PhoneNews(ServicesDb db, ITracking tracking, ServiceKeys keys, Installation installation, Texts texts, TimeProvider clock)
{
    private static readonly TimeSpan NewsHolds = TimeSpan.FromDays(2);

    /// <summary>An operator has a gateway, or this is the demo region.</summary>
    public bool IsOffered => installation.Sms.Url is { Length: > 0 } || installation.Demo;

    /// <summary>Orders the texts; they leave with the caller's save.</summary>
    public async Task Tell(Matter matter, Milestone step, CancellationToken cancel)
    {
        foreach (var watcher in await db.PhoneWatchers.Where(w => w.Matter == matter.Id && w.ConfirmedAt != null && w.StoppedAt == null).ToListAsync(cancel))
            Order(matter, watcher, Words(matter.Title, step, tracking.Keys(matter.Id).Code, texts.In(watcher.Language)), NewsHolds);
    }

    public void Ask(Matter matter, PhoneWatcher watcher) => Order(matter, watcher,
        ShortMessage.Plain(texts.In(watcher.Language)["services.sms.code-text", ("code", watcher.Code(keys.Phone)), ("host", new Uri(installation.Address).Host)]), PhoneWatcher.CodeHolds);

    /// <summary>What happened, where to read more, and as much of the matter's name as one SMS has room for.</summary>
    public string Words(string title, Milestone step, string code, Texts words) => ShortMessage.Fit(
        shown => words["services.sms.text", ("what", StepWords.Of(step, words)), ("matter", shown.Length == 0 ? "" : $" {shown}."), ("address", $"{installation.Address}/sledovat/{code}")], title);

    private void Order(Matter matter, PhoneWatcher watcher, string text, TimeSpan holds) =>
        db.Publish(new SmsOrdered(Guid.CreateVersion7(), matter.Office, matter.Id, watcher.Phone, text, clock.GetUtcNow() + holds));
}
