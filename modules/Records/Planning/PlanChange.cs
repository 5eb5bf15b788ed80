namespace Virtuos.Records;

internal enum ChangeKind
{
    Added,
    Changed,
    Removed,
}

/// <summary>What a new version of the plan changes about one mark, and what lies open there.</summary>
/// <param name="What">Parts that differ: <c>name</c>, <c>retention</c>, <c>trigger</c>, <c>closed</c>, <c>type-files</c>, <c>sections</c>, <c>other</c>.</param>
/// <param name="Before">Code of the rule before; null where there was none.</param>
internal sealed record PlanChange(ChangeKind Kind, string Mark, string Name, IReadOnlyList<string> What, string? Before, string? After, MarkUse Use)
{
    /// <summary>It takes away a mark under which something lies open.</summary>
    public bool Hinders => Kind == ChangeKind.Removed && Use.Files > 0;

    /// <summary>Compares two versions mark by mark, in the order of the new one; what was removed comes last.</summary>
    public static IReadOnlyList<PlanChange> Between(PlanTree old, PlanTree next, IReadOnlyDictionary<string, MarkUse> use)
    {
        List<PlanChange> changes = [];
        foreach (var group in next.Groups)
        {
            var after = next.RuleOf(group);
            if (old.Find(group.Mark) is not { } before)
            {
                changes.Add(new(ChangeKind.Added, group.Mark, group.Name, [], null, after?.Code, Of(group.Mark)));
                continue;
            }
            if (Differences(old, before, next, group) is { Count: > 0 } what) changes.Add(new(ChangeKind.Changed, group.Mark, group.Name, what, old.RuleOf(before)?.Code, after?.Code, Of(group.Mark)));
        }
        foreach (var (mark, name, code) in Marks(old))
            if (!Marks(next).Any(m => m.Mark == mark)) changes.Add(new(ChangeKind.Removed, mark, name, [], code, null, Of(mark)));
        return changes;

        MarkUse Of(string mark) => use.GetValueOrDefault(mark, MarkUse.None);
    }

    private static List<string> Differences(PlanTree old, SubjectGroup before, PlanTree next, SubjectGroup after)
    {
        var (was, will) = (old.RuleOf(before), next.RuleOf(after));
        List<string> what = [];
        if (before.Name != after.Name) what.Add("name");
        if (was?.Terms != will?.Terms) what.Add("retention");
        if (was?.TriggerEvent != will?.TriggerEvent) what.Add("trigger");
        if (before.ClosedOn != after.ClosedOn || old.IsLowest(before) != next.IsLowest(after)) what.Add("closed");
        if (before.TypeFiles != after.TypeFiles) what.Add("type-files");
        if (!before.Sections.Select(s => (s.Mark, s.Name, old.Rule(s.Rule).Terms)).SequenceEqual(after.Sections.Select(s => (s.Mark, s.Name, next.Rule(s.Rule).Terms)))) what.Add("sections");
        if ((before.Note, before.Numbering, before.StandingConsent) != (after.Note, after.Numbering, after.StandingConsent)) what.Add("other");
        return what;
    }

    // Marks under which something can lie: of groups and of their sections.
    private static IEnumerable<(string Mark, string Name, string? Code)> Marks(PlanTree plan) => plan.Groups.SelectMany(g =>
        g.Sections.Select(s => (PlanTree.MarkOf(g, s), $"{g.Name}: {s.Name}", (string?)plan.Rule(s.Rule).Code)).Prepend((g.Mark, g.Name, plan.RuleOf(g)?.Code)));
}
