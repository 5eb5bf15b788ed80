using System.Globalization;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;

namespace Virtuos.Records;

/// <summary>Opens scopes in which an agenda system's account acts, in the name of an official.</summary>
internal sealed class AgendaScopes(IServiceScopeFactory scopes)
{
    /// <param name="purpose">What was asked; goes to the ledger.</param>
    public async Task<T> In<T>(AgendaSystem system, OfficialCard? by, string purpose, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeProgram(system.Id, by is null ? system.Name : $"{by.Name} ({system.Name})", system.Office, by?.Unit, by?.Id, purpose, system.Grants());
        return await act(scope.ServiceProvider);
    }

    /// <summary>The official whom the message names as the one who did it, or null when there is none of that id in the office.</summary>
    public static async Task<OfficialCard?> By(IServiceProvider services, AgendaSystem system, XElement message, CancellationToken cancel) =>
        message.Part("Autorizace")?.Text("provedlKdo") is { } id && Guid.TryParseExact(id, "D", out var official)
        && await services.GetRequiredService<IDirectory>().Official(official, cancel) is { } card && card.Office == system.Office ? card : null;
}

/// <summary>Does events exactly once: what was answered before is answered the same again and nothing is done.</summary>
internal sealed class EventRunner(AgendaScopes scopes, IServiceProvider services, TimeProvider clock)
{
    /// <param name="batch">0 for a synchronous call.</param>
    public async Task<ErmsEvent> Run(AgendaSystem system, int batch, XElement e, CancellationToken cancel)
    {
        if (!long.TryParse(e.Attribute("UdalostId")!.Value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)) throw new ErmsFaultException(ErmsStatus.Value, "UdalostId je příliš velké.");
        var by = await AgendaScopes.By(services, system, e, cancel);
        return await scopes.In(system, by, $"{e.Name.LocalName} {batch}/{id}", scope => Once(scope, new(system, by, e, scope, cancel), batch, id));
    }

    private async Task<ErmsEvent> Once(IServiceProvider scope, ErmsCall call, int batch, long id)
    {
        var (db, cancel, digest) = (scope.GetRequiredService<RecordsDb>(), call.Cancel, Erms.Digest(call.Body));
        var (office, system, at) = (call.System.Office, call.System.Id, clock.GetUtcNow());
        ErmsFaultException refused;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancel))
        {
            // Taken before the work: of two that come at once the other waits here, and then finds the answer.
            var taken = await db.Database.ExecuteSqlAsync($"""
                insert into records.erms_event (office, system, batch, event, digest, code, at) values ({office}, {system}, {batch}, {id}, {digest}, {ErmsStatus.Done}, {at})
                on conflict do nothing
                """, cancel);
            if (taken == 0) return await Answered(db, system, batch, id, digest, cancel);
            try
            {
                await Work(call);
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
                return await Answered(db, system, batch, id, digest, cancel);
            }
            catch (ErmsFaultException e)
            {
                refused = e;
            }
        }
        db.ChangeTracker.Clear();
        var answer = new ErmsEvent { Office = office, System = system, Batch = batch, Event = id, Digest = digest, Code = refused.Code, Said = Erms.Cut(refused.Message, 255), At = at };
        // A synchronous caller may send it again when it can be done; a batch is answered once, unless we ourselves were not able to.
        if (batch == 0 || refused.Code == ErmsStatus.Later) return answer;
        db.Add(answer);
        await db.SaveChangesAsync(cancel);
        return answer;
    }

    private static async Task Work(ErmsCall call)
    {
        if (!ErmsTable.Events.TryGetValue(call.Body.Name.LocalName, out var act)) throw call.Refused(Refusal.Conflict("records.erms.unsupported", ("what", call.Body.Name.LocalName)));
        if (call.By is null) throw call.Refused(Refusal.Invalid(null, "records.erms.no-user"));
        await act(call);
    }

    private static Task<ErmsEvent> Answered(RecordsDb db, Guid system, int batch, long id, string digest, CancellationToken cancel) =>
        db.ErmsEvents.AsNoTracking().FirstAsync(x => x.System == system && x.Batch == batch && x.Event == id && x.Digest == digest, cancel);
}
