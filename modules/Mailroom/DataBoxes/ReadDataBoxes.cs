using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Mailroom;

/// <summary>How a box stands; counts are exact.</summary>
/// <param name="Recorded">Of the offered ones.</param>
/// <param name="Gone">Erased there before they could be fetched.</param>
/// <param name="Doubtful">Whose answer was lost.</param>
internal sealed record BoxStanding(DataBox Box, DataBoxLine? Line, int Offered, int Recorded, int Gone, int Waiting, int Doubtful, int Sent, int Delivered, int Failed)
{
    /// <summary>When the sign-in stops working.</summary>
    public DateTimeOffset? Until => Box.Login == BoxLogin.Password ? Line?.PasswordUntil : Box.CertificateUntil;
}

/// <summary>A letter that people may want to look at.</summary>
internal sealed record TroubledLetter(Guid Id, string Recipient, string SenderNumber, string Matter, BoxLetterState State, DateTimeOffset OrderedAt, int Attempts, string? Error);

internal sealed record DataBoxesView(IReadOnlyList<BoxStanding> Boxes, IReadOnlyList<TroubledLetter> Troubled, int WithoutBox);

/// <summary>The data boxes of the office, how their lines stand, and what does not get through.</summary>
internal sealed class ReadDataBoxes(Caller caller, MailroomDb db) : UseCase<Done, DataBoxesView>(caller, MailroomPermissions.Boxes)
{
    private const int Shown = 100;

    protected override async Task<Result<DataBoxesView>> Do(Done input, CancellationToken cancel)
    {
        var troubled = await db.BoxLetters.AsNoTracking().Where(l => l.State == BoxLetterState.Failed || l.State == BoxLetterState.Doubtful || (l.State == BoxLetterState.Written && l.Attempts > 0)).OrderByDescending(l => l.Id).Take(Shown)
            .Select(l => new TroubledLetter(l.Id, l.Recipient, l.SenderNumber, l.Matter, l.State, l.OrderedAt, l.Attempts, l.Error)).ToListAsync(cancel);
        return new DataBoxesView(await Standings(db, cancel), troubled, await db.BoxLetters.CountAsync(l => l.State == BoxLetterState.Written && l.Box == null, cancel));
    }

    /// <summary>Of the office in which the context stands.</summary>
    public static async Task<IReadOnlyList<BoxStanding>> Standings(MailroomDb db, CancellationToken cancel)
    {
        List<BoxStanding> standings = [];
        foreach (var box in await db.DataBoxes.AsNoTracking().OrderBy(b => b.Box).ToListAsync(cancel))
        {
            var came = await db.BoxMessages.Where(m => m.Box == box.Id).GroupBy(m => m.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
            var went = await db.BoxLetters.Where(l => l.Box == box.Id).GroupBy(l => l.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
            standings.Add(new(box, await db.DataBoxLines.AsNoTracking().FirstOrDefaultAsync(l => l.Box == box.Id, cancel), came.Values.Sum(), came.GetValueOrDefault(BoxMessageState.Recorded) + came.GetValueOrDefault(BoxMessageState.Marked),
                came.GetValueOrDefault(BoxMessageState.Gone), went.GetValueOrDefault(BoxLetterState.Written) + went.GetValueOrDefault(BoxLetterState.Sending), went.GetValueOrDefault(BoxLetterState.Doubtful),
                went.GetValueOrDefault(BoxLetterState.Sent), went.GetValueOrDefault(BoxLetterState.Delivered), went.GetValueOrDefault(BoxLetterState.Failed)));
        }
        return standings;
    }
}

/// <summary>The administrator gives a letter another try at once.</summary>
internal sealed class RetryBoxLetter(Caller caller, MailroomDb db, TimeProvider clock) : UseCase<Guid, Done>(caller, MailroomPermissions.Boxes)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.BoxLetters.FirstOrDefaultAsync(l => l.Id == input && (l.State == BoxLetterState.Written || l.State == BoxLetterState.Doubtful || l.State == BoxLetterState.Failed), cancel) is not { } letter) return Refusal.NotFound();
        letter.TryAgain(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>An office's boxes for the operator: counts and what is wrong with the line, nothing of what is in the messages.</summary>
internal sealed record OfficeBoxes(string Office, IReadOnlyList<BoxStanding> Boxes);

/// <summary>The operator sees whether everything that was offered to all offices was recorded.</summary>
internal sealed class ReadAllBoxes(Caller caller, IServiceScopeFactory scopes) : UseCase<Done, IReadOnlyList<OfficeBoxes>>(caller, "mailroom.queue")
{
    protected override async Task<Result<IReadOnlyList<OfficeBoxes>>> Do(Done input, CancellationToken cancel)
    {
        List<OfficeBoxes> all = [];
        foreach (var office in await Offices(cancel))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office, nameof(ReadAllBoxes));
            var name = (await scope.ServiceProvider.GetRequiredService<IDirectory>().Office(office, cancel))?.Name ?? "";
            all.Add(new(name, await ReadDataBoxes.Standings(scope.ServiceProvider.GetRequiredService<MailroomDb>(), cancel)));
        }
        return all;
    }

    private async Task<List<Guid>> Offices(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(nameof(ReadAllBoxes));
        return await scope.ServiceProvider.GetRequiredService<MailroomDb>().DataBoxes.Select(b => b.Office).Distinct().OrderBy(o => o).ToListAsync(cancel);
    }
}
