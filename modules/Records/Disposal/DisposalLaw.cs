namespace Virtuos.Records;

/// <summary>What law says of the papers of a procedure, in force from a day.</summary>
internal sealed class DisposalLaw
{
    public DateOnly From { get; set; }

    public string Source { get; set; } = "";

    /// <summary>Marks of the file plan under which procedures are kept; the first that the plan has.</summary>
    public List<string> FilingMarks { get; set; } = [];

    /// <summary>What the proposal says it is.</summary>
    public string Proposal { get; set; } = "";

    /// <summary>What the certificate of destruction says it is.</summary>
    public string Certificate { get; set; } = "";
}

/// <summary>All versions that the program came with.</summary>
internal sealed class DisposalLaws
{
    private readonly List<DisposalLaw> versions = [.. LawFiles.Read<List<DisposalLaw>>("disposal").OrderBy(v => v.From)];

    public DisposalLaw On(DateOnly day) => versions.FindLast(v => v.From <= day) ?? versions[0];
}
