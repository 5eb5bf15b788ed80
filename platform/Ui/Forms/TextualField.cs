using Microsoft.AspNetCore.Components;

namespace Virtuos.Ui;

/// <summary>A question answered by typing.</summary>
public abstract class TextualField : Field
{
    [Parameter] public string? Value { get; set; }

    /// <summary>Token of the HTML standard by which the browser offers the person's own data (name, email, tel, street-address, postal-code…).</summary>
    [Parameter] public string? Autocomplete { get; set; }

    /// <summary>Keyboard of a phone: numeric, decimal, tel, email, url, search.</summary>
    [Parameter] public string? InputMode { get; set; }

    /// <summary>False for codes and names, which a spelling checker would spoil.</summary>
    [Parameter] public bool? Spellcheck { get; set; }

    /// <summary>Most characters the answer may have; told in the hint of a text area.</summary>
    [Parameter] public int? MaxLength { get; set; }

    protected string? SpellcheckText => Spellcheck is { } wanted ? wanted ? "true" : "false" : null;
}
