namespace Virtuos.Kernel.Paper;

/// <summary>A stretch of text of one look; a line feed inside it breaks the line.</summary>
public sealed record Run(string Text)
{
    public bool Bold { get; init; }

    public bool Italic { get; init; }

    /// <summary>An http, https, mailto or tel address; anything else is shown as plain text.</summary>
    public string? Link { get; init; }

    /// <summary>BCP 47 tag when the stretch is in another language than the paper.</summary>
    public string? Language { get; init; }

    /// <summary>The link as a safe ASCII address, or null.</summary>
    internal string? SafeLink => PaperLink.Safe(Link);
}

/// <summary>Text of one or more runs; a string is a text of one plain run.</summary>
public sealed record RichText(params IReadOnlyList<Run> Runs)
{
    public static readonly RichText Empty = new([]);

    public static implicit operator RichText(string text) => new([new Run(text)]);

    public static RichText Bold(string text) => new([new Run(text) { Bold = true }]);

    public static RichText Link(string text, string address) => new([new Run(text) { Link = address }]);

    /// <summary>The words without their look, cleaned of what cannot be printed.</summary>
    public string Plain => string.Concat(Runs.Select(run => CleanText.Of(run.Text)));
}

/// <summary>Decides which link targets may leave the house.</summary>
internal static class PaperLink
{
    private const int LongestAddress = 2048;

    public static string? Safe(string? link) =>
        link is { Length: > 0 and <= LongestAddress }
        && Uri.TryCreate(link, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https" or "mailto" or "tel"
        && address.AbsoluteUri.All(char.IsAscii)
            ? address.AbsoluteUri
            : null;
}
