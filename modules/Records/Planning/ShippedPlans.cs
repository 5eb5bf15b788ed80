using System.Security.Cryptography;
using System.Text;

namespace Virtuos.Records;

/// <summary>The file plans that the program brings, for offices that have none of their own; read once and checked when read.</summary>
internal sealed class ShippedPlans
{
    private readonly List<PlanTree> plans;

    public ShippedPlans()
    {
        plans = [.. LawFiles.Resources(".Law.filing-plan-").Select(name => Tree(LawFiles.ReadResource<Written>(name))).OrderBy(p => p.Plan.OpenedOn)];
    }

    /// <summary>The plan in force on a day.</summary>
    public PlanTree On(DateOnly day) => plans.FindLast(p => p.Plan.OpenedOn <= day) ?? plans[0];

    private static PlanTree Tree(Written written)
    {
        var plan = new FilePlan
        {
            Id = IdOf(written.Identifier),
            Identifier = written.Identifier,
            Source = Identity.Ours,
            Name = written.Name,
            Note = written.Note,
            OpenedOn = written.From,
            Issuer = new(null, null, Identity.Ours, "", ""),
            ProposedAt = default,
            ProposedByName = Identity.Ours,
        };
        var source = $"{Identity.Ours}: {written.Identifier}";
        var rules = written.Rules.ToDictionary(r => r.Code, r => new RetentionRule
        {
            Identifier = r.Code,
            Source = source,
            Name = r.Code,
            Reason = r.Reason,
            Mark = r.Mark,
            Years = r.Years,
            TriggerEvent = r.Trigger ?? written.Trigger,
        }, StringComparer.Ordinal);
        List<SubjectGroup> groups = [];
        foreach (var top in written.Groups) Grow(top, null);
        return new(plan, groups, rules.Values);

        void Grow(WrittenGroup from, SubjectGroup? parent)
        {
            var mark = parent is null ? from.Mark : $"{parent.Mark}.{from.Mark}";
            var group = new SubjectGroup
            {
                Id = IdOf($"{written.Identifier}/{mark}"),
                Parent = parent?.Id,
                Position = groups.Count + 1,
                Identifier = $"{written.Identifier}/{mark}",
                Source = Identity.Ours,
                SimpleMark = from.Mark,
                Mark = mark,
                Name = from.Name,
                Note = from.Note,
                CreatedOn = written.From,
                OpenedOn = written.From,
                Rule = from.Rule is { } code ? rules[code].Id : null,
                TypeFiles = from.TypeFiles,
                Sections = [.. from.Sections.Select(s => new SectionPlan(s.Mark, s.Name, rules[s.Rule!].Id))],
            };
            groups.Add(group);
            foreach (var child in from.Groups) Grow(child, group);
        }
    }

    // What is written out today has the same ids tomorrow, whatever node writes it.
    private static Guid IdOf(string identifier) => new(SHA256.HashData(Encoding.UTF8.GetBytes(identifier)).AsSpan(0, 16));

    private sealed class Written
    {
        public DateOnly From { get; set; }

        public string Identifier { get; set; } = "";

        public string Name { get; set; } = "";

        public string? Note { get; set; }

        public string Trigger { get; set; } = "";

        public List<WrittenRule> Rules { get; set; } = [];

        public List<WrittenGroup> Groups { get; set; } = [];
    }

    private sealed class WrittenRule
    {
        public string Code { get; set; } = "";

        public string Mark { get; set; } = "";

        public int Years { get; set; }

        public string Reason { get; set; } = "";

        public string? Trigger { get; set; }
    }

    private sealed class WrittenGroup
    {
        public string Mark { get; set; } = "";

        public string Name { get; set; } = "";

        public string? Note { get; set; }

        public string? Rule { get; set; }

        public bool TypeFiles { get; set; }

        public List<WrittenGroup> Sections { get; set; } = [];

        public List<WrittenGroup> Groups { get; set; } = [];
    }
}
