using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Operating;

namespace Virtuos.Mailroom;

/// <summary>The verbs of the way in: <c>virtuos mail import</c> and <c>virtuos mail accounts</c>.</summary>
internal static class IntakeCommands
{
    public static IReadOnlyList<OperatorCommand> All { get; } =
    [
        new("mail import", "Takes every file of a ZIP in as one message; offered again after a fall, it goes on where it was.",
            [new("file", "The ZIP; with seznam.csv or seznam.xml it also tells senders and subjects.", Required: true), new("office", "The office, by its part of addresses."), new("channel", "How it came: media (without it), counter, directory, e-mail, data-box.")], Import),
        new("mail accounts", "What came to each office by each channel, and where it is; the sums must hold.", [], Accounts),
    ];

    private static async Task<Result<OperatorReport>> Import(OperatorCall call)
    {
        if (call["office"] is not { Length: > 0 } slug || await call.Services.GetRequiredService<IDirectory>().OfficeId(slug, call.Cancel) is not { } office)
            return Refusal.Conflict("mailroom.import.no-office", ("office", call["office"]));
        if (!File.Exists(call["file"])) return Refusal.Invalid("file", "mailroom.import.no-zip");
        await using var archive = File.OpenRead(call["file"]!);
        // The command runs over all offices; what it brings in belongs to one.
        await using var scope = call.Services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office, nameof(ImportArchive));
        var result = await scope.ServiceProvider.GetRequiredService<ImportArchive>().Run(new(office, call["channel"] ?? "media", archive), call.Cancel);
        if (!result.Succeeded) return result.As<OperatorReport>();
        var done = result.Value;
        var db = scope.ServiceProvider.GetRequiredService<MailroomDb>();
        var states = await db.Incoming.Where(m => m.Office == office && m.ExternalId.StartsWith(done.Archive.Substring("sha256:".Length))).GroupBy(m => m.State).Select(g => new { State = g.Key, N = g.Count() }).ToListAsync(call.Cancel);
        return new OperatorReport(done,
        [
            $"{done.Files} files = {done.New} new + {done.Known} known; {done.Refused.Count} of them could not be taken out and are set aside.",
            $"{states.Sum(s => s.N)} messages = {string.Join(" + ", states.OrderBy(s => s.State).Select(s => $"{s.N} {s.State}"))}.",
            .. done.Refused.Select(r => $"{r.Name}: {r.Reason}"),
        ])
        {
            HasFindings = done.Refused.Count > 0 || states.Sum(s => s.N) != done.Files,
        };
    }

    private static async Task<Result<OperatorReport>> Accounts(OperatorCall call)
    {
        var result = await call.Services.GetRequiredService<ReadAccounts>().Run(new Done(), call.Cancel);
        if (!result.Succeeded) return result.As<OperatorReport>();
        return new OperatorReport(result.Value, [.. result.Value.SelectMany(o => o.Channels.Select(c =>
            $"{o.Office}, {c.Channel}: {c.Offered} = {c.Registered} registered + {c.Returned} returned + {c.Duplicate} repeated + {c.SetAside} set aside + {c.OnWay} on the way"))]);
    }
}
