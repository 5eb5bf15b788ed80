using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Quotas;
using Virtuos.Kernel.Values;

namespace Virtuos.Mailroom;

/// <summary>Anybody tells the operator whether a page helped; nothing about the person is kept.</summary>
internal sealed class SendFeedback(MailroomDb db, Caller caller, Quota quota, Installation installation, Texts texts, TimeProvider clock)
    : UseCase<SendFeedback.Input, Done>(caller, "mailroom.feedback")
{
    public const int LongestText = 2000;
    private const int LongestPath = 200;
    private static readonly QuotaRule PerNetwork = new("feedback", 20, TimeSpan.FromDays(1));

    /// <param name="Page">The path of the page, without its query.</param>
    /// <param name="Useful"><c>yes</c> or <c>no</c>.</param>
    public sealed record Input(string? Page, string? Useful, string? Text, string Network);

    protected override async Task<Result<Done>> Do(Input input, CancellationToken cancel)
    {
        if (input.Useful is not ("yes" or "no")) return Refusal.Invalid("Useful", "mailroom.feedback.empty");
        var text = SafeText.Clean(input.Text, LongestText, multiline: true);
        if (text.TooLong) return Refusal.Invalid("Text", "mailroom.feedback.long", ("max", LongestText));
        if (!await quota.Take(PerNetwork, input.Network, cancel)) return Refusal.TooMany("mailroom.feedback.too-many");

        var now = clock.GetUtcNow();
        var t = texts.In("cs");
        db.Add(new OutgoingMail
        {
            Id = Guid.CreateVersion7(),
            Office = Guid.Empty,
            Recipient = installation.Mail.From,
            Title = t["mailroom.feedback.mail-title", ("page", Path(input.Page))],
            Text = $"{t["mailroom.feedback.useful"]} {t[$"mailroom.feedback.{input.Useful}"]}\n\n{text.Text}",
            Attachments = [],
            OrderedAt = now,
            NextTry = now,
        });
        await db.SaveChangesAsync(cancel);
        return new Done();
    }

    /// <summary>A path as a page may show it; secrets that follow the second part of an address are cut off.</summary>
    public static string Path(string? page)
    {
        var clean = SafeText.Clean(page, LongestPath).Text;
        return clean.StartsWith('/') ? string.Join('/', clean.Split('/', '?', '#').Take(3)) : "/";
    }
}
