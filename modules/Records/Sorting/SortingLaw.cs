namespace Virtuos.Records;

/// <summary>A version of the shipped rules and of the bounds of suggestions.</summary>
internal sealed class SortingVersion
{
    public DateOnly From { get; set; }

    public string Source { get; set; } = "";

    /// <summary>From 0 to 1; below it nothing is suggested.</summary>
    public double Certainty { get; set; }

    /// <summary>Decisions of people that an office has before anything is suggested.</summary>
    public int LeastDecisions { get; set; }

    /// <summary>Decisions for a label before it is suggested.</summary>
    public int LeastOfLabel { get; set; }

    public List<ShippedRule> Rules { get; set; } = [];
}

internal sealed class ShippedRule
{
    private SortingCondition? condition;

    public string Name { get; set; } = "";

    public string Agenda { get; set; } = "";

    public List<string> Words { get; set; } = [];

    public SortingCondition Condition => condition ??= new(null, null, null, null, string.Join('\n', Words));
}

/// <summary>Sorting as it is shipped: <c>Law/sorting.yaml</c>.</summary>
internal sealed class SortingLaw
{
    private readonly Lazy<List<SortingVersion>> versions = new(() => LawFiles.Read<List<SortingVersion>>("sorting"));

    public SortingVersion On(DateOnly day) => versions.Value.Where(v => v.From <= day).MaxBy(v => v.From) ?? versions.Value[0];
}
