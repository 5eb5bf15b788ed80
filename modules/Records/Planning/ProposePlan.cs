using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Plan">XML by <c>nsesss-plan.xsd</c>.</param>
internal sealed record ProposePlanInput(Stream? Plan);

/// <summary>A records manager imports a file plan; it is a proposal until it is adopted. A plan with faults is not taken in at all.</summary>
internal sealed class ProposePlan(Caller caller, RecordsDb db, RetentionMarks marks, TimeProvider clock) : UseCase<ProposePlanInput, Guid>(caller, RecordsPermissions.Manage)
{
    /// <returns>The proposal.</returns>
    protected override async Task<Result<Guid>> Do(ProposePlanInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        if (input.Plan is not { Length: > 0 } source) return Refusal.Invalid(PlanFaults.Field, "records.plan.import.nothing");
        if (source.Length > PlanXmlReader.Largest) return Refusal.Invalid(PlanFaults.Field, "records.plan.import.too-large", ("megabytes", PlanXmlReader.Largest / 1_000_000));
        var id = Guid.CreateVersion7();
        var result = PlanXmlReader.Read(source, id);
        if (!result.Succeeded) return result.As<Guid>();
        var read = result.Value;
        if (read.Rules.FirstOrDefault(r => !marks.InPlan(r.Mark, read.OpenedOn)) is { } old) return Refusal.Invalid(PlanFaults.Field, "records.plan.old-mark", ("mark", old.Mark), ("rule", old.Identifier), ("day", read.OpenedOn));

        db.Add(new FilePlan
        {
            Office = office,
            Id = id,
            Identifier = read.Identity.Value,
            Source = read.Identity.Source,
            Name = read.Name,
            Note = read.Note,
            OpenedOn = read.OpenedOn,
            Issuer = read.Issuer,
            ProposedAt = clock.GetUtcNow(),
            ProposedBy = Caller.Person,
            ProposedByName = Caller.Name,
        });
        db.AddRange(read.Rules);
        db.AddRange(read.Groups);
        await db.SaveChangesAsync(cancel);
        return id;
    }
}
