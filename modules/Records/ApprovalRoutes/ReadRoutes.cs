using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>A route as the list of the office shows it.</summary>
/// <param name="Faults">Seats in which nobody sits any more, as codes of texts.</param>
internal sealed record RouteLine(ApprovalRoute Route, bool InForce, IReadOnlyList<string> Faults);

/// <param name="OwnApproval">Authors may approve their own documents when they say why.</param>
internal sealed record RoutesView(bool OwnApproval, IReadOnlyList<RouteLine> Lines, IReadOnlyList<OfficialCard> Officials, IReadOnlyList<UnitCard> Units, IReadOnlyList<OfficeCard> Others, string? Town);

/// <summary>How the office approves: its routes, and whether authors may approve what they wrote.</summary>
internal sealed class ReadRoutes(Caller caller, RecordsDb db, Approvers approvers, IDirectory directory, TimeProvider clock) : UseCase<Done, RoutesView>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<RoutesView>> Do(Done input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var (officials, units, others, today) = (await directory.Officials(office, cancel), await directory.Units(office, cancel), await RouteFinder.Others(directory, office, cancel), Prague.Today(clock));
        var routes = await db.ApprovalRoutes.AsNoTracking().OrderBy(r => r.Name).ToListAsync(cancel);
        return new RoutesView(await approvers.AllowsOwn(cancel),
            routes.ConvertAll(r => new RouteLine(r, r.IsInForce(today), [.. r.Steps.SelectMany(s => s.Who).Select(w => RouteFinder.Fault(RouteSeat.Read(w), officials, units, others)).OfType<string>().Distinct()])), officials, units, others, (await directory.Office(office, cancel))?.Municipality);
    }
}
