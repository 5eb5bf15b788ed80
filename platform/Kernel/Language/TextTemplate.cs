using System.Globalization;
using System.Text;

namespace Virtuos.Kernel.Language;

/// <summary>A text with placeholders, parsed once: <c>{name}</c>, <c>{name, style}</c>, <c>{count, plural, one {# den} other {# dnů}}</c>, <c>{kind, select, dog {…} other {…}}</c>; <c>'{'</c> is a plain brace.</summary>
internal sealed class TextTemplate
{
    private readonly Part[] parts;
    private readonly string? plain;

    internal TextTemplate(List<Part> parts)
    {
        this.parts = [.. parts];
        plain = parts switch
        {
            [] => "",
            [Literal only] => only.Text,
            _ => null,
        };
    }

    /// <summary>Names of all placeholders, each once, in order of appearance.</summary>
    public IEnumerable<string> Names => parts.SelectMany(part => part.Names).Distinct();

    /// <exception cref="FormatException">The text is not a well-formed template; the message says where.</exception>
    public static TextTemplate Parse(string text, string language) => new TextTemplateParser(text, language).Parse();

    /// <exception cref="ArgumentException">Strict, and an argument is missing or a plural is not a number.</exception>
    public string Render(string language, ReadOnlySpan<(string Name, object? Value)> arguments, bool strict)
    {
        if (plain is not null)
            return plain;
        var output = new StringBuilder();
        Write(new Page(output, language, strict), arguments, null);
        return output.ToString();
    }

    private void Write(Page page, ReadOnlySpan<(string Name, object? Value)> arguments, decimal? number)
    {
        foreach (var part in parts)
            part.Write(page, arguments, number);
    }

    internal sealed record Page(StringBuilder Output, string Language, bool Strict);

    internal abstract class Part
    {
        public virtual IEnumerable<string> Names => [];

        public abstract void Write(Page page, ReadOnlySpan<(string Name, object? Value)> arguments, decimal? number);

        protected static bool TryFind(string name, ReadOnlySpan<(string Name, object? Value)> arguments, Page page, out object? value)
        {
            foreach (var (given, found) in arguments)
            {
                if (given != name)
                    continue;
                value = found;
                return true;
            }
            if (page.Strict)
                throw new ArgumentException($"The text wants the argument '{name}'.", nameof(arguments));
            value = null;
            return false;
        }
    }

    internal sealed class Literal(string text) : Part
    {
        public string Text => text;

        public override void Write(Page page, ReadOnlySpan<(string Name, object? Value)> arguments, decimal? number) => page.Output.Append(text);
    }

    /// <summary>The sign # inside a plural form: the number that chose it.</summary>
    internal sealed class Number : Part
    {
        public override void Write(Page page, ReadOnlySpan<(string Name, object? Value)> arguments, decimal? number) =>
            page.Output.Append(TextValue.Show(number, page.Language));
    }

    internal sealed class Placeholder(string name, TextStyle style) : Part
    {
        public override IEnumerable<string> Names => [name];

        public override void Write(Page page, ReadOnlySpan<(string Name, object? Value)> arguments, decimal? number)
        {
            if (TryFind(name, arguments, page, out var value))
                page.Output.Append(TextValue.Show(value, page.Language, style));
            else
                page.Output.Append('{').Append(name).Append('}');
        }
    }

    internal sealed class Plural(string name, Dictionary<string, TextTemplate> forms) : Part
    {
        public override IEnumerable<string> Names => forms.Values.SelectMany(form => form.Names).Prepend(name);

        public override void Write(Page page, ReadOnlySpan<(string Name, object? Value)> arguments, decimal? number)
        {
            TryFind(name, arguments, page, out var value);
            if (!TryNumber(value, out var count) && page.Strict)
                throw new ArgumentException($"The plural '{name}' wants a number, not '{value}'.", nameof(arguments));
            var form = forms.GetValueOrDefault("=" + count.ToString("0.######", CultureInfo.InvariantCulture))
                ?? forms.GetValueOrDefault(PluralRule.Category(page.Language, count))
                ?? forms[PluralRule.Other];
            form.Write(page, arguments, count);
        }

        private static bool TryNumber(object? value, out decimal number)
        {
            number = 0;
            try
            {
                if (value is not IConvertible convertible || value is string or bool or DateTime)
                    return false;
                number = convertible.ToDecimal(CultureInfo.InvariantCulture);
                return true;
            }
            catch (Exception refused) when (refused is OverflowException or InvalidCastException)
            {
                return false;
            }
        }
    }

    internal sealed class Select(string name, Dictionary<string, TextTemplate> forms) : Part
    {
        public override IEnumerable<string> Names => forms.Values.SelectMany(form => form.Names).Prepend(name);

        public override void Write(Page page, ReadOnlySpan<(string Name, object? Value)> arguments, decimal? number)
        {
            TryFind(name, arguments, page, out var value);
            var form = forms.GetValueOrDefault(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "") ?? forms[PluralRule.Other];
            form.Write(page, arguments, number);
        }
    }
}
