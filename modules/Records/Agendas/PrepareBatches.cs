using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>
/// What is owed to an agenda system is put into its next batch, and its batches that it has not confirmed are listed (requirement 8.1.8 i).
/// Owed is what has no batch, never what is newer than the last: transactions end out of order.
/// </summary>
internal sealed class PrepareBatches(Caller caller, RecordsDb db, NewsWriter writer, TimeProvider clock) : UseCase<Done, IReadOnlyList<ErmsPrepared>>(caller, RecordsPermissions.Interface)
{
    public const int MostNews = 500;
    private const int MostListed = 100;

    protected override async Task<Result<IReadOnlyList<ErmsPrepared>>> Do(Done input, CancellationToken cancel)
    {
        await using (var transaction = await db.Begin(cancel))
        {
            await db.Database.ExecuteSqlAsync($"select 1 from records.agenda_system where office = {Caller.Office} and id = {Caller.Person} for no key update", cancel);
            var system = await db.AgendaSystems.FirstAsync(s => s.Id == Caller.Person, cancel);
            while (await db.ErmsNews.Where(n => n.System == system.Id && n.Batch == null).OrderBy(n => n.Id).Take(MostNews).ToListAsync(cancel) is { Count: > 0 } owed)
            {
                var (events, answers) = (await writer.Events(owed, cancel), await writer.Answers(owed, cancel));
                var silent = events.Count == 0 && answers.Count == 0;
                if (!silent) system.Prepared++;
                foreach (var news in owed) news.Batch = silent ? 0 : system.Prepared;
                if (!silent) db.Add(Batch(system, events, answers));
                await db.SaveChangesAsync(cancel);
            }
            await transaction.CommitAsync(cancel);
        }
        return await db.ErmsPrepared.AsNoTracking().Where(p => p.System == Caller.Person && p.ConfirmedAt == null).OrderBy(p => p.Number).Take(MostListed).ToListAsync(cancel);
    }

    private ErmsPrepared Batch(AgendaSystem system, IReadOnlyList<XElement> events, IReadOnlyList<XElement> answers)
    {
        var at = clock.GetUtcNow();
        var body = New("DavkaZadostResponse", new XAttribute("Poradi", system.Prepared), new XAttribute("Zdroj", Code), new XAttribute("Cil", system.Code), new XAttribute("DatumVzniku", Write(at)),
            events.Count > 0 ? New("Udalosti", events) : null, answers.Count > 0 ? New("Zpravy", answers) : null);
        return new() { Office = system.Office, System = system.Id, Number = system.Prepared, Body = body.ToString(SaveOptions.DisableFormatting), At = at };
    }
}

/// <summary>A prepared batch, the same whenever it is asked for.</summary>
internal sealed class FetchBatch(Caller caller, RecordsDb db) : UseCase<int, ErmsPrepared>(caller, RecordsPermissions.Interface)
{
    protected override async Task<Result<ErmsPrepared>> Do(int input, CancellationToken cancel) =>
        await db.ErmsPrepared.AsNoTracking().FirstOrDefaultAsync(p => p.System == Caller.Person && p.Number == input, cancel) is { } found ? found : Refusal.NotFound("records.erms.no-batch");
}

/// <summary>How far both directions are.</summary>
/// <param name="Confirmed">Whether the last prepared batch was confirmed with an error; null while it was not.</param>
internal sealed record BatchState(int Received, bool ReceivedWithError, int Prepared, bool? Confirmed);

/// <summary>Tells an agenda system how far its batches and ours are.</summary>
internal sealed class ReadBatchState(Caller caller, RecordsDb db) : UseCase<Done, BatchState>(caller, RecordsPermissions.Interface)
{
    protected override async Task<Result<BatchState>> Do(Done input, CancellationToken cancel)
    {
        var system = await db.AgendaSystems.AsNoTracking().FirstAsync(s => s.Id == Caller.Person, cancel);
        var wrong = await db.ErmsEvents.AnyAsync(e => e.System == system.Id && e.Batch == system.Received && e.Batch > 0 && e.Code != ErmsStatus.Done, cancel);
        var last = await db.ErmsPrepared.AsNoTracking().Where(p => p.System == system.Id && p.Number == system.Prepared).Select(p => p.WithError).FirstOrDefaultAsync(cancel);
        return new BatchState(system.Received, wrong, system.Prepared, last);
    }
}
