using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Kernel;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>
/// Makes the packages that the archive asked for, sends what is owed to it and fetches its answers, each procedure by itself: an archive that is
/// away only makes things wait.
/// </summary>
internal sealed class SendToArchive(RecordsDb db, IServiceScopeFactory scopes, ILogger<SendToArchive> log) : IJob
{
    public string Name => "records-archive";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task Run(CancellationToken cancel)
    {
        foreach (var procedure in await db.DisposalProcedures.AsNoTracking().Where(p => p.State == ProcedureState.Proposed).OrderBy(p => p.Id).Select(p => new { p.Office, p.Id }).ToListAsync(cancel))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(procedure.Office, nameof(SendToArchive));
                await scope.ServiceProvider.GetRequiredService<ArchiveTurn>().Run(procedure.Id, cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Somebody works with it at this moment, or it cannot be made; one must not hold up the others.
                log.LogWarning("Procedure {Procedure} was left to the next turn: {Reason}", procedure.Id, e.Message);
            }
        }
    }
}
