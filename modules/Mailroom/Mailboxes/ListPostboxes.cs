using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Mailroom;

/// <summary>What the operator sees of the mailboxes of all offices: how they do and how much came, never what.</summary>
internal sealed class ListPostboxes(IServiceScopeFactory scopes, Caller caller, IDirectory directory) : UseCase<Done, ListPostboxes.View>(caller, MailroomPermissions.Postboxes)
{
    public sealed record View(IReadOnlyList<Row> Postboxes, IReadOnlyList<OfficeCard> Offices);

    /// <param name="Failing">Messages that are being tried again.</param>
    public sealed record Row(Guid Id, Guid OfficeId, string Office, string Address, string Host, int Port, string Security, string UserName, string Folder, string? DoneFolder, string? Certificate, bool Active,
        DateTimeOffset? TriedAt, DateTimeOffset? ReachedAt, string? Error, int Taken, int Repeated, int Reports, int Failing);

    protected override async Task<Result<View>> Do(Done input, CancellationToken cancel)
    {
        var offices = await directory.Offices(cancel);
        List<Row> rows = [];
        // An operator belongs to no office, so each is turned to in its turn, beside the page that shows them.
        await using var scope = scopes.CreateAsyncScope();
        var reader = scope.ServiceProvider.GetRequiredService<Caller>();
        reader.BecomeLike(Caller);
        var db = scope.ServiceProvider.GetRequiredService<MailroomDb>();
        foreach (var office in offices)
        {
            reader.TurnTo(office.Id);
            var postboxes = await db.Postboxes.AsNoTracking().Where(p => p.Office == office.Id).OrderBy(p => p.Address).ToListAsync(cancel);
            if (postboxes.Count == 0) continue;
            var counts = await db.FetchedMails.Where(f => f.Office == office.Id).GroupBy(f => new { f.Postbox, f.State }).Select(g => new { g.Key.Postbox, g.Key.State, Count = g.Count() }).ToListAsync(cancel);
            rows.AddRange(postboxes.Select(p =>
            {
                int Count(FetchedState state) => counts.Where(c => c.Postbox == p.Id && c.State == state).Sum(c => c.Count);
                return new Row(p.Id, office.Id, office.Name, p.Address, p.Host, p.Port, p.Security, p.UserName, p.Folder, p.DoneFolder, p.Certificate, p.Active, p.TriedAt, p.ReachedAt, p.Error,
                    Count(FetchedState.Taken), Count(FetchedState.Repeated), Count(FetchedState.Report), Count(FetchedState.Failing));
            }));
        }
        return new View(rows, offices);
    }
}
