namespace Virtuos.Records.Packages;

/// <summary>A rule of the archive for packages: what it asks, by which law, when it is asked, and the values and the day that it names.</summary>
internal sealed class SipRule
{
    public string Code { get; set; } = "";

    /// <summary>The words of the rule, in Czech.</summary>
    public string Asks { get; set; } = "";

    /// <summary>The place in law or standard; empty where the archive names none.</summary>
    public string Law { get; set; } = "";

    /// <summary>The occasions on which it is asked: <c>disposal-metadata</c>, <c>disposal</c>, <c>hand-over</c>.</summary>
    public List<string> Profiles { get; set; } = [];

    /// <summary>Which hint on repairing belongs to it.</summary>
    public string Hint { get; set; } = "";

    /// <summary>What it finds in something still alive may mend itself by waiting.</summary>
    public bool ComesWithTime { get; set; }

    /// <summary>The day in its words, where it has one.</summary>
    public DateOnly? Day { get; set; }

    /// <summary>The values in its words, where it lists them.</summary>
    public HashSet<string> Values { get; set; } = [];
}

/// <summary>All rules in force on a day, in the order of the archive.</summary>
internal sealed class RuleTable
{
    private static readonly Lazy<List<RuleTable>> Tables = new(Read);

    private readonly Dictionary<string, SipRule> byCode;

    private RuleTable(Version version)
    {
        (From, Source, Rules) = (version.From, version.Source, version.Rules);
        byCode = Rules.ToDictionary(r => r.Code, StringComparer.Ordinal);
    }

    public static readonly IReadOnlyList<string> Profiles = ["disposal-metadata", "disposal", "hand-over"];

    public DateOnly From { get; }

    public string Source { get; }

    public IReadOnlyList<SipRule> Rules { get; }

    public SipRule this[string code] => byCode[code];

    public static RuleTable On(DateOnly day) => Tables.Value.FindLast(t => t.From <= day) ?? Tables.Value[0];

    private static List<RuleTable> Read() => [.. LawFiles.Read<List<Version>>("package-rules").OrderBy(v => v.From).Select(v => new RuleTable(v))];

    private sealed class Version
    {
        public DateOnly From { get; set; }

        public string Source { get; set; } = "";

        public List<SipRule> Rules { get; set; } = [];
    }
}
