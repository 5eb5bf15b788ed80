using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Formats;
using Virtuos.Kernel.Language;

namespace Virtuos.Mailroom;

/// <summary>
/// The first step: every part is looked at by its content, and scanned for viruses. What is sound goes on and its sender gets a receipt; what
/// is not goes back to a sender who can be told by the same channel, or waits for a person. The message itself stays as evidence.
/// </summary>
internal sealed class CheckMessage(MailroomDb db, PartCheck check, VirusScanner scanner, MarkCheck marks, AnswerSender answer, Texts texts, IBlobStore blobs, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <returns>True when it may be sorted.</returns>
    public async Task<bool> Run(Guid id, CancellationToken cancel)
    {
        if (await db.Incoming.FirstOrDefaultAsync(m => m.Id == id, cancel) is not { } message) return false;
        if (message.State == IncomingState.WaitingForSort) return true;
        if (message.State is not (IncomingState.Stored or IncomingState.Checking)) return false;
        if (message.IsPoison) message.SetAside("poison", null, clock.GetUtcNow());
        else message.Begin(clock.GetUtcNow());
        // Stored before the look begins: a content that fells the program is found out by its tries.
        await db.SaveChangesAsync(cancel);
        if (message.State == IncomingState.SetAside) return false;

        Trouble? trouble;
        var parts = await db.IncomingParts.Where(p => p.Message == id).OrderBy(p => p.Position).ToListAsync(cancel);
        try
        {
            foreach (var part in parts) await Look(part, cancel);
            trouble = parts.Where(p => p.Finding != PartCheck.Sound).Select(p => new Trouble(p.Finding!, p.Name, p.Place)).FirstOrDefault();
            // A virus that only the whole shows, such as one split over its parts.
            if (trouble is null && message.Original is { } original && await Scan(original.Blob, cancel) is { } virus) trouble = new("virus", original.Name, virus);
        }
        catch (ScannerAwayException e)
        {
            message.Wait(e.Message, clock.GetUtcNow() + Patience);
            await db.SaveChangesAsync(cancel);
            return false;
        }
        var now = clock.GetUtcNow();
        if (trouble is null)
        {
            var found = await marks.Find(message, parts, cancel);
            await db.IncomingMarks.Where(m => m.Message == id).ExecuteDeleteAsync(cancel);
            db.AddRange(found.Select((mark, i) => new IncomingMark { Office = message.Office, Message = id, Ordinal = i + 1, Mark = mark }));
            message.Pass(now);
            db.Publish(new MessageTaken(message.Id, message.Office, message.Channel, SortMessage.Matter(message, texts), message.Sender, message.ArrivedAt), message.Office);
            await answer.Confirm(message, parts, found, cancel);
        }
        else if (await answer.TurnBack(message, trouble, cancel)) message.Return(trouble.Finding, null, now);
        else message.SetAside(trouble.Finding, null, now);
        await db.SaveChangesAsync(cancel);
        return message.State == IncomingState.WaitingForSort;
    }

    private async Task Look(IncomingPart part, CancellationToken cancel)
    {
        var verdict = await check.Look(part.Blob, part.Name, part.Size, cancel);
        if (verdict.Finding == PartCheck.Sound && await Scan(part.Blob, cancel) is { } virus) verdict = verdict with { Finding = "virus", Place = virus };
        // A text shown as text harms nobody, and what stays in the original only may be of any format.
        if (verdict is { Finding: "active", Format: "html" } && (part.Hidden || part.Role == "text")) verdict = verdict with { Finding = PartCheck.Sound };
        if (verdict.Finding is "format" or "disguised" or "empty" && (part.Hidden || part.Role is "text" or "proof")) verdict = verdict with { Finding = PartCheck.Sound };
        (part.Format, part.Finding, part.Place, part.CheckedAt) = (verdict.Format, verdict.Finding, verdict.Place, clock.GetUtcNow());
        if (verdict.Format is not ("unknown" or "empty")) part.MimeType = KnownFormats.Of(verdict.Format).MimeType;
    }

    private async Task<string?> Scan(string blob, CancellationToken cancel)
    {
        if (!scanner.IsUsed) return null;
        await using var content = await blobs.Open(BlobHash.Parse(blob), cancel) ?? throw new IOException($"The content {blob} is gone.");
        return await scanner.Scan(content, cancel);
    }
}
