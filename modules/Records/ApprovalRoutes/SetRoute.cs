using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Who">Codes of seats, empty ones left out of account.</param>
internal sealed record StepInput(string? Name, string? Mode, IReadOnlyList<string> Who)
{
    public bool IsEmpty => string.IsNullOrWhiteSpace(Name) && Who.All(string.IsNullOrWhiteSpace);
}

/// <param name="Id">The route that is changed; null for a new one.</param>
internal sealed record SetRouteInput(Guid? Id, uint? Version, string? Name, DateOnly? FirstDay, DateOnly? LastDay, bool LastDayTyped, IReadOnlyList<string> Agendas, IReadOnlyList<string> Kinds, IReadOnlyList<StepInput> Steps);

/// <summary>The office says which way documents go through approval; what is under way keeps the route that it began on.</summary>
internal sealed class SetRoute(Caller caller, RecordsDb db, IDirectory directory, TimeProvider clock) : UseCase<SetRouteInput, Guid>(caller, RecordsPermissions.Settings)
{
    public const int LongestName = 100;

    protected override async Task<Result<Guid>> Do(SetRouteInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var route = input.Id is { } id ? await db.ApprovalRoutes.FirstOrDefaultAsync(r => r.Id == id, cancel) : null;
        if (input.Id is not null && route is null) return Refusal.NotFound();
        if (route is not null && input.Version is { } seen && seen != route.Version) return Refusal.Conflict("kernel.stale-version");

        List<Refusal> no = [];
        var name = Text(input.Name, nameof(input.Name), "records.route.name-missing", no);
        if (input.FirstDay is null) no.Add(Refusal.Invalid(nameof(input.FirstDay), "records.route.first-day-missing"));
        if (input.LastDay is null && input.LastDayTyped) no.Add(Refusal.Invalid(nameof(input.LastDay), "records.route.last-day-wrong"));
        if (input.LastDay < input.FirstDay) no.Add(Refusal.Invalid(nameof(input.LastDay), "records.route.backwards"));
        if (input.Agendas.Any(a => !PaperAgenda.All.Any(p => p.Code == a))) no.Add(Refusal.Invalid(nameof(input.Agendas), "records.route.no-such-agenda"));
        if (input.Kinds.Any(k => !Enum.GetNames<OwnKind>().Contains(k))) no.Add(Refusal.Invalid(nameof(input.Kinds), "records.route.no-such-kind"));
        var steps = Steps(input.Steps, await directory.Officials(office, cancel), await directory.Units(office, cancel), await RouteFinder.Others(directory, office, cancel), no);
        if (no.Count > 0) return no;

        var at = clock.GetUtcNow();
        if (route is null) db.Add(route = new() { Name = name, FirstDay = input.FirstDay!.Value, Agendas = [], Kinds = [], Steps = [], ChangedAt = at, ChangedByName = Caller.Name });
        (route.Name, route.FirstDay, route.LastDay, route.Agendas, route.Kinds, route.Steps) = (name, input.FirstDay!.Value, input.LastDay, [.. input.Agendas.Distinct()], [.. input.Kinds.Distinct()], steps);
        (route.ChangedAt, route.ChangedByName) = (at, Caller.Name);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Invalid(nameof(input.Name), "records.route.name-taken");
        }
        return route.Id;
    }

    private static List<RouteStep> Steps(IReadOnlyList<StepInput> typed, IReadOnlyList<OfficialCard> officials, IReadOnlyList<UnitCard> units, IReadOnlyList<OfficeCard> others, List<Refusal> no)
    {
        List<RouteStep> steps = [];
        foreach (var (step, at) in typed.Select((step, at) => (step, at)).Where(s => !s.step.IsEmpty))
        {
            var who = step.Who.Where(w => !string.IsNullOrWhiteSpace(w)).Distinct().ToList();
            var name = Text(step.Name, $"StepName{at}", "records.route.step-name-missing", no);
            if (who.Count == 0) no.Add(Refusal.Invalid($"Who{at}-0", "records.route.step-empty"));
            foreach (var (code, seat) in who.Select((code, seat) => (code, seat)))
                if (RouteFinder.Fault(RouteSeat.Read(code), officials, units, others) is { } fault) no.Add(Refusal.Invalid($"Who{at}-{seat}", fault));
            if (!Enum.TryParse<StepMode>(step.Mode, out var mode) || !Enum.IsDefined(mode)) no.Add(Refusal.Invalid($"StepMode{at}", "records.route.mode-missing"));
            steps.Add(new(name, mode, who));
        }
        // A person of this office reads it before it leaves the house, and gives it its number at the end.
        if (steps.Count > 0 && (AsksOffice(steps[0]) || AsksOffice(steps[^1]))) no.Add(Refusal.Invalid("StepName0", "records.route.office-between"));
        if (steps.Count == 0) no.Add(Refusal.Invalid("StepName0", "records.route.no-steps"));
        if (steps.Count > ApprovalRoute.MostSteps) no.Add(Refusal.Invalid("StepName0", "records.route.too-many-steps", ("count", ApprovalRoute.MostSteps)));
        return steps;
    }

    private static bool AsksOffice(RouteStep step) => step.Who.Any(w => RouteSeat.Read(w) is { Kind: "office" });

    private static string Text(string? typed, string field, string missing, List<Refusal> no)
    {
        var clean = SafeText.Clean(typed, LongestName);
        if (clean.Text.Length == 0) no.Add(Refusal.Invalid(field, missing));
        else if (clean.TooLong) no.Add(Refusal.Invalid(field, "records.refusal.too-long", ("count", LongestName)));
        return clean.Text;
    }
}
