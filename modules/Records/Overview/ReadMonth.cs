using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="What"><c>doslo</c> (received in the month) or <c>vyrizeno</c> (settled in it).</param>
/// <param name="Month">Any day of the month.</param>
/// <param name="After">Key of the row before the part, or null.</param>
internal sealed record MonthInput(string? What, DateOnly Month, string? After);

internal sealed record MonthView(string What, DateOnly Month, IReadOnlyList<DeskRow> Rows, int Total, string? After, People People, DateOnly Today);

/// <summary>The documents behind a number of a month, as far as the caller may see documents.</summary>
internal sealed class ReadMonth(Caller caller, RecordsDb db, IDirectory directory, TimeProvider clock) : UseCase<MonthInput, MonthView>(caller, RecordsPermissions.Read)
{
    protected override async Task<Result<MonthView>> Do(MonthInput input, CancellationToken cancel)
    {
        if (input.What is not ("doslo" or "vyrizeno") || Caller.Office is not { } office) return Refusal.NotFound();
        var from = new DateOnly(input.Month.Year, input.Month.Month, 1);
        var to = from.AddMonths(1);
        var units = Caller.UnitsOf(RecordsPermissions.Read)?.ToArray();
        var rows = db.Documents.AsNoTracking().Where(d => d.Kind == DocumentKind.Received && (units == null || units.Contains(d.Unit)));
        rows = input.What == "doslo"
            ? rows.Where(d => d.Parent == null && d.ReceivedOn >= from && d.ReceivedOn < to)
            : rows.Where(d => d.State == DocumentState.Settled && d.SettledOn >= from && d.SettledOn < to);
        var total = await rows.CountAsync(cancel);
        if (Guid.TryParse(input.After, out var after)) rows = rows.Where(d => d.Id > after);
        var part = await rows.OrderBy(d => d.Id).Take(Worklist.PartSize + 1).Select(Worklist.Row).ToListAsync(cancel);
        var more = part.Count > Worklist.PartSize;
        if (more) part.RemoveAt(Worklist.PartSize);
        return new MonthView(input.What, from, part, total, more ? part[^1].Id.ToString() : null, await People.Of(directory, office, cancel), Prague.Today(clock));
    }
}
