namespace Virtuos.Records;

/// <summary>A version of the file plan as a whole: its groups in order, with their rules.</summary>
internal sealed class PlanTree
{
    private readonly Dictionary<string, SubjectGroup> byMark;
    private readonly Dictionary<Guid, SubjectGroup> byId;
    private readonly Dictionary<Guid, RetentionRule> rules;
    private readonly HashSet<Guid> parents;

    public PlanTree(FilePlan plan, IEnumerable<SubjectGroup> groups, IEnumerable<RetentionRule> rules)
    {
        Plan = plan;
        Groups = [.. groups.OrderBy(g => g.Position)];
        this.rules = rules.ToDictionary(r => r.Id);
        byMark = Groups.ToDictionary(g => g.Mark, StringComparer.Ordinal);
        byId = Groups.ToDictionary(g => g.Id);
        parents = [.. Groups.Where(g => g.Parent is not null).Select(g => g.Parent!.Value)];
    }

    public FilePlan Plan { get; }

    /// <summary>Parents before their children.</summary>
    public IReadOnlyList<SubjectGroup> Groups { get; }

    public IEnumerable<RetentionRule> Rules => rules.Values;

    /// <summary>What a file keeps of the plan it was opened under; null for the plan that the program brings.</summary>
    public Guid? Key => Plan.Office == Guid.Empty ? null : Plan.Id;

    /// <summary>The same plan under another issuer.</summary>
    public PlanTree IssuedBy(ExternalPerson issuer) => new(new FilePlan
    {
        Id = Plan.Id,
        Identifier = Plan.Identifier,
        Source = Plan.Source,
        Name = Plan.Name,
        Note = Plan.Note,
        OpenedOn = Plan.OpenedOn,
        Issuer = issuer,
        ProposedAt = Plan.ProposedAt,
        ProposedByName = Plan.ProposedByName,
    }, Groups, Rules);

    public SubjectGroup? Find(string? mark) => mark is null ? null : byMark.GetValueOrDefault(mark);

    public RetentionRule? RuleOf(SubjectGroup group) => group.Rule is { } id ? rules[id] : null;

    public RetentionRule Rule(Guid id) => rules[id];

    public SubjectGroup? ParentOf(SubjectGroup group) => group.Parent is { } id ? byId[id] : null;

    /// <summary>From the top group to this one.</summary>
    public IReadOnlyList<SubjectGroup> PathTo(SubjectGroup group)
    {
        List<SubjectGroup> path = [group];
        while (ParentOf(path[0]) is { } parent) path.Insert(0, parent);
        return path;
    }

    public int Depth(SubjectGroup group) => PathTo(group).Count;

    public bool IsLowest(SubjectGroup group) => !parents.Contains(group.Id);

    private bool IsOpen(SubjectGroup group, DateOnly day) => IsLowest(group) && (group.ClosedOn is null || group.ClosedOn > day);

    /// <summary>The groups that take files on a day.</summary>
    public IEnumerable<SubjectGroup> ForFiles(DateOnly day) => Groups.Where(g => !g.TypeFiles && g.Rule is not null && IsOpen(g, day));

    public IEnumerable<SubjectGroup> ForTypeFiles(DateOnly day) => Groups.Where(g => g.TypeFiles && g.Sections.Count > 0 && IsOpen(g, day));

    /// <summary>Where a new file can lie under the mark on the day, with the rule by which it will be kept.</summary>
    public FilingPlace? Place(string? mark, DateOnly day) => Find(mark) is { TypeFiles: false, Rule: { } rule } group && IsOpen(group, day) ? new(Key, group.Mark, rules[rule], null) : null;

    /// <summary>The rule under a full mark: of a group, or of a section of a group for type files.</summary>
    public RetentionRule? RuleUnder(string mark)
    {
        if (Find(mark) is { } group) return RuleOf(group);
        foreach (var typed in Groups.Where(g => g.TypeFiles))
            if (typed.Sections.FirstOrDefault(s => MarkOf(typed, s) == mark) is { } section) return rules[section.Rule];
        return null;
    }

    /// <summary>The group under whose mark something lies: itself, or that of the section.</summary>
    public SubjectGroup? GroupUnder(string mark) => Find(mark) ?? Groups.FirstOrDefault(g => g.TypeFiles && g.Sections.Any(s => MarkOf(g, s) == mark));

    /// <summary>The full mark of a section: what lies in it carries it.</summary>
    public static string MarkOf(SubjectGroup group, SectionPlan section) => $"{group.Mark}.{section.Mark}";
}

/// <summary>Where a file is laid: the version of the plan, the mark and its rule, and the volume within a type file.</summary>
/// <param name="Plan">Null for the plan that the program brings.</param>
internal sealed record FilingPlace(Guid? Plan, string Mark, RetentionRule Rule, Guid? Volume);
