using Microsoft.AspNetCore.Components;

namespace Virtuos.Ui;

/// <summary>What every question of a form has: name, label, hint, message and the ids that join them.</summary>
public abstract class Field : ComponentBase
{
    /// <summary>Name under which the answer is sent; ids are made of it.</summary>
    [Parameter, EditorRequired] public required string Name { get; set; }

    [Parameter, EditorRequired] public required string Label { get; set; }

    /// <summary>Help under the label, in plain words.</summary>
    [Parameter] public string? Hint { get; set; }

    /// <summary>What is wrong; without it the message for this name among the errors of the page.</summary>
    [Parameter] public string? Error { get; set; }

    /// <summary>Marks the question "(nepovinné)"; required ones carry no mark.</summary>
    [Parameter] public bool Optional { get; set; }

    /// <summary>True when the question is the only one of its page: the label becomes its main heading.</summary>
    [Parameter] public bool Heading { get; set; }

    [Parameter] public bool Disabled { get; set; }

    /// <summary>Language of the label and hint when it is not that of the page.</summary>
    [Parameter] public string? Lang { get; set; }

    /// <summary>Further attributes of the input itself (maxlength, pattern of keys…), never style.</summary>
    [Parameter(CaptureUnmatchedValues = true)] public IReadOnlyDictionary<string, object>? More { get; set; }

    [CascadingParameter(Name = "FormErrors")] private IReadOnlyList<FieldError>? PageErrors { get; set; }

    /// <summary>Tells apart forms that ask the same on one page; the summary of errors leads to the one without it.</summary>
    [CascadingParameter(Name = "FormPart")] private string? Part { get; set; }

    protected string Id => FieldErrors.IdOf(Part is null ? Name : $"{Part}-{Name}");

    protected string HintId => Id + "-hint";

    protected string ErrorId => Id + "-error";

    protected string? Wrong => Error ?? PageErrors.For(Name);

    protected string? Invalid => Wrong is null ? null : "true";

    protected string? DescribedBy => Described(null);

    protected string FieldClass => Wrong is null ? "field" : "field invalid";

    /// <summary>Ids of everything that describes the input, in the order people hear it.</summary>
    protected string? Described(string? also)
    {
        string?[] parts = [string.IsNullOrEmpty(Hint) ? null : HintId, Wrong is null ? null : ErrorId, also];
        var ids = string.Join(' ', parts.Where(part => part is not null));
        return ids.Length > 0 ? ids : null;
    }
}
