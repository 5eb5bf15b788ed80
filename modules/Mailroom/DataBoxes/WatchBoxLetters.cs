using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Mailroom;

/// <summary>Watches letters in data boxes of others until they are delivered: by signing in, or by fiction on the tenth day (§ 17 (3), (4) of act 300/2008). The signed delivery information is kept as the proof.</summary>
internal sealed class WatchBoxLetters(MailroomDb db, BoxLines lines, IsdsClient isds, IBlobStore blobs, TimeProvider clock, ILogger<WatchBoxLetters> log) : IJob
{
    /// <summary>The system tells changes of the last fifteen days only, and their clock need not be ours.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromDays(14), Overlap = TimeSpan.FromHours(2);

    /// <summary>However its changes are told, each letter is asked for by itself once in so long.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromDays(1);

    /// <summary>By this code the delivery information says that it was delivered by fiction.</summary>
    private const string Fiction = "EV2";

    public string Name => "mailroom-boxes-watch";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task Run(CancellationToken cancel)
    {
        foreach (var box in await db.DataBoxes.AsNoTracking().Where(b => b.IsOn && db.BoxLetters.Any(l => l.Office == b.Office && l.Box == b.Id && l.State == BoxLetterState.Sent)).OrderBy(b => b.Id).ToListAsync(cancel))
            await lines.Over(box, line => Watch(box, line, cancel), log, cancel);
    }

    private async Task Watch(DataBox box, DataBoxLine line, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var from = line.ChangesUntil is { } until && until > now - Told && until <= now ? until - Overlap : now - Told;
        var changed = (await isds.Changes(box, from, cancel)).ToLookup(c => c.Number, StringComparer.Ordinal);
        foreach (var letter in await db.BoxLetters.Where(l => l.Office == box.Office && l.Box == box.Id && l.State == BoxLetterState.Sent).OrderBy(l => l.Id).ToListAsync(cancel))
        {
            var moved = changed[letter.Number!].Any(c => c.Status is not (1 or 2 or 4));
            if (moved || letter.AskedAt is not { } asked || asked < now - AskAgain || asked > now) await Ask(box, letter, cancel);
        }
        line.ChangesUntil = now;
        await db.SaveChangesAsync(cancel);
    }

    private async Task Ask(DataBox box, BoxLetter letter, CancellationToken cancel)
    {
        IsdsDelivery delivery;
        try
        {
            delivery = await isds.Delivery(box, letter.Number!, cancel);
            if (letter.LaidAt is null && delivery.Laid is { } laid)
            {
                letter.LaidAt = laid;
                db.Publish(letter.Moved("sent", laid), letter.Office);
            }
            if (delivery.Status is 5 or 6 or 7 or 9 or 10 && delivery.Accepted is { } at) await Deliver(box, letter, delivery, at, cancel);
            else if (delivery.Status is 3 or 8)
            {
                letter.Fail(delivery.Status == 3 ? "A virus was found in it (3)." : "It cannot be delivered (8).");
                db.Publish(letter.Moved("failed", clock.GetUtcNow()) with { Note = letter.Error }, letter.Office);
            }
        }
        catch (IsdsException e) when (e.Trouble is IsdsTrouble.Doubt or IsdsTrouble.Refused)
        {
            log.LogWarning("The delivery of data message {Message} is not known yet: {Reason}", letter.Number, e.Message);
        }
        letter.AskedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(cancel);
    }

    private async Task Deliver(DataBox box, BoxLetter letter, IsdsDelivery delivery, DateTimeOffset at, CancellationToken cancel)
    {
        lines.Use(box, "proof", letter.Number!);
        var stored = await isds.Proof(box, letter.Number!, blobs, cancel);
        letter.Deliver(at, delivery.Status == 5 || delivery.Events.Contains(Fiction), new FiledPart(stored.Hash.ToString(), $"dorucenka-{letter.Number}.zfo", "application/vnd.software602.filler.form-xml-zip", stored.Size));
        if (delivery.Status == 7) letter.ReadAt = clock.GetUtcNow();
        db.Publish(letter.Moved("delivered", at) with { Proof = letter.Proof, ByFiction = letter.ByFiction }, letter.Office);
    }
}
