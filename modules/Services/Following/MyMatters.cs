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

/// <summary>What a signed-in person filed and began, at all offices, the newest first.</summary>
internal sealed record Mine(IReadOnlyList<FollowedMatter> Matters, IReadOnlyList<MyDraft> Drafts);

/// <summary>
/// Lists the person's own filings at every office. Rows of many offices are visible to the system only, so it reads in a scope of its own
/// and asks for nothing but the person's.
/// </summary>
internal sealed class MyMatters(Caller caller, IServiceScopeFactory scopes, ServicesDb db, FormShelf forms, IDirectory directory, TimeProvider clock)
    : UseCase<Done, Mine>(caller, ServicesPermissions.Mine)
{
    private const int Most = 200;

    protected override async Task<Result<Mine>> Do(Done input, CancellationToken cancel)
    {
        if (Caller.Kind != CallerKind.Citizen || Caller.Person is not { } person) return Refusal.Forbidden();
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(nameof(MyMatters));
        var all = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        var reader = scope.ServiceProvider.GetRequiredService<MatterReader>();
        List<FollowedMatter> matters = [];
        foreach (var own in await all.Submissions.AsNoTracking().Where(s => s.FilerPerson == person).OrderByDescending(s => s.FiledAt).Take(Most).Select(s => new { s.Office, s.Id }).ToListAsync(cancel))
            if (await reader.Read(own.Office, own.Id, cancel) is { } matter) matters.Add(matter);

        var now = clock.GetUtcNow();
        List<MyDraft> drafts = [];
        foreach (var draft in await db.Drafts.AsNoTracking().Where(d => d.Person == person && d.Submission == null && d.ExpiresAt > now).OrderByDescending(d => d.ChangedAt).Take(Most).ToListAsync(cancel))
            if (forms.Version(draft.Form, draft.FormVersion) is { } form && await directory.Office(draft.Addressee, cancel) is { } office) drafts.Add(new(draft.Id, draft.OwnToken is not null, form.Title, office, draft.ChangedAt, draft.ExpiresAt));
        return new Mine(matters, drafts);
    }
}
