using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;

namespace Virtuos.Ui;

/// <summary>What is wrong with a field, in the reader's language. An empty field name means the form as a whole.</summary>
public sealed record FieldError(string Field, string Text);

public static class FieldErrors
{
    /// <summary>The message of a field, null when it has none.</summary>
    public static string? For(this IReadOnlyList<FieldError>? errors, string field) =>
        errors?.FirstOrDefault(error => error.Field == field)?.Text;

    /// <summary>Refusals of a use case as messages of a form; the names of its inputs are the names of the fields.</summary>
    public static IReadOnlyList<FieldError> ToErrors(this IReadOnlyList<Refusal> refusals, Texts texts) =>
        [.. refusals.Select(refusal => new FieldError(refusal.Field ?? "", texts.Say(refusal)))];

    /// <summary>The id of the element of a field: the name with every sign other than a letter, digit, dash and underscore turned into a dash.</summary>
    public static string IdOf(string name) =>
        string.Concat(name.Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' ? sign : '-'));
}
