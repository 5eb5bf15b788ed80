using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Mailroom;

/// <summary>
/// Sends letters into data boxes, each accepted once. The state's system accepts a repeated message as a new one, so nothing is repeated
/// blindly: what may have been accepted is looked for among the sent ones, and only what is surely missing is sent again.
/// </summary>
internal sealed class SendBoxLetters(MailroomDb db, BoxLines lines, IsdsClient isds, IsdsSending sending, TimeProvider clock, ILogger<SendBoxLetters> log) : IJob
{
    private const int AtOnce = 50;

    /// <summary>Their clock need not be ours.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromDays(1);

    public string Name => "mailroom-boxes-out";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task Run(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        // One turn runs at a time over all nodes: what is still on the line fell with its program.
        foreach (var fallen in await db.BoxLetters.Where(l => l.State == BoxLetterState.Sending).ToListAsync(cancel)) fallen.Doubt("The program ended while it was being sent.", now - BoxLines.LongestPause);
        await db.SaveChangesAsync(cancel);

        var due = await db.BoxLetters.Where(l => (l.State == BoxLetterState.Written || l.State == BoxLetterState.Doubtful) && (l.NextTry <= now || l.NextTry > now + BoxLines.LongestPause))
            .OrderBy(l => l.NextTry).ThenBy(l => l.Id).Take(AtOnce).ToListAsync(cancel);
        if (due.Count == 0) return;
        var boxes = await db.DataBoxes.AsNoTracking().Where(b => b.IsOn).OrderBy(b => b.Box).ToListAsync(cancel);
        foreach (var group in due.GroupBy(l => boxes.Find(b => b.Id == l.Box) ?? boxes.Find(b => b.Office == l.Office)))
            if (group.Key is not { } box)
                foreach (var letter in group) letter.Wait("The office has no data box that is on.", now);
            else await lines.Over(box, async _ =>
            {
                foreach (var letter in group) await Try(box, letter, cancel);
            }, log, cancel);
        await db.SaveChangesAsync(cancel);
    }

    // One that cannot be sent for a fault of ours holds up nobody.
    private async Task Try(DataBox box, BoxLetter letter, CancellationToken cancel)
    {
        try
        {
            await Take(box, letter, cancel);
        }
        catch (Exception e) when (e is not IsdsException && !cancel.IsCancellationRequested)
        {
            log.LogWarning(e, "Letter {Letter} could not be sent.", letter.Id);
            if (letter.State == BoxLetterState.Sending) letter.Doubt(e.Message, clock.GetUtcNow());
            else letter.Wait(e.Message, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
        }
    }

    private async Task Take(DataBox box, BoxLetter letter, CancellationToken cancel)
    {
        if (letter.State == BoxLetterState.Doubtful && !await IsMissing(box, letter, cancel)) return;
        // Two that look the same could not be told apart if one got lost.
        if (await db.BoxLetters.AnyAsync(l => l.Office == letter.Office && l.Id != letter.Id && l.Recipient == letter.Recipient && l.SenderNumber == letter.SenderNumber && l.State == BoxLetterState.Doubtful, cancel)) return;
        await Send(box, letter, cancel);
    }

    /// <returns>True when it surely was not accepted.</returns>
    private async Task<bool> IsMissing(DataBox box, BoxLetter letter, CancellationToken cancel)
    {
        var (since, now) = (letter.SendingAt!.Value, clock.GetUtcNow());
        await foreach (var sent in isds.Sent(box, since - ClocksApart, cancel))
        {
            // One that failed there was given up before this one was sent.
            if (sent.Status is 3 or 8 || sent.SenderNumber != letter.SenderNumber || sent.Recipient != letter.Recipient || sent.Matter != letter.Matter) continue;
            if (await db.BoxLetters.AnyAsync(l => l.Office == letter.Office && l.Number == sent.Number, cancel)) continue;
            letter.Accept(sent.Number, now);
            await db.SaveChangesAsync(cancel);
            return false;
        }
        if (now < since + BoxLetter.Settling)
        {
            letter.WaitAnew(now);
            letter.Wait("The answer was lost; the sent messages are being searched.", now);
            await db.SaveChangesAsync(cancel);
            return false;
        }
        letter.NeverArrived();
        return true;
    }

    private async Task Send(DataBox box, BoxLetter letter, CancellationToken cancel)
    {
        try
        {
            if (IsdsSending.IsBig(letter))
                foreach (var part in letter.Content.DistinctBy(p => p.Blob).Where(p => !letter.Uploads.ContainsKey(p.Blob)))
                {
                    lines.Use(box, "upload", $"{letter.Id}");
                    var upload = await sending.Upload(box, part, cancel);
                    letter.Uploads = new(letter.Uploads) { [part.Blob] = upload };
                    await db.SaveChangesAsync(cancel);
                }
        }
        catch (IsdsException e) when (e.Trouble != IsdsTrouble.Refused)
        {
            // A file laid twice does no harm.
            letter.GoBack(e.Message, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            if (e.Trouble == IsdsTrouble.Doubt) return;
            throw;
        }
        catch (IsdsException e)
        {
            await Fail(letter, e.Message, cancel);
            return;
        }

        lines.Use(box, "send", $"{letter.Id}");
        letter.Send(box.Id, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        try
        {
            letter.Accept(await sending.Create(box, letter, cancel), clock.GetUtcNow());
        }
        catch (IsdsException e)
        {
            var now = clock.GetUtcNow();
            if (e.Trouble == IsdsTrouble.Refused) { await Fail(letter, e.Message, cancel); return; }
            if (e.Trouble == IsdsTrouble.Doubt) letter.Doubt(e.Message, now);
            else letter.GoBack(e.Message, now);
            await db.SaveChangesAsync(cancel);
            if (e.Trouble != IsdsTrouble.Doubt) throw;
        }
        await db.SaveChangesAsync(cancel);
    }

    private async Task Fail(BoxLetter letter, string reason, CancellationToken cancel)
    {
        letter.Fail(reason);
        log.LogWarning("Letter {Letter} was refused: {Reason}", letter.Id, reason);
        db.Publish(letter.Moved("failed", clock.GetUtcNow()) with { Note = reason }, letter.Office);
        await db.SaveChangesAsync(cancel);
    }
}
