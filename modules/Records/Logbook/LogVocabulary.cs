namespace Virtuos.Records;

/// <summary>How entries of the ledger are called in the transaction log of the national standard, in force from a day (NSESSS 2023, annex 6).</summary>
internal sealed class LogVocabulary
{
    public DateOnly From { get; set; }

    public string Source { get; set; } = "";

    /// <summary>Marks of the file plan under which daily logs are kept; the first that the plan has.</summary>
    public List<string> FilingMarks { get; set; } = [];

    /// <summary>Codes of the standard for events, with Czech words.</summary>
    public Dictionary<string, string> Events { get; set; } = [];

    /// <summary>Codes of the standard for objects, with Czech words.</summary>
    public Dictionary<string, string> Objects { get; set; } = [];

    /// <summary>Our kinds of things → codes of objects.</summary>
    public Dictionary<string, string> Kinds { get; set; } = [];

    /// <summary>Our kinds of things that the standard has no code for → Czech words.</summary>
    public Dictionary<string, string> OtherKinds { get; set; } = [];

    /// <summary>Codes of events of documents that the log of their file tells too.</summary>
    public List<string> FileEvents { get; set; } = [];

    /// <summary><c>added</c>, <c>modified</c>, <c>deleted</c>, <c>read</c> → codes of events.</summary>
    public Dictionary<string, string> Deeds { get; set; } = [];

    /// <summary>Steps in the history of a document → codes of events of that document.</summary>
    public Dictionary<string, string> Steps { get; set; } = [];

    /// <summary>Steps in the history of a file or type file → codes of events of that file.</summary>
    public Dictionary<string, string> FileSteps { get; set; } = [];

    /// <summary>Acts that mean more: act → kind of thing → code of the event.</summary>
    public Dictionary<string, Dictionary<string, string>> Acts { get; set; } = [];

    /// <summary>Acts that mean just what was done to the thing.</summary>
    public List<string> Plain { get; set; } = [];

    public bool Knows(string act) => Acts.ContainsKey(act) || Plain.Contains(act);

    /// <summary>The code of the event: what the act means for this kind of thing, or what was done to it.</summary>
    public string Event(string act, string kind, string deed) =>
        Acts.TryGetValue(act, out var kinds) && kinds.TryGetValue(kind, out var said) ? said : Deeds[deed];

    /// <summary>The code of an object; null where the standard has none and <see cref="Words"/> says it.</summary>
    public string? Object(string kind) => Kinds.GetValueOrDefault(kind);

    /// <summary>The kind of a thing in Czech words.</summary>
    public string Words(string kind) => Object(kind) is { } code ? Objects[code] : OtherKinds.GetValueOrDefault(kind, kind);
}

/// <summary>All versions that the program came with; read once and checked when read.</summary>
internal sealed class LogVocabularies
{
    private readonly List<LogVocabulary> versions;

    public LogVocabularies()
    {
        versions = [.. LawFiles.Read<List<LogVocabulary>>("transaction-log").OrderBy(v => v.From)];
        foreach (var version in versions)
        {
            var events = version.Acts.Values.SelectMany(a => a.Values).Concat(version.Deeds.Values).Concat(version.Steps.Values).Concat(version.FileSteps.Values).Concat(version.FileEvents);
            if (events.FirstOrDefault(e => !version.Events.ContainsKey(e)) is { } unknown) throw new InvalidDataException($"transaction-log.yaml: the event '{unknown}' is unknown.");
            if (version.Kinds.Values.FirstOrDefault(o => !version.Objects.ContainsKey(o)) is { } thing) throw new InvalidDataException($"transaction-log.yaml: the object '{thing}' is unknown.");
            if (version.Steps.Keys.FirstOrDefault(k => !Enum.TryParse<StepKind>(k, out _)) is { } step) throw new InvalidDataException($"transaction-log.yaml: the step '{step}' is unknown.");
            if (version.FileSteps.Keys.FirstOrDefault(k => !Enum.TryParse<FileStepKind>(k, out _)) is { } fileStep) throw new InvalidDataException($"transaction-log.yaml: the step '{fileStep}' is unknown.");
            if (version.Acts.Keys.FirstOrDefault(version.Plain.Contains) is { } twice) throw new InvalidDataException($"transaction-log.yaml: the act '{twice}' is there twice.");
        }
    }

    public LogVocabulary On(DateOnly day) => versions.FindLast(v => v.From <= day) ?? versions[0];
}
