using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.VisualBasic.FileIO;

namespace Virtuos.Mailroom;

/// <summary>What is said of one file beside it.</summary>
internal sealed record ListedFile(string? Sender, string? Address, string? Email, string? Subject, string? Number);

/// <summary>The list that comes with many files: <c>seznam.csv</c> with a first line of columns, or <c>seznam.xml</c> of elements with attributes; the same names in both.</summary>
internal sealed class ArrivalList
{
    public const string Csv = "seznam.csv", Xml = "seznam.xml";
    private static readonly ListedFile nothing = new(null, null, null, null, null);
    private readonly Dictionary<string, ListedFile> files = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="content">Null where there is no list.</param>
    /// <exception cref="InvalidDataException">It cannot be read; the message says why.</exception>
    public static ArrivalList Read(string name, Stream? content)
    {
        var list = new ArrivalList();
        if (content is null) return list;
        try
        {
            foreach (var row in name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? OfXml(content) : OfCsv(content))
                if (row.GetValueOrDefault("soubor") is { Length: > 0 } file) list.files[Plain(file)] = Of(row);
        }
        catch (Exception e) when (e is XmlException or MalformedLineException)
        {
            throw new InvalidDataException(e.Message, e);
        }
        return list;
    }

    public ListedFile this[string file] => files.GetValueOrDefault(Plain(file)) ?? files.GetValueOrDefault(Path.GetFileName(file)) ?? nothing;

    public static ListedFile Of(IReadOnlyDictionary<string, string> row) =>
        new(row.GetValueOrDefault("odesilatel"), row.GetValueOrDefault("adresa"), row.GetValueOrDefault("email"), row.GetValueOrDefault("vec"), row.GetValueOrDefault("cislo"));

    private static string Plain(string file) => file.Replace('\\', '/').TrimStart('/');

    private static IEnumerable<Dictionary<string, string>> OfCsv(Stream content)
    {
        using var reader = new StreamReader(content, Encoding.UTF8);
        using var parser = new TextFieldParser(reader) { TextFieldType = FieldType.Delimited, Delimiters = [";"], HasFieldsEnclosedInQuotes = true };
        string[]? columns = null;
        while (parser.ReadFields() is { } fields)
        {
            if (columns is null) columns = [.. fields.Select(f => f.Trim().ToLowerInvariant())];
            else yield return columns.Zip(fields).DistinctBy(c => c.First).ToDictionary(c => c.First, c => c.Second.Trim(), StringComparer.Ordinal);
        }
    }

    private static IEnumerable<Dictionary<string, string>> OfXml(Stream content)
    {
        using var reader = XmlReader.Create(content, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return [.. XDocument.Load(reader).Root!.Elements().Select(e => e.Attributes().ToDictionary(a => a.Name.LocalName.ToLowerInvariant(), a => a.Value, StringComparer.Ordinal))];
    }
}
