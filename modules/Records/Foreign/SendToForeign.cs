using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>
/// Tells foreign records services what happened here, each thing in its order and exactly once in effect: what may have arrived is asked for
/// before it is sent again. A service that is away only makes its office's tasks wait; one task that it refuses holds up its own matter alone.
/// </summary>
internal sealed class SendToForeign(RecordsDb db, ForeignMessages messages, ForeignCarrier carrier, TimeProvider clock, ILogger<SendToForeign> log) : IJob
{
    private const int AtOnce = 50;

    public string Name => "records-foreign";

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public async Task Run(CancellationToken cancel)
    {
        foreach (var service in await db.ForeignServices.AsNoTracking().Where(s => s.IsOn).ToListAsync(cancel))
            for (var i = 0; i < AtOnce && await Next(service.Office, cancel) is { } task; i++)
                if (!await Try(service, task, cancel)) break;
    }

    // The first that is due and before which nothing of the same document or file is left.
    private Task<ForeignTask?> Next(Guid office, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return db.ForeignTasks.Where(t => t.Office == office && t.State == ForeignState.Waiting && t.NextTry <= now
                && !db.ForeignTasks.Any(e => e.Office == t.Office && e.Seq < t.Seq && e.State != ForeignState.Done
                    && ((t.Document != null && e.Document == t.Document) || (t.File != null && (e.File == t.File || db.Documents.Any(d => d.Office == e.Office && d.Id == e.Document && d.File == t.File))))))
            .OrderBy(t => t.Seq).FirstOrDefaultAsync(cancel);
    }

    /// <returns>False when nobody is there.</returns>
    private async Task<bool> Try(ForeignService service, ForeignTask task, CancellationToken cancel)
    {
        try
        {
            if (task.Sent && await Asked(service, task, cancel)) task.Finish(clock.GetUtcNow());
            else
            {
                task.Send();
                await db.SaveChangesAsync(cancel);
                await Take(task, await carrier.Call(service, await messages.Request(service, task, cancel), cancel), cancel);
            }
        }
        catch (ForeignRefusedException e)
        {
            task.Refuse(e.Message);
            log.LogWarning("The foreign service refused task {Task}: {Reason}", task.Seq, e.Message);
        }
        catch (ForeignSilenceException e)
        {
            task.Wait(e.Message, clock.GetUtcNow());
            log.LogWarning("Task {Task} waits for the foreign service (attempt {Attempt}): {Reason}", task.Seq, task.Attempts, e.Message);
        }
        await db.SaveChangesAsync(cancel);
        return task.State != ForeignState.Waiting;
    }

    // Whether it is done there already; then its number is noted too.
    private async Task<bool> Asked(ForeignService service, ForeignTask task, CancellationToken cancel)
    {
        var answer = await carrier.Call(service, messages.Question(service, task), cancel);
        var (code, text) = Status(answer);
        if (code == ErmsStatus.Forbidden) throw new ForeignRefusedException(code, text);
        if (code == ErmsStatus.Later) throw new ForeignSilenceException($"The service cannot say now: {code} {text}");
        var profile = answer.Part("ProfilDokumentu") ?? answer.Part("ProfilSpisu");
        if (code != ErmsStatus.Done || profile is null) return Never(task);
        var done = task.What switch
        {
            ForeignWhat.Found or ForeignWhat.OpenFile => true,
            ForeignWhat.Put => profile.Part("VlozenVeSpisu") is { } laid && laid.Text("StavZarazeni") == "Vlozen" && laid.Id("SpisId") == ForeignMessages.Name(service, task.File!.Value),
            ForeignWhat.Settle => profile.Text("StavDokumentu") != "nevyrizen",
            ForeignWhat.SettleFile => profile.Text("StavSpisu") is not ("nevyrizen" or "otevren"),
            _ => profile.Text("StavSpisu") is not ("nevyrizen" or "otevren" or "vyrizen"),
        };
        if (!done) return Never(task);
        await Note(task, Number(profile), cancel);
        return true;
    }

    private static bool Never(ForeignTask task)
    {
        task.NeverArrived();
        return false;
    }

    private async Task Take(ForeignTask task, XElement answer, CancellationToken cancel)
    {
        if (answer.Part("Zpravy")?.Elements().First() is { } said)
        {
            if (said.Text("Kod") is { } no && no != ErmsStatus.Done) throw new ForeignRefusedException(no, said.Text("Popis") ?? "");
            await Note(task, null, cancel);
        }
        else
        {
            var (code, text) = Status(answer);
            if (code != ErmsStatus.Done) throw new ForeignRefusedException(code, text);
            await Note(task, (answer.Part("ProfilDokumentu") ?? answer.Part("ProfilSpisu")) is { } profile ? Number(profile) : null, cancel);
        }
        task.Finish(clock.GetUtcNow());
    }

    private async Task Note(ForeignTask task, string? number, CancellationToken cancel)
    {
        var thing = task.Document ?? task.File!.Value;
        var state = task.What switch { ForeignWhat.Put => "filed", ForeignWhat.Settle or ForeignWhat.SettleFile => "settled", ForeignWhat.CloseFile => "closed", _ => "founded" };
        var known = await db.ForeignThings.FirstOrDefaultAsync(t => t.Office == task.Office && t.Thing == thing, cancel);
        if (known is null) db.Add(known = new() { Office = task.Office, Thing = thing, State = state, At = clock.GetUtcNow() });
        (known.State, known.At, known.Number) = (state, clock.GetUtcNow(), number ?? known.Number);
    }

    private static string? Number(XElement profile) => profile.Text("CisloJednaci") ?? profile.Text("SpisovaZnacka");

    private static (string Code, string Text) Status(XElement answer) => answer.Part("OperaceStatus") is { } status ? (status.Text("Kod") ?? "", status.Text("Popis") ?? "") : ("", "");
}
