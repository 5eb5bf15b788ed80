using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Queue">Slug of the queue, or null for the usual one; so for the others.</param>
internal sealed record WorklistInput(string? Queue, string? Whose, Guid? Unit, Guid? Holder, string? After, string? Before);

/// <param name="Total">Rows of the whole list, exact.</param>
/// <param name="Units">The units whose documents the caller sees; null = all.</param>
internal sealed record WorklistView(ListChoice Choice, IReadOnlyList<Whose> Choices, IReadOnlyDictionary<Queue, int> Counts, ListPart Part, int Total, People People, IReadOnlySet<Guid>? Units, DateOnly Today);

/// <summary>An official looks at a queue of the desk.</summary>
internal sealed class ReadWorklist(Caller caller, RecordsDb db, Worklist worklist, IDirectory directory, TimeProvider clock) : UseCase<WorklistInput, WorklistView>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<WorklistView>> Do(WorklistInput input, CancellationToken cancel)
    {
        var choices = worklist.Choices();
        if (ListChoice.Of(choices, input.Queue, input.Whose, input.Unit, input.Holder) is not { } choice || Caller.Office is not { } office) return Refusal.Forbidden();
        await db.Stay(cancel);
        var counts = await worklist.Counts(choice.Whose, cancel);
        return new WorklistView(choice, choices, counts, await worklist.Read(choice, input.After, input.Before, cancel),
            choice.IsNarrowed ? await worklist.Count(choice, cancel) : counts[choice.Queue], await People.Of(directory, office, cancel),
            Caller.UnitsOf(RecordsPermissions.Read), Prague.Today(clock));
    }
}

/// <summary>Units and officials of the office by id, for showing names.</summary>
internal sealed record People(IReadOnlyDictionary<Guid, UnitCard> Units, IReadOnlyDictionary<Guid, OfficialCard> Officials)
{
    public static async Task<People> Of(IDirectory directory, Guid office, CancellationToken cancel) => new(
        (await directory.Units(office, cancel)).ToDictionary(u => u.Id),
        (await directory.Officials(office, cancel)).ToDictionary(o => o.Id));

    public string Unit(Guid id) => Units.TryGetValue(id, out var unit) ? unit.Name : "";

    public string Official(Guid? id) => id is { } one && Officials.TryGetValue(one, out var official) ? official.Name : "";
}
