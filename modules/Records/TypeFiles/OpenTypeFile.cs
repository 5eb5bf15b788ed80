using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="FilingMark">A group of the plan that is meant for type files.</param>
internal sealed record OpenTypeFileInput(string? FilingMark, string? Name);

/// <summary>A type file is opened for a lasting thing, with all sections that its group has and the first volume of each.</summary>
internal sealed class OpenTypeFile(Caller caller, RecordsDb db, FilePlans plans, TimeProvider clock) : UseCase<OpenTypeFileInput, Guid>(caller, RecordsPermissions.Handle)
{
    public const int LongestName = 200;

    protected override async Task<Result<Guid>> Do(OpenTypeFileInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office || Caller.Unit is not { } unit) return Refusal.Forbidden();
        var (at, today) = (clock.GetUtcNow(), Prague.Today(clock));
        var plan = await plans.On(office, today, cancel);
        List<Refusal> no = [];
        var group = plan.ForTypeFiles(today).FirstOrDefault(g => g.Mark == input.FilingMark?.Trim());
        if (group is null) no.Add(Refusal.Invalid(nameof(input.FilingMark), "records.type-file.no-group"));
        var name = SafeText.Clean(input.Name, LongestName);
        if (name.Text.Length == 0) no.Add(Refusal.Invalid(nameof(input.Name), "records.type-file.no-name"));
        else if (name.TooLong) no.Add(Refusal.Invalid(nameof(input.Name), "records.refusal.too-long", ("count", LongestName)));
        if (no.Count > 0) return no;

        var file = new TypeFile { Office = office, Plan = plan.Key, FilingMark = group!.Mark, Name = name.Text, Unit = unit, Holder = Caller.Acting, OpenedAt = at };
        db.Add(file);
        foreach (var planned in group.Sections)
        {
            var section = new FileSection { Office = office, TypeFile = file.Id, SimpleMark = planned.Mark, Mark = PlanTree.MarkOf(group, planned), Name = planned.Name, OpenedAt = at };
            db.Add(section);
            db.Add(new FileVolume { Office = office, Section = section.Id, Number = 1, OpenedAt = at });
        }
        db.Add(FileStep.Of(office, file.Id, FileStepKind.Opened, Caller, at, group.Mark));
        await db.SaveChangesAsync(cancel);
        return file.Id;
    }
}
