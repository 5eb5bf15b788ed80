using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Services.Filing;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Following;

/// <summary>A draft that the person has begun.</summary>
/// <param name="CanOpen">False for one whose address the server does not know; it opens in the browser where it was begun.</param>
internal sealed record MyDraft(Guid Id, bool CanOpen, Words Title, OfficeCard Office, DateTimeOffset ChangedAt, DateTimeOffset ExpiresAt);

/// <summary>A line of what the person filed.</summary>
/// <param name="Number">The reference number, or the tracking code until there is one.</param>
internal sealed record MyMatter(string Path, string Title, OfficeCard Office, DateTimeOffset FiledAt, string Number, Standing Standing);

/// <summary>What a signed-in person filed and began, at all offices, the newest first.</summary>
/// <param name="Older">The moment before which there is more, or null.</param>
internal sealed record Mine(IReadOnlyList<MyMatter> Matters, IReadOnlyList<MyDraft> Drafts, DateTimeOffset? Older);

/// <param name="Before">Only what was filed before that moment; everything when left out.</param>
internal sealed record MyMattersInput(DateTimeOffset? Before = null);

/// <summary>
/// Lists the person's own filings at every office. Rows of many offices are visible to the system only, so it reads in a scope of its own
/// and asks for nothing but the person's.
/// </summary>
internal sealed class MyMatters(Caller caller, IServiceScopeFactory scopes, ServicesDb db, FormShelf forms, IDirectory directory, ServiceKeys keys, TimeProvider clock)
    : UseCase<MyMattersInput, Mine>(caller, ServicesPermissions.Mine)
{
    /// <summary>Lines of one page; hardly anybody files more in a year.</summary>
    private const int Most = 1000;

    protected override async Task<Result<Mine>> Do(MyMattersInput input, CancellationToken cancel)
    {
        if (Caller.Kind != CallerKind.Citizen || Caller.Person is not { } person) return Refusal.Forbidden();
        var matters = await Filed(person, input.Before, cancel);
        var now = clock.GetUtcNow();
        List<MyDraft> drafts = [];
        foreach (var draft in await db.Drafts.AsNoTracking().Where(d => d.Person == person && d.Submission == null && d.ExpiresAt > now).OrderByDescending(d => d.ChangedAt).Take(Most).ToListAsync(cancel))
            if (forms.Version(draft.Form, draft.FormVersion) is { } form && await directory.Office(draft.Addressee, cancel) is { } office) drafts.Add(new(draft.Id, draft.OwnToken is not null, form.Title, office, draft.ChangedAt, draft.ExpiresAt));
        return new Mine(matters, drafts, matters.Count == Most ? matters[^1].FiledAt : null);
    }

    // Only what a line shows is read, and all of it at once: the filings by their index, the matters, the calls that are open.
    private async Task<IReadOnlyList<MyMatter>> Filed(Guid person, DateTimeOffset? before, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(nameof(MyMatters));
        var all = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        await all.Database.OpenConnectionAsync(cancel);
        var until = before ?? DateTimeOffset.MaxValue;
        var filed = await all.Submissions.AsNoTracking().Where(s => s.FilerPerson == person && s.FiledAt < until).OrderByDescending(s => s.FiledAt).Take(Most)
            .Select(s => new { s.Office, s.Id, s.Code, s.Matter, s.FiledAt, s.State, s.Confirmation }).ToListAsync(cancel);
        if (filed.Count == 0) return [];

        var oldest = filed[^1].FiledAt;
        var matters = await all.Matters.AsNoTracking().Where(m => m.Person == person && m.ReceivedAt >= oldest && m.ReceivedAt < until)
            .Select(m => new { m.Id, m.State, m.ReferenceNumber, m.UnitName, m.OfficialName }).ToDictionaryAsync(m => m.Id, cancel);
        var called = matters.Values.Where(m => m.State == MatterState.Called).Select(m => m.Id).ToList();
        var open = called.Count == 0 ? [] : await all.CompletionCalls.AsNoTracking()
            .Where(c => called.Contains(c.Matter) && c.EndedAt == null && !all.Supplements.Any(s => s.Office == c.Office && s.Call == c.Id)).Select(c => c.Matter).ToListAsync(cancel);
        Dictionary<Guid, OfficeCard> offices = [];
        foreach (var office in filed.Select(f => f.Office).Distinct())
            if (await directory.Office(office, cancel) is { } card) offices[office] = card;
        return [.. filed.Where(f => offices.ContainsKey(f.Office)).Select(f =>
        {
            var matter = matters.GetValueOrDefault(f.Id);
            var code = TrackingCode.Grouped(f.Code);
            return new MyMatter($"/sledovat/{code}/{FollowKey.Of(f.Id, keys.Tracking)}", f.Matter, offices[f.Office], f.FiledAt, matter?.ReferenceNumber ?? code,
                Standings.Of(f.State, f.Confirmation, matter?.State, matter?.ReferenceNumber, matter?.UnitName, matter?.OfficialName, open.Contains(f.Id)));
        })];
    }
}
