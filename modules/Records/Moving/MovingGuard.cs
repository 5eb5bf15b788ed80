using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;

namespace Virtuos.Records;

/// <summary>
/// Switches on what keeps records of an office that moves from being written: before the first export or arrival of an installation
/// nobody pays for it. Table by table, so that no two writers ever wait for each other.
/// </summary>
internal sealed class MovingGuard(RecordsDb db)
{
    private const string Off = "select tgrelid::regclass::text from pg_trigger where tgname = 'a_keep_moved' and tgenabled = 'D' order by 1";

    [SuppressMessage("Security", "EF1002", Justification = "Names of tables come from the catalogue of the database.")]
    public async Task SwitchOn(CancellationToken cancel)
    {
        foreach (var table in await db.Ask(Off, [], r => r.GetString(0), cancel)) await db.Database.ExecuteSqlRawAsync($"alter table {table} enable trigger a_keep_moved", cancel);
    }
}
