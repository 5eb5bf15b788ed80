using System.Text;
using static Virtuos.Kernel.Language.TextTemplate;

namespace Virtuos.Kernel.Language;

/// <summary>Reads one text template from left to right.</summary>
internal sealed class TextTemplateParser(string text, string language)
{
    private int at;

    public TextTemplate Parse()
    {
        var whole = Message(false, false);
        return at == text.Length ? whole : throw Wrong("a closing brace without its opening one");
    }

    private TextTemplate Message(bool nested, bool counted)
    {
        var parts = new List<Part>();
        var literal = new StringBuilder();
        while (at < text.Length && !(text[at] == '}'))
        {
            var sign = text[at];
            if (sign == '\'' && Quoted(literal, counted))
                continue;
            if (sign == '{')
            {
                Flush();
                parts.Add(Argument());
            }
            else if (sign == '#' && counted)
            {
                Flush();
                parts.Add(new Number());
                at++;
            }
            else
            {
                literal.Append(sign);
                at++;
            }
        }
        Flush();
        if (nested && at == text.Length)
            throw Wrong("a form that does not end");
        return new TextTemplate(parts);

        void Flush()
        {
            if (literal.Length == 0)
                return;
            parts.Add(new Literal(literal.ToString()));
            literal.Clear();
        }
    }

    /// <remarks>As in ICU, an apostrophe quotes only before a sign of the syntax; in "can't" it is itself.</remarks>
    private bool Quoted(StringBuilder literal, bool counted)
    {
        if (at + 1 >= text.Length)
            return false;
        var next = text[at + 1];
        if (next == '\'')
        {
            literal.Append('\'');
            at += 2;
            return true;
        }
        if (next is not ('{' or '}') && !(next == '#' && counted))
            return false;
        var end = text.IndexOf('\'', at + 1);
        if (end < 0)
            throw Wrong("a quotation that does not end");
        literal.Append(text, at + 1, end - at - 1);
        at = end + 1;
        return true;
    }

    private Part Argument()
    {
        at++;
        var name = Word();
        if (Take('}'))
            return new Placeholder(name, TextStyle.Plain);
        Want(',');
        var kind = Word();
        if (kind is "plural" or "select")
        {
            Want(',');
            var forms = Forms(kind == "plural");
            return kind == "plural" ? new Plural(name, forms) : new Select(name, forms);
        }
        Want('}');
        return kind != "number" && Enum.TryParse<TextStyle>(kind, true, out var style) && !char.IsAsciiDigit(kind[0])
            ? new Placeholder(name, style)
            : throw Wrong($"an unknown style '{kind}'");
    }

    private Dictionary<string, TextTemplate> Forms(bool counted)
    {
        var forms = new Dictionary<string, TextTemplate>(StringComparer.Ordinal);
        while (!Take('}'))
        {
            var form = Word();
            if (counted && form[0] != '=' && form != PluralRule.Other && !PluralRule.Needed(language).Contains(form))
                throw Wrong($"the plural form '{form}', which {language} does not have");
            Want('{');
            if (!forms.TryAdd(form, Message(true, counted)))
                throw Wrong($"the form '{form}' twice");
            at++;
        }
        return forms.ContainsKey(PluralRule.Other) ? forms : throw Wrong("no form 'other'");
    }

    private string Word()
    {
        Blank();
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.' or '='))
            at++;
        return at > start ? text[start..at] : throw Wrong("a missing name");
    }

    private bool Take(char sign)
    {
        Blank();
        if (at >= text.Length || text[at] != sign)
            return false;
        at++;
        return true;
    }

    private void Want(char sign)
    {
        if (!Take(sign))
            throw Wrong($"no '{sign}'");
    }

    private void Blank()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
    }

    private FormatException Wrong(string what) => new($"The text \"{text}\" has {what} at {at}.");
}
