using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>A step with the people who will be asked in it.</summary>
/// <param name="Whole">All of them must agree; one is enough otherwise.</param>
internal sealed record RunStep(string Name, bool Whole, IReadOnlyList<RunPerson> People);

/// <param name="IsOffice">Not a person but another office, which answers by its own rules.</param>
internal sealed record RunPerson(Guid Id, string Name, bool IsOffice = false);

/// <summary>Which way a document goes through approval, and through whose hands as the office is filled today.</summary>
internal sealed class RouteFinder(RecordsDb db, Approvers approvers, IDirectory directory)
{
    /// <summary>The route of the office for such a document; null where one other pair of eyes is enough.</summary>
    public async Task<ApprovalRoute?> For(Document document, OwnKind kind, DateOnly day, CancellationToken cancel) =>
        (await db.ApprovalRoutes.AsNoTracking().Where(r => r.Office == document.Office).ToListAsync(cancel))
            .Where(r => r.IsInForce(day) && r.Fits(document.Agenda, kind))
            .OrderByDescending(r => r.Nearness).ThenByDescending(r => r.FirstDay).ThenBy(r => r.Name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The steps with their people, without whoever wrote the text or sends it; a step without anybody else is refused.</summary>
    public async Task<Result<IReadOnlyList<RunStep>>> Steps(ApprovalRoute route, Document document, Guid author, Guid sender, CancellationToken cancel)
    {
        var officials = await directory.Officials(document.Office, cancel);
        List<RunStep> steps = [];
        foreach (var step in route.Steps)
        {
            List<RunPerson> people = [];
            foreach (var seat in step.Who.Select(RouteSeat.Read).OfType<RouteSeat>())
            {
                if (seat.Kind == "office" && await directory.Office(seat.Id!.Value, cancel) is { } other) people.Add(new(other.Id, other.Name, IsOffice: true));
                foreach (var official in await Sitting(seat, document, author, officials, cancel))
                    if (official.Id != author && official.Id != sender && !people.Exists(p => p.Id == official.Id)) people.Add(new(official.Id, official.Name));
            }
            if (people.Count == 0) return Refusal.Conflict("records.route.nobody", ("step", step.Name));
            if (step.Mode == StepMode.InOrder) steps.AddRange(people.Select(p => new RunStep(step.Name, true, [p])));
            else steps.Add(new(step.Name, step.Mode == StepMode.All, people));
        }
        return steps;
    }

    /// <summary>What is wrong with a seat today; null when somebody sits in it.</summary>
    public static string? Fault(RouteSeat? seat, IReadOnlyList<OfficialCard> officials, IReadOnlyList<UnitCard> units, IReadOnlyList<OfficeCard> others) => seat switch
    {
        { Kind: "head" or "leader" } => null,
        { Kind: "unit" } unit => units.Any(u => u.Id == unit.Id) ? officials.Any(o => o.Unit == unit.Id) ? null : "records.route.unit-empty" : "records.route.no-such-unit",
        { Kind: "position" } position => officials.Any(o => Is(o, position)) ? null : "records.route.no-such-position",
        { Kind: "person" } person => officials.Any(o => o.Id == person.Id) ? null : "records.route.no-such-person",
        { Kind: "office" } office => others.Any(o => o.Id == office.Id) ? null : "records.route.no-such-office",
        _ => "records.route.no-such-seat",
    };

    /// <summary>Offices that a text can be sent to from an office: all the others of the installation.</summary>
    public static async Task<IReadOnlyList<OfficeCard>> Others(IDirectory directory, Guid office, CancellationToken cancel) => [.. (await directory.Offices(cancel)).Where(o => o.Id != office)];

    private async Task<IEnumerable<OfficialCard>> Sitting(RouteSeat seat, Document document, Guid author, IReadOnlyList<OfficialCard> officials, CancellationToken cancel) => seat.Kind switch
    {
        // A unit without a head is led by whoever leads the office, as where the office has no route.
        "head" => officials.Where(o => o.Unit == document.Unit && o.Id != author && o.Roles.Contains(Roles.Head)).ToList() is { Count: > 0 } heads ? heads : (await approvers.For(document, author, cancel)).Where(o => o.Id != author).Take(1),
        "leader" => officials.Where(o => o.Roles.Contains(Roles.Mayor)),
        "unit" => officials.Where(o => o.Unit == seat.Id),
        "position" => officials.Where(o => Is(o, seat)),
        _ => officials.Where(o => o.Id == seat.Id),
    };

    private static bool Is(OfficialCard official, RouteSeat position) => string.Equals(official.Position.Trim(), position.Value.Trim(), StringComparison.OrdinalIgnoreCase);
}
