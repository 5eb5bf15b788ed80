using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Virtuos.Records;

/// <summary>One mark of the file plan: what belongs there and how long it is kept (§ 66 of act 499/2004).</summary>
internal sealed class FilingEntry
{
    /// <summary>Spisový znak, e.g. <c>56.2</c>.</summary>
    public string Mark { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary><c>A</c> (to the archive) or <c>S</c> (to be destroyed).</summary>
    public string Retention { get; set; } = "";

    /// <summary>Whole years after the file is closed.</summary>
    public int Years { get; set; }
}

/// <summary>The file plan in force from a day (spisový a skartační plán).</summary>
internal sealed class FilingPlan
{
    public DateOnly From { get; set; }

    public string Name { get; set; } = "";

    public List<FilingEntry> Entries { get; set; } = [];

    public FilingEntry? Find(string? mark) => Entries.Find(e => e.Mark == mark);
}

/// <summary>All file plans the program came with, newest last; read once and checked when read.</summary>
internal sealed class FilingPlans
{
    private readonly List<FilingPlan> plans;

    public FilingPlans()
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance)
            .WithTypeConverter(new YamlDotNet.Serialization.Converters.DateOnlyConverter(formats: "yyyy-MM-dd")).Build();
        var assembly = typeof(FilingPlans).Assembly;
        plans = [.. assembly.GetManifestResourceNames().Where(n => n.Contains(".Law.filing-plan-", StringComparison.Ordinal)).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return Checked(yaml.Deserialize<FilingPlan>(reader), name);
        }).OrderBy(p => p.From)];
    }

    /// <summary>The plan in force on a day.</summary>
    public FilingPlan On(DateOnly day) => plans.FindLast(p => p.From <= day) ?? plans[0];

    private static FilingPlan Checked(FilingPlan plan, string name)
    {
        if (plan.Entries.FirstOrDefault(e => e.Mark is "" or { Length: > 50 } || e.Name == "" || e.Retention is not ("A" or "S") || e.Years is < 0 or > 999) is { } wrong)
            throw new InvalidDataException($"{name}: the mark '{wrong.Mark}' is not complete.");
        if (plan.Entries.GroupBy(e => e.Mark).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidDataException($"{name}: the mark '{twice.Key}' is there twice.");
        return plan;
    }
}
