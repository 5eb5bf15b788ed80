namespace Virtuos.Ui;

/// <summary>One bar of a chart.</summary>
/// <param name="Label">What is measured.</param>
/// <param name="Value">Zero or more.</param>
public sealed record Bar(string Label, decimal Value)
{
    /// <summary>The value as people read it, with its unit; the plain number without it.</summary>
    public string? Text { get; init; }

    /// <summary>Where the bar leads.</summary>
    public string? Href { get; init; }
}
