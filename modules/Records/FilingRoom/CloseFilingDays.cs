using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Language;

namespace Virtuos.Records;

/// <summary>
/// At the end of each working day every office writes down how its filing room ended it, an empty desk too; what lies too long is told to the
/// head of the filing room, and where there is none, to whoever leads the office. A day that nobody closed stays without an entry.
/// </summary>
internal sealed class CloseFilingDays(IServiceScopeFactory scopes, IDirectory directory, FilingRoomLaw law, TimeProvider clock, ILogger<CloseFilingDays> log) : IJob
{
    public string Name => "records-filing-days";

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task Run(CancellationToken cancel)
    {
        var (now, today) = (Prague.Local(clock.GetUtcNow()), Prague.Today(clock));
        if (!WorkingDays.IsWorkingDay(today) || now.Hour < law.On(today).DayEnds) return;
        foreach (var office in await directory.Offices(cancel))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office.Id, nameof(CloseFilingDays));
                await Close(scope.ServiceProvider, office, today, cancel);
            }
            catch (DbUpdateException e)
            {
                // Another node was first; one office must not hold up the others.
                log.LogInformation("The day of {Office} was left to the next turn: {Reason}", office.Slug, e.Message);
            }
        }
    }

    private async Task Close(IServiceProvider services, OfficeCard office, DateOnly today, CancellationToken cancel)
    {
        var db = services.GetRequiredService<RecordsDb>();
        if (await db.Away.AnyAsync(cancel) || await db.Set<FilingDay>().AnyAsync(d => d.Day == today, cancel)) return;
        var rows = await services.GetRequiredService<UntakenCount>().Read(office.Id, today, cancel);
        var limit = law.On(today).TellAfter;
        var old = rows.Where(r => FilingRoomVersion.WorkingDaysSince(r.ReceivedOn, today, limit + 1) > limit).ToList();
        var heads = old.Count == 0 ? [] : await Heads(office.Id, cancel);
        db.Add(new FilingDay
        {
            Office = office.Id,
            Day = today,
            At = clock.GetUtcNow(),
            Untaken = rows.Sum(r => r.N),
            Unopened = rows.Sum(r => r.Unopened),
            Unsorted = rows.Sum(r => r.Unsorted),
            Late = rows.Sum(r => r.Late),
            Oldest = rows.Count == 0 ? null : rows.Min(r => r.ReceivedOn),
            Told = heads.Count == 0 ? null : string.Join(", ", heads.Select(h => h.Name)),
        });
        var words = services.GetRequiredService<Texts>().In(TextLanguage.Czech);
        var address = services.GetRequiredService<Installation>().Address;
        foreach (var head in heads)
            db.Publish(new MailOrdered(Guid.CreateVersion7(), office.Id, null, head.Email, words["records.filing-day.mail.title", ("count", old.Sum(r => r.N))],
                words["records.filing-day.mail.text", ("count", old.Sum(r => r.N)), ("days", limit), ("oldest", old.Min(r => r.ReceivedOn)), ("late", old.Sum(r => r.Late)), ("address", $"{address}/prehled/podatelna")], null, []), office.Id);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<List<OfficialCard>> Heads(Guid office, CancellationToken cancel)
    {
        var people = await directory.Officials(office, cancel);
        var rooms = people.Where(p => p.Roles.Contains(Roles.FilingRoom)).Select(p => p.Unit).ToHashSet();
        return people.Where(p => rooms.Contains(p.Unit) && p.Roles.Contains(Roles.Head)).ToList() is { Count: > 0 } heads ? heads : [.. people.Where(p => p.Roles.Contains(Roles.Mayor)).Take(1)];
    }
}
