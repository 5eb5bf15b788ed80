using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Signing;

namespace Virtuos.Records;

/// <summary>
/// Works through approved bulk acts, a handful of rows a transaction: what is committed is done, and after a fall the next turn goes on exactly
/// behind it.
/// </summary>
internal sealed class RunSeries(IServiceScopeFactory scopes, RecordsDb db, ILogger<RunSeries> log) : IJob
{
    public string Name => "records-series";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task Run(CancellationToken cancel)
    {
        var running = await db.Series.AsNoTracking()
            .Where(s => s.StoppedAt == null && (s.State == SeriesState.Making || s.State == SeriesState.Dispatching || s.State == SeriesState.Undoing))
            .OrderBy(s => s.ApprovedAt).Select(s => new { s.Office, s.Id }).ToListAsync(cancel);
        foreach (var series in running)
            try
            {
                while (await Turn(series.Office, series.Id, cancel)) cancel.ThrowIfCancellationRequested();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One office must not hold up the others; the rows are still there at the next turn.
                log.LogWarning("The bulk act {Series} waits for the next turn: {Reason}", series.Id, e.InnerException?.Message ?? e.Message);
            }
    }

    /// <returns>False when the series has ended or was stopped.</returns>
    private async Task<bool> Turn(Guid office, Guid series, CancellationToken cancel)
    {
        // What was to be refused is known only after a handful failed; it is tried again without the row.
        IReadOnlyDictionary<int, RowFault> refused = new Dictionary<int, RowFault>();
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office, nameof(RunSeries));
            var worker = scope.ServiceProvider.GetRequiredService<SeriesWorker>();
            try
            {
                return await worker.Turn(series, refused, cancel);
            }
            catch (SeriesRowException e) when (!refused.ContainsKey(e.Position))
            {
                refused = new Dictionary<int, RowFault>(refused) { [e.Position] = e.Fault };
            }
            catch (BlobStoreUnwritableException)
            {
                await Note(office, worker => worker.Stop(series, "disk", cancel));
                return false;
            }
            catch (TimestampUnavailableException)
            {
                await Note(office, worker => worker.Wait(series, cancel));
                return false;
            }
        }

        async Task Note(Guid office, Func<SeriesWorker, Task> note)
        {
            await using var other = scopes.CreateAsyncScope();
            other.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office, nameof(RunSeries));
            await note(other.ServiceProvider.GetRequiredService<SeriesWorker>());
        }
    }
}

/// <summary>One row cannot become a document; the others can.</summary>
internal sealed class SeriesRowException(int position, RowFault fault) : Exception(fault.Code)
{
    public int Position => position;

    public RowFault Fault => fault;
}
