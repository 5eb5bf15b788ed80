using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Virtuos.Mailroom;

/// <summary>Works over the lines to boxes: remembers how each stands, and leaves one that is down alone for a while.</summary>
internal sealed class BoxLines(MailroomDb db, TimeProvider clock)
{
    /// <summary>What is due later than this was put there before the clock was set back.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(3);

    public async Task Over(DataBox box, Func<DataBoxLine, Task> act, ILogger log, CancellationToken cancel)
    {
        var line = await Of(box, cancel);
        if (!line.MayTry(clock.GetUtcNow())) return;
        try
        {
            await act(line);
            line.Works();
        }
        catch (IsdsException e)
        {
            line.Fails(e.Message, clock.GetUtcNow());
            log.LogWarning("Data box {Box} cannot be worked with: {Reason}", box.Box, e.Message);
        }
        await db.SaveChangesAsync(cancel);
    }

    public async Task<DataBoxLine> Of(DataBox box, CancellationToken cancel)
    {
        if (await db.DataBoxLines.FirstOrDefaultAsync(l => l.Office == box.Office && l.Box == box.Id, cancel) is { } known) return known;
        var line = new DataBoxLine { Office = box.Office, Box = box.Id };
        db.Add(line);
        return line;
    }

    /// <summary>Notes with the next save that the box's password or key is used for a message.</summary>
    public void Use(DataBox box, string operation, string message) => db.Add(new DataBoxUse { Office = box.Office, Box = box.Id, At = clock.GetUtcNow(), Operation = operation, Message = message });
}
