using System.Security.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Kernel;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Mailroom;

/// <summary>Takes e-mail from the mailboxes of all offices. A server that is away holds up nobody but itself.</summary>
internal sealed class FetchMail(MailroomDb db, IServiceScopeFactory scopes) : IJob
{
    private const int Abreast = 4;

    public string Name => "mailroom-fetch";

    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public async Task Run(CancellationToken cancel)
    {
        var postboxes = await db.Postboxes.AsNoTracking().Where(p => p.Active).Select(p => new { p.Office, p.Id }).ToListAsync(cancel);
        await Parallel.ForEachAsync(postboxes, new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = cancel }, async (postbox, stop) =>
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(postbox.Office, nameof(FetchMail));
            await scope.ServiceProvider.GetRequiredService<EmptyPostbox>().Run(postbox.Id, stop);
        });
    }
}

/// <summary>
/// Takes every message that lies in one mailbox and puts it away there only after it is safely recorded here. What the server lists under
/// numbers that are known is not taken again; what it lists under new numbers is known by its bytes.
/// </summary>
internal sealed class EmptyPostbox(MailroomDb db, IServiceScopeFactory scopes, MailIntake intake, PostboxSecrets secrets, TimeProvider clock, ILogger<EmptyPostbox> log)
{
    private const int MostInOneTurn = 1000;

    public async Task Run(Guid id, CancellationToken cancel)
    {
        if (await db.Postboxes.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } postbox) return;
        string? error = null;
        try
        {
            await using var imap = await ImapClient.Connect(postbox.Server, cancel);
            await imap.SignIn(postbox.UserName, secrets.Read(postbox), cancel);
            if (postbox.DoneFolder is { } done) await imap.Make(done, cancel);
            var folder = await imap.Open(postbox.Folder, cancel);
            error = await Empty(postbox, imap, folder, cancel);
        }
        catch (Exception e) when (e is IOException or ImapException or AuthenticationException or System.Security.Cryptography.CryptographicException)
        {
            log.LogWarning("The mailbox {Postbox} could not be read: {Reason}", postbox.Address, e.Message);
            error = e.Message.Length > 500 ? e.Message[..500] : e.Message;
        }
        var now = clock.GetUtcNow();
        await db.Postboxes.Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.TriedAt, now).SetProperty(p => p.ReachedAt, p => error == null ? now : p.ReachedAt).SetProperty(p => p.Error, error), cancel);
    }

    // What the server would not do with some message; the others are taken all the same.
    private async Task<string?> Empty(Postbox postbox, ImapClient imap, ImapFolder folder, CancellationToken cancel)
    {
        string? trouble = null;
        var lowest = folder.Uids is [var first, ..] ? first : 0;
        var known = await db.FetchedMails.AsNoTracking().Where(f => f.Postbox == postbox.Id && f.UidValidity == folder.UidValidity && f.Uid >= lowest)
            .Select(f => new { f.Uid, Done = f.State != FetchedState.Failing, f.Attempts, f.NextTry, f.PutAwayAt }).ToDictionaryAsync(f => f.Uid, cancel);
        var now = clock.GetUtcNow();
        var taken = 0;
        foreach (var uid in folder.Uids)
        {
            var before = known.GetValueOrDefault(uid);
            if (before is { Done: true, PutAwayAt: not null } && postbox.DoneFolder is null) continue;
            if (before is { Done: false } && before.NextTry > now) continue;
            if (before is not { Done: true })
            {
                if (++taken > MostInOneTurn) break;
                if (!await Take(postbox, imap, folder.UidValidity, uid, before?.Attempts ?? 0, cancel)) continue;
            }
            try
            {
                await imap.PutAway(uid, postbox.DoneFolder, cancel);
            }
            catch (ImapException e)
            {
                trouble = e.Message;
                continue;
            }
            await db.FetchedMails.Where(f => f.Postbox == postbox.Id && f.UidValidity == folder.UidValidity && f.Uid == uid).ExecuteUpdateAsync(set => set.SetProperty(f => f.PutAwayAt, now), cancel);
        }
        // What was put away just before the program fell is there no more.
        if (postbox.DoneFolder is not null)
            await db.FetchedMails.Where(f => f.Postbox == postbox.Id && f.UidValidity == folder.UidValidity && f.PutAwayAt == null && f.State != FetchedState.Failing && !folder.Uids.Contains(f.Uid))
                .ExecuteUpdateAsync(set => set.SetProperty(f => f.PutAwayAt, now), cancel);
        return trouble;
    }

    // False when the message may not be put away.
    private async Task<bool> Take(Postbox postbox, ImapClient imap, long validity, long uid, int attempts, CancellationToken cancel)
    {
        await using var whole = new FileStream(Path.Combine(intake.Folder, Guid.CreateVersion7().ToString("N")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        ImapMessage? message;
        try
        {
            message = await imap.Look(uid, cancel);
            // Of one that the server cannot give, the header at least is taken in the end.
            var headerOnly = message?.Size > MailIntake.Largest || (attempts >= FetchedMail.MostAttempts && attempts % 2 == 1);
            if (message is null || await imap.Fetch(uid, whole, headerOnly, cancel) is null) return false;
        }
        catch (Exception e) when (e is ImapException or ImapLostException)
        {
            // Next time others are taken first if it was the fault of this one.
            await Fail(postbox, validity, uid, e.Message, cancel);
            if (e is ImapLostException) throw;
            return false;
        }
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(postbox.Office, nameof(TakeMail));
        try
        {
            await scope.ServiceProvider.GetRequiredService<TakeMail>().Run(postbox, validity, uid, whole, message.ArrivedAt, message.Size > MailIntake.Largest, cancel);
            return true;
        }
        // What cannot be stored now is tried with the next turn; nothing was wrong with the message.
        catch (Exception e) when (e is not IOException or EndOfStreamException && !cancel.IsCancellationRequested)
        {
            log.LogError(e, "Message {Uid} of {Postbox} could not be taken", uid, postbox.Address);
            await Fail(postbox, validity, uid, e.Message, cancel);
            return false;
        }
    }

    private async Task Fail(Postbox postbox, long validity, long uid, string reason, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var row = await db.FetchedMails.FirstOrDefaultAsync(f => f.Postbox == postbox.Id && f.UidValidity == validity && f.Uid == uid, cancel);
        if (row is null) db.Add(row = new() { Office = postbox.Office, Postbox = postbox.Id, UidValidity = validity, Uid = uid, NextTry = now });
        row.Fail(reason, now);
        await db.SaveChangesAsync(cancel);
    }
}
