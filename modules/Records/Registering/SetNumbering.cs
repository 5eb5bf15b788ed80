using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Patterns with {mark}, {number} and {year}.</summary>
internal sealed record NumberingInput(string? NumberPattern, string? MarkPattern);

/// <summary>The office decides how its reference numbers and file marks are written; numbers already given stay as they are.</summary>
internal sealed class SetNumbering(Caller caller, RecordsDb db, IDirectory directory) : UseCase<NumberingInput, Done>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<Done>> Do(NumberingInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } id || await directory.Office(id, cancel) is not { } office) return Refusal.Forbidden();
        List<Refusal> no = [];
        if (!NumberPattern.TryParse(input.NumberPattern, office.Mark, out var numbers)) no.Add(Refusal.Invalid(nameof(input.NumberPattern), "records.refusal.pattern"));
        if (!NumberPattern.TryParse(input.MarkPattern, office.Mark, out var marks)) no.Add(Refusal.Invalid(nameof(input.MarkPattern), "records.refusal.pattern"));
        if (no.Count > 0) return no;

        var setting = await db.RegistrySettings.FirstOrDefaultAsync(cancel);
        if (setting is null) db.Add(new RegistrySetting { Office = id, NumberPattern = numbers!.Value.Text, MarkPattern = marks!.Value.Text });
        else (setting.NumberPattern, setting.MarkPattern) = (numbers!.Value.Text, marks!.Value.Text);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>The patterns in force, with an example of each.</summary>
internal sealed record NumberingView(string NumberPattern, string MarkPattern, string NumberExample, string MarkExample);

/// <summary>How the office writes its numbers now.</summary>
internal sealed class ReadNumbering(Caller caller, RecordsDb db, IDirectory directory, TimeProvider clock) : UseCase<Done, NumberingView>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<NumberingView>> Do(Done input, CancellationToken cancel)
    {
        if (Caller.Office is not { } id || await directory.Office(id, cancel) is not { } office) return Refusal.Forbidden();
        var setting = await db.RegistrySettings.AsNoTracking().FirstOrDefaultAsync(cancel);
        var numbers = setting is null ? NumberPattern.Documents : NumberPattern.Stored(setting.NumberPattern);
        var marks = setting is null ? NumberPattern.Files : NumberPattern.Stored(setting.MarkPattern);
        var year = Kernel.Calendar.Prague.Today(clock).Year;
        return new NumberingView(numbers.Text, marks.Text, numbers.Write(office.Mark, 125, year), marks.Write(office.Mark, 48, year));
    }
}
