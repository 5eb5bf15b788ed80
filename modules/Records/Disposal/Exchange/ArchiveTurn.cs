using System.Text;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>One turn of the exchange about one procedure.</summary>
internal sealed class ArchiveTurn(Caller caller, RecordsDb db, ParcelPress press, ArchiveWire wire, TakeAnswer take, TimeProvider clock)
{
    private const int AnswersAtOnce = 20;
    private static readonly TimeSpan Until = TimeSpan.FromMinutes(1);

    public async Task Run(Guid id, CancellationToken cancel)
    {
        var procedure = await db.DisposalProcedures.FirstAsync(p => p.Id == id, cancel);
        await Make(procedure, cancel);
        if (await db.DisposalArchives.AsNoTracking().FirstOrDefaultAsync(a => a.Address != null, cancel) is not { } archive) return;
        await Send(archive, id, cancel);
        await Fetch(archive, procedure, cancel);
        // What was ordered just now is owed at once.
        await Make(procedure, cancel);
        await Send(archive, id, cancel);
    }

    // Chosen and asked for: each needs a package with its bytes. One that could not be made waits for people.
    private async Task Make(DisposalProcedure procedure, CancellationToken cancel)
    {
        var items = await db.DisposalItems.Where(i => i.Procedure == procedure.Id && (i.State == ItemState.Asked || i.State == ItemState.ToArchive)).OrderBy(i => i.Id).ToListAsync(cancel);
        foreach (var item in items.Where(i => i.Findings.Count == 0))
        {
            var kind = item.State == ItemState.Asked ? ParcelKind.Full : ParcelKind.HandOver;
            if (await db.DisposalParcels.AnyAsync(p => p.Kind == kind && p.Items.Contains(item.Id) && p.State != ParcelState.Withdrawn, cancel)) continue;
            var made = await press.Make(procedure, item, kind, cancel);
            item.Found(made.Findings);
            if (made.Findings.Count == 0)
                db.Add(DisposalParcel.Of(procedure, [item.Id, .. items.Where(i => i.Id != item.Id && made.Files.Contains(i.File)).Select(i => i.Id)], kind, made.Name, made.Blob, made.Size, clock.GetUtcNow()));
            await db.SaveChangesAsync(cancel);
        }
    }

    private async Task Send(DisposalArchive archive, Guid id, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var owed = await db.DisposalParcels.Where(p => p.Procedure == id && p.State == ParcelState.Waiting && p.Blob != null).ToListAsync(cancel);
        // The archive has to know the procedure before it gets its packages.
        foreach (var parcel in owed.OrderBy(p => p.Kind).ThenBy(p => p.Id))
        {
            if (parcel.NextTry > now) return;
            try
            {
                // Noted before it goes: whatever happens meanwhile, it may have arrived.
                parcel.Go(now);
                await db.SaveChangesAsync(cancel);
                await wire.Put(archive, parcel, cancel);
                parcel.Sent(now);
            }
            catch (ReturnedForRepairException e)
            {
                parcel.Refuse(e.Message);
            }
            catch (ArchiveSilenceException e)
            {
                parcel.Silent(e.Message);
                await db.SaveChangesAsync(cancel);
                return;
            }
            await db.SaveChangesAsync(cancel);
        }
    }

    private async Task Fetch(DisposalArchive archive, DisposalProcedure procedure, CancellationToken cancel)
    {
        if (procedure.NextPoll > clock.GetUtcNow()) return;
        for (var i = 0; i < AnswersAtOnce; i++)
        {
            try
            {
                if (await wire.Next(archive, procedure, cancel) is not { } list)
                {
                    procedure.NothingYet(clock.GetUtcNow() + Until);
                    await db.SaveChangesAsync(cancel);
                    return;
                }
                await Take(procedure, list, cancel);
            }
            catch (ArchiveSilenceException e)
            {
                procedure.Silent(e.Message, clock.GetUtcNow());
                await db.SaveChangesAsync(cancel);
                return;
            }
        }
    }

    // What cannot be taken is kept with what is wrong with it, for people; the next one is fetched either way.
    private async Task Take(DisposalProcedure procedure, FetchedList list, CancellationToken cancel)
    {
        using var bytes = new MemoryStream(list.Bytes);
        var result = await take.Run(new(procedure.Id, bytes, list.Why), cancel);
        db.ChangeTracker.Clear();
        db.Attach(procedure);
        await db.Entry(procedure).ReloadAsync(cancel);
        if (!result.Succeeded)
        {
            bytes.Position = 0;
            var (read, _) = ArchiveList.Read(bytes);
            db.Add(new DisposalAnswer
            {
                Office = procedure.Office,
                Procedure = procedure.Id,
                List = read?.Id ?? "",
                Digest = read?.Digest ?? "",
                Body = Encoding.UTF8.GetString(list.Bytes).Replace("\0", "", StringComparison.Ordinal),
                MadeAt = read?.MadeAt,
                TakenAt = clock.GetUtcNow(),
                TakenByName = caller.Name,
                Findings = [.. result.Refusals.Select(r => new ListFault(r.Code, Argument(r, "entity"), Argument(r, "what")))],
            });
        }
        procedure.Fetched(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
    }

    private static string? Argument(Refusal refusal, string name) => refusal.Arguments.FirstOrDefault(a => a.Name == name).Value as string;
}
