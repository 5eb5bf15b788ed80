using System.Globalization;

namespace Virtuos.Kernel.Language;

/// <summary>What people read, by key, in the language of the current request (<see cref="CultureInfo.CurrentUICulture"/>) or in a chosen one. Safe to share: it keeps no state of a request.</summary>
public sealed class Texts
{
    private readonly TextCatalogue catalogue;
    private readonly string? chosen;

    public Texts(TextCatalogue catalogue) : this(catalogue, null) { }

    private Texts(TextCatalogue catalogue, string? chosen)
    {
        this.catalogue = catalogue;
        this.chosen = chosen;
    }

    /// <summary>The language texts are given in: cs, en or de; cs for any culture we do not speak.</summary>
    public string Language => chosen ?? TextLanguage.Of(CultureInfo.CurrentUICulture);

    /// <summary>The culture by which this language writes numbers, dates and money.</summary>
    public CultureInfo Culture => TextLanguage.Culture(Language);

    /// <summary>The text of the key; Czech when the language lacks it; without it in Czech the key itself, or <see cref="KeyNotFoundException"/> when the catalogue is strict.</summary>
    public string this[string key] => catalogue.Render(Language, key, []);

    /// <summary>The text with its placeholders filled: <c>T["records.due", ("count", 3)]</c>.</summary>
    public string this[string key, params ReadOnlySpan<(string Name, object? Value)> arguments] =>
        catalogue.Render(Language, key, arguments);

    /// <summary>The same texts in a language given by a culture name ("de", "en-GB"), whatever the request speaks.</summary>
    public Texts In(string culture) => new(catalogue, TextLanguage.Of(culture));

    /// <summary>True when the key has a Czech text, so that asking for it is safe.</summary>
    public bool Has(string key) => catalogue.Has(key);

    /// <summary>A value as people of this language write it: dates, times in Prague, numbers, money.</summary>
    public string Show(object? value, TextStyle style = TextStyle.Plain) => TextValue.Show(value, Language, style);
}
