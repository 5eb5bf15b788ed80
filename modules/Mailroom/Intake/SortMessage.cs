using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Language;

namespace Virtuos.Mailroom;

/// <summary>The second step: who is competent is found, and the records are asked to register what came. Where nobody is found, the filing room has it.</summary>
internal sealed class SortMessage(MailroomDb db, Texts texts)
{
    /// <returns>False when it is no longer on turn.</returns>
    public async Task<bool> Run(Guid id, CancellationToken cancel)
    {
        if (await db.Incoming.FirstOrDefaultAsync(m => m.Id == id, cancel) is not { State: IncomingState.WaitingForSort } message) return false;
        var parts = await db.IncomingParts.AsNoTracking().Where(p => p.Message == id && !p.Hidden).OrderBy(p => p.Role == "main" ? 0 : p.Role == "text" ? 1 : p.Role == "enclosure" ? 2 : 3).ThenBy(p => p.Position).ToListAsync(cancel);
        var marks = await db.IncomingMarks.AsNoTracking().Where(m => m.Message == id).OrderBy(m => m.Ordinal).Select(m => m.Mark).ToListAsync(cancel);
        db.Publish(new MessageArrived(message.Id, message.Office, message.Channel, Matter(message, texts), message.Sender, message.ArrivedAt, message.TrackingCode, [.. parts.Select(p => p.Part)], message.Original)
        {
            SenderNumber = message.SenderNumber,
            SenderFileMark = message.SenderFileMark,
            Agenda = message.Agenda,
            FilingMark = message.FilingMark,
            DeadlineRule = message.DeadlineRule,
            Marks = marks,
        }, message.Office);
        message.Order();
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>What it is about in one line of Czech.</summary>
    public static string Matter(IncomingMessage message, Texts texts) => message.Subject is { Length: > 0 } subject ? subject : texts.In("cs")["mailroom.intake.no-subject"];
}
