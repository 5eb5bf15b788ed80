using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Jobs;
using Virtuos.Services.Filing;

namespace Virtuos.Services.Confirming;

/// <summary>
/// Ninety days after nobody confirmed a filing the portal forgets it: its answers, its way and whoever followed it. What the registry made of
/// it stays there until disposal (§ 64 and § 68 of act 499/2004).
/// </summary>
internal sealed class ForgetLapsed(ServicesDb db, TimeProvider clock) : IJob
{
    public const int Days = 90;

    private const int AtOnce = 200;

    public string Name => "forget-lapsed";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancel)
    {
        var last = Prague.Today(clock).AddDays(-Days);
        while (true)
        {
            var lapsed = await db.Submissions.AsNoTracking().Where(s => s.Confirmation == ConfirmationState.Lapsed && s.ConfirmBy < last).OrderBy(s => s.ConfirmBy).Select(s => s.Id).Take(AtOnce).ToArrayAsync(cancel);
            if (lapsed.Length == 0) return;
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            foreach (var table in (string[])["watcher", "phone_watcher", "webhook", "milestone", "mailbox_letter"]) await Delete($"services.{table}", "matter", lapsed, cancel);
            await db.Database.ExecuteSqlAsync($"delete from services.supplement_file f using services.completion_call c where c.id = f.call and c.matter = any({lapsed})", cancel);
            await Delete("services.completion_call", "matter", lapsed, cancel);
            foreach (var table in (string[])["supplement", "tracking_code", "draft"]) await Delete($"services.{table}", "submission", lapsed, cancel);
            foreach (var table in (string[])["matter", "submission"]) await Delete($"services.{table}", "id", lapsed, cancel);
            await transaction.CommitAsync(cancel);
        }
    }

    // Names of tables and columns are those above.
    private Task Delete(string table, string column, Guid[] ids, CancellationToken cancel) => db.Database.ExecuteSqlAsync(FormattableStringFactory.Create("delete from " + table + " where " + column + " = any({0})", ids), cancel);
}
