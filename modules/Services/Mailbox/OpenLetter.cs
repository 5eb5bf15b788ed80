using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Services.Following;

namespace Virtuos.Services.Mailbox;

internal sealed record OpenLetterInput(string Code, string Key, Guid Letter);

/// <summary>
/// The citizen opens a delivered document. The first opening is the delivery and is announced exactly once, however many times and
/// windows it is opened in; the row itself decides which opening is the first.
/// </summary>
internal sealed class OpenLetter(Caller caller, ServicesDb db, MatterReader matters, News news, TimeProvider clock) : UseCase<OpenLetterInput, Done>(caller, ServicesPermissions.Follow)
{
    protected override async Task<Result<Done>> Do(OpenLetterInput input, CancellationToken cancel)
    {
        if (await matters.Find(input.Code, input.Key, cancel) is not var (office, id)) return Refusal.NotFound();
        if (!await db.MailboxLetters.AnyAsync(l => l.Id == input.Letter && l.Matter == id, cancel)) return Refusal.NotFound();
        var at = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var first = await db.MailboxLetters.Where(l => l.Id == input.Letter && l.OpenedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.OpenedAt, at), cancel) == 1;
        if (first)
        {
            var step = new Milestone { Office = office, Matter = id, Kind = "opened", At = at, Said = await db.MailboxLetters.Where(l => l.Id == input.Letter).Select(l => l.ReferenceNumber).SingleAsync(cancel) };
            db.Add(step);
            await news.Post(step, cancel);
            db.Publish(new LetterOpened(input.Letter, at), office);
        }
        db.NoteRead("Letter", input.Letter, office);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
