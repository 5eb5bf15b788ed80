using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>A document is kept by the rule of another group than its file; the file is then kept at least as long and as high.</summary>
internal sealed class DocumentRule : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    /// <summary>Id of the document.</summary>
    public required Guid Id { get; init; }

    public required Guid? Plan { get; set; }

    /// <summary>The group whose rule it follows.</summary>
    public required string FilingMark { get; set; }

    public required string Reason { get; set; }

    public required DateTimeOffset SetAt { get; set; }

    public required string SetByName { get; set; }
}
