using Microsoft.AspNetCore.Components;

namespace Virtuos.Ui;

/// <summary>An answer to choose.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Text">What people read.</param>
public sealed record Option(string Value, string Text)
{
    /// <summary>Help under the text.</summary>
    public string? Hint { get; init; }

    /// <summary>Language of the text when it is not that of the page.</summary>
    public string? Lang { get; init; }

    public bool Disabled { get; init; }

    /// <summary>Heading under which a select groups the answer.</summary>
    public string? Group { get; init; }

    /// <summary>Questions that only this answer brings; shown under it.</summary>
    public RenderFragment? Depends { get; init; }

    /// <summary>Plain answers whose value is also their text.</summary>
    public static IReadOnlyList<Option> Of(params string[] texts) => [.. texts.Select(text => new Option(text, text))];
}
