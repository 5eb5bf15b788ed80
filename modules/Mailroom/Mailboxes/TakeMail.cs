using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Mime;

namespace Virtuos.Mailroom;

/// <summary>Takes one message of a mailbox into the office: stored first, then read, then recorded, then its number on the server; a fall between any two of these loses nothing and doubles nothing.</summary>
internal sealed class TakeMail(MailroomDb db, MailIntake intake, ReceiveMessage receive, NoteBounce bounce, IBlobStore blobs, TimeProvider clock, ILogger<TakeMail> log)
{
    /// <param name="whole">The message, or its header when it is too large; seekable.</param>
    /// <param name="offered">When the server took it.</param>
    public async Task Run(Postbox postbox, long validity, long uid, Stream whole, DateTimeOffset? offered, bool tooLarge, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        whole.Position = 0;
        var staged = await blobs.Stage(whole, MailIntake.Largest, cancel);
        var original = new FiledPart(staged.Hash.ToString(), "zprava.eml", "message/rfc822", staged.Size);
        // A clock of the server that runs ahead must not make a deadline begin tomorrow.
        var arrivedAt = offered is { } at && at < now ? at.ToUniversalTime() : now;

        using var mail = Read(whole);
        if (mail is not null && await bounce.Note(mail, cancel)) (await Row(postbox, validity, uid, now, cancel)).Report(original.Blob, now);
        else
        {
            var isPoison = await Rows(postbox, validity, uid).AsNoTracking().Select(f => f.Attempts).FirstOrDefaultAsync(cancel) >= FetchedMail.MostAttempts;
            var arrival = tooLarge ? MailIntake.Whole(postbox, mail, original, arrivedAt, "mail-too-large")
                : mail is null || isPoison ? MailIntake.Whole(postbox, null, original, arrivedAt, "mail-unreadable")
                : await intake.Read(postbox, mail, original, arrivedAt, cancel);
            // Saved together with the message, so that nobody answers it before it is known whether a machine wrote it.
            var row = Described(await Row(postbox, validity, uid, now, cancel), original.Blob, mail);
            var received = await receive.Run(arrival, cancel);
            if (!received.Succeeded) throw new InvalidOperationException(string.Join(", ", received.Refusals.Select(r => r.Code)));
            // After a fall between the two savings the message is here and its number is not; it is the first all the same.
            var first = received.Value.First || !await db.FetchedMails.AnyAsync(f => f.Office == postbox.Office && f.Message == received.Value.Message, cancel);
            if (db.Entry(row).State == EntityState.Detached) row = Described(await Row(postbox, validity, uid, now, cancel), original.Blob, mail);
            row.Take(original.Blob, received.Value.Message, first, now);
        }
        await db.SaveChangesAsync(cancel);
    }

    private static FetchedMail Described(FetchedMail row, string hash, ReadMail? mail)
    {
        (row.Hash, row.MessageId) = (hash, mail?.MessageId);
        (row.Unanswerable, row.Oddities) = (mail is null ? "unreadable" : AutomaticMail.Reason(mail), mail is null or { Oddities.Count: 0 } ? null : string.Join(' ', mail.Oddities));
        return row;
    }

    private IQueryable<FetchedMail> Rows(Postbox postbox, long validity, long uid) =>
        db.FetchedMails.Where(f => f.Office == postbox.Office && f.Postbox == postbox.Id && f.UidValidity == validity && f.Uid == uid);

    private async Task<FetchedMail> Row(Postbox postbox, long validity, long uid, DateTimeOffset now, CancellationToken cancel)
    {
        if (await Rows(postbox, validity, uid).FirstOrDefaultAsync(cancel) is { } row) return row;
        row = new() { Office = postbox.Office, Postbox = postbox.Id, UidValidity = validity, Uid = uid, NextTry = now };
        db.Add(row);
        return row;
    }

    private ReadMail? Read(Stream whole)
    {
        try
        {
            return new MailReader(intake.Folder).Read(whole);
        }
        catch (Exception e) when (e is EndOfStreamException or not (IOException or OutOfMemoryException))
        {
            log.LogError(e, "A message could not be read");
            return null;
        }
    }
}
