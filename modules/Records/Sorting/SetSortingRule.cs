using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Id">The rule that is changed; null for a new one, which comes last.</param>
internal sealed record SortingRuleInput(Guid? Id, uint? Version, string? Name, string? Channel, string? Box, string? Sender, string? Form, string? Words,
    string? Agenda, string? FilingMark, Guid? Unit, Guid? Official, string? DeadlineRule);

/// <summary>What was typed about a rule, read and judged.</summary>
internal sealed class SortingRuleReader(IDirectory directory, FilePlans plans, TimeProvider clock)
{
    public const int LongestName = 100;
    public const int LongestWords = 2000;

    /// <summary>Ways by which documents come.</summary>
    public static readonly string[] Channels = ["portal", "paper", "data-box", "e-mail", "media", "counter", "directory"];

    public async Task<Result<(string Name, SortingCondition When, SortingTarget Then)>> Read(Guid office, SortingRuleInput input, CancellationToken cancel)
    {
        List<Refusal> no = [];
        var name = Text(input.Name, nameof(input.Name), LongestName, no);
        if (name is null && no.Count == 0) no.Add(Refusal.Invalid(nameof(input.Name), "records.sorting.name-missing"));
        var when = new SortingCondition(input.Channel is { Length: > 0 } channel ? channel : null, Text(input.Box, nameof(input.Box), 20, no)?.ToLowerInvariant(),
            Text(input.Sender, nameof(input.Sender), 200, no), Text(input.Form, nameof(input.Form), 100, no)?.ToLowerInvariant(), Text(input.Words, nameof(input.Words), LongestWords, no, lines: true));
        if (when.Channel is not null && !Channels.Contains(when.Channel)) no.Add(Refusal.Invalid(nameof(input.Channel), "records.sorting.no-such-channel"));
        if (when.IsEmpty) no.Add(Refusal.Invalid(nameof(input.Words), "records.sorting.no-condition"));
        if (!PaperAgenda.All.Any(a => a.Code == input.Agenda)) no.Add(Refusal.Invalid(nameof(input.Agenda), "records.refusal.no-agenda"));
        var mark = Text(input.FilingMark, nameof(input.FilingMark), 50, no);
        if (mark is not null && await plans.Place(office, mark, Prague.Today(clock), cancel) is null) no.Add(Refusal.Invalid(nameof(input.FilingMark), "records.sorting.no-such-mark"));
        var rule = input.DeadlineRule is { Length: > 0 } code ? code : null;
        if (rule is not null && !PaperAgenda.All.Any(a => a.DeadlineRule == rule)) no.Add(Refusal.Invalid(nameof(input.DeadlineRule), "records.sorting.no-such-deadline"));

        var official = input.Official is { } id ? await directory.Official(id, cancel) : null;
        if (input.Official is not null && official?.Office != office) no.Add(Refusal.Invalid("To", "records.refusal.no-such-official"));
        var unit = input.Unit ?? official?.Unit;
        if (unit is not null && !(await directory.Units(office, cancel)).Any(u => u.Id == unit)) no.Add(Refusal.Invalid("To", "records.refusal.no-such-unit"));
        return no.Count > 0 ? no : (name!, when, new SortingTarget(input.Agenda!, mark, unit, official?.Id, rule));
    }

    private static string? Text(string? typed, string field, int most, List<Refusal> no, bool lines = false)
    {
        var clean = SafeText.Clean(typed, most, multiline: lines);
        if (clean.TooLong) no.Add(Refusal.Invalid(field, "records.refusal.too-long", ("count", most)));
        return clean.Text.Length == 0 ? null : clean.Text;
    }
}

/// <summary>The office says by which rule documents are sorted.</summary>
internal sealed class SetSortingRule(Caller caller, RecordsDb db, SortingRuleReader reader, TimeProvider clock) : UseCase<SortingRuleInput, Guid>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<Guid>> Do(SortingRuleInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var rule = input.Id is { } id ? await db.SortingRules.FirstOrDefaultAsync(r => r.Id == id, cancel) : null;
        if (input.Id is not null && rule is null) return Refusal.NotFound();
        if (rule is not null && input.Version is { } seen && seen != rule.Version) return Refusal.Conflict("kernel.stale-version");
        var read = await reader.Read(office, input, cancel);
        if (!read.Succeeded) return read.As<Guid>();

        if (rule is null) db.Add(rule = new() { Name = read.Value.Name, Position = (await db.SortingRules.MaxAsync(r => (int?)r.Position, cancel) ?? 0) + 1, ChangedAt = clock.GetUtcNow(), ChangedByName = Caller.Name });
        (rule.Name, rule.ChangedAt, rule.ChangedByName) = (read.Value.Name, clock.GetUtcNow(), Caller.Name);
        rule.Say(read.Value.When, read.Value.Then);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Invalid(nameof(input.Name), "records.sorting.name-taken");
        }
        return rule.Id;
    }
}
