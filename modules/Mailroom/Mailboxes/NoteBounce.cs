using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Mime;

namespace Virtuos.Mailroom;

/// <summary>Reads a mail server's report (RFC 3464) on an e-mail of ours: what was given up is marked as failed, and whoever ordered the letter is told.</summary>
internal sealed class NoteBounce(MailroomDb db, TimeProvider clock)
{
    /// <summary>Changes the context without saving it.</summary>
    /// <returns>True when the message is a report on mail of ours, and so nothing that anybody filed.</returns>
    public async Task<bool> Note(ReadMail message, CancellationToken cancel)
    {
        var ours = false;
        foreach (var report in DeliveryReport.Read(message))
        {
            // Message-IDs of ours are the mail's own id.
            if (report.About is not { } about || !Guid.TryParseExact(about.Split('@')[0], "N", out var id)) continue;
            if (await db.Mails.FirstOrDefaultAsync(m => m.Id == id, cancel) is not { } mail) continue;
            ours = true;
            if (report.Action != "failed" || mail.State == MailState.Failed) continue;
            var now = clock.GetUtcNow();
            var reason = $"{report.Status} {report.Reason ?? Behind(message.Text, report.Recipient)}".Trim();
            mail.NotTaken(reason.Length == 0 ? "The recipient's server did not take it." : reason, forGood: true, now);
            if (mail.Letter is not { } letterId || await db.Letters.FirstOrDefaultAsync(l => l.Office == mail.Office && l.Id == letterId, cancel) is not { } letter) continue;
            db.Publish(new LetterMoved(letter.Id, letter.Document, letter.Origin, letter.Office, "e-mail", "failed", now, null) { Note = mail.Error }, letter.Office);
        }
        return ours;
    }

    // Servers that give no diagnostic code write the reason for people, on the line under the address.
    private static string? Behind(string? text, string? recipient)
    {
        var lines = text?.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).ToList() ?? [];
        var at = recipient is { Length: > 0 } ? lines.FindIndex(l => l.Contains(recipient, StringComparison.OrdinalIgnoreCase)) : -1;
        return at >= 0 && at + 1 < lines.Count ? lines[at + 1] : null;
    }
}
