using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Identity;

internal sealed record Colleague(Guid Id, string Name);

internal sealed record SubstitutionLine(Guid Id, string Absent, string Substitute, DateOnly FirstDay, DateOnly LastDay, bool IsNow, bool MayEnd);

/// <param name="Absentees">For whom the caller may set a substitution; themselves first.</param>
/// <param name="Colleagues">Everybody who can act for somebody.</param>
/// <param name="Lines">Today's and coming substitutions that concern the caller, by first day.</param>
internal sealed record SubstitutionView(IReadOnlyList<Colleague> Absentees, IReadOnlyList<Colleague> Colleagues, IReadOnlyList<SubstitutionLine> Lines);

/// <summary>Who acts for whom, as one official may see it.</summary>
internal sealed class SubstitutionList(Caller caller, IdentityDb db, TimeProvider clock)
{
    public async Task<SubstitutionView> Read(CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        // Posts carry the office filter, so these are the caller's own colleagues only.
        var people = await (from p in db.Posts.AsNoTracking() join a in db.Accounts.AsNoTracking() on p.Id equals a.Id where a.DisabledAt == null orderby a.Name select new { Post = p, a.Name }).ToListAsync(cancel);
        var names = people.ToDictionary(p => p.Post.Id, p => p.Name);
        var mine = people.Where(p => Substitutions.MaySetFor(caller, p.Post)).Select(p => p.Post.Id).ToHashSet();
        var rows = await db.Substitutions.AsNoTracking().Where(s => s.CancelledAt == null && s.LastDay >= today).OrderBy(s => s.FirstDay).ToListAsync(cancel);
        return new(
            [.. people.Where(p => mine.Contains(p.Post.Id)).OrderBy(p => p.Post.Id != caller.Person).Select(p => new Colleague(p.Post.Id, p.Name))],
            [.. people.Select(p => new Colleague(p.Post.Id, p.Name))],
            [.. rows.Where(s => mine.Contains(s.Absent) || s.Substitute == caller.Person)
                .Select(s => new SubstitutionLine(s.Id, names.GetValueOrDefault(s.Absent, ""), names.GetValueOrDefault(s.Substitute, ""), s.FirstDay, s.LastDay, s.FirstDay <= today, mine.Contains(s.Absent)))]);
    }
}
