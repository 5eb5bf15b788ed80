using System.Collections.Concurrent;
using System.Xml.Linq;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Virtuos.Records;

/// <summary>The content of an element by the dated table: its attributes and the order of what is in it.</summary>
internal sealed record ErmsShape(IReadOnlyList<(string Name, string Type, bool Required)> Attributes, ErmsPart Content);

/// <summary>One step of a content: an element, a row of steps, or one of several; with how often it comes.</summary>
/// <param name="Kind"><c>element</c>, <c>row</c>, <c>choice</c> or <c>any</c>.</param>
internal sealed record ErmsPart(string Kind, string Name, string Type, ErmsShape? Own, IReadOnlyList<ErmsPart> Parts, int Least, int Most);

/// <summary>
/// The structure of all messages of the national interface (NSESSS 2023, ermsAPI.wsdl), read from a dated table; whatever does not fit it
/// is named with its place.
/// </summary>
internal sealed class ErmsShapes
{
    private const int Deepest = 64;
    private readonly ConcurrentDictionary<string, ErmsValue> values;
    private readonly Dictionary<string, ErmsShape> shapes = new(StringComparer.Ordinal);

    public ErmsShapes() : this("erms-2023") { }

    private ErmsShapes(params string[] names)
    {
        var table = new Table();
        foreach (var name in names)
        {
            using var reader = new StreamReader(typeof(ErmsShapes).Assembly.GetManifestResourceStream($"Virtuos.Records.Law.{name}.yaml")!);
            var read = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).IgnoreUnmatchedProperties().Build().Deserialize<Table>(reader);
            foreach (var (type, text) in read.Simple) table.Simple[type] = text;
            foreach (var (type, text) in read.Types) table.Types[type] = text;
        }
        values = new(table.Simple.Select(t => KeyValuePair.Create(t.Key, ErmsValue.Parse(t.Value))), StringComparer.Ordinal);
        var grammar = new ErmsGrammar(table.Types);
        foreach (var name in table.Types.Keys.Where(n => n[0] != '%')) shapes[name] = grammar.Shape(name);
    }

    /// <summary>Beside the messages, the files in which the records of an office move (annex 7, ermsExportPrenos.xsd).</summary>
    public static ErmsShapes WithMoving() => new("erms-2023", "moving-2023");

    /// <summary>Whether messages of this name exist at all.</summary>
    public bool Knows(string message) => shapes.ContainsKey(message);

    /// <summary>Null when the message is as the standard says; otherwise what is wrong and where, in Czech.</summary>
    public string? Fault(XElement message) => Check(message, message.Name.LocalName, null, message.Name.LocalName, 0);

    private string? Check(XElement element, string type, ErmsShape? own, string path, int depth)
    {
        if (depth > Deepest) return $"{path}: příliš hluboko vnořeno";
        if (own is null && !shapes.TryGetValue(type, out own)) return Text(element, type, path);
        if (Attributes(element, own, path) is { } wrong) return wrong;
        if (element.Nodes().OfType<XText>().Any(t => !string.IsNullOrWhiteSpace(t.Value))) return $"{path}: text mezi elementy";
        var children = element.Elements().ToList();
        var at = 0;
        if (Match(own.Content, children, ref at, path, depth) is { } fault) return fault;
        return at == children.Count ? null : $"{path}: neočekávaný element {children[at].Name.LocalName}";
    }

    private string? Text(XElement element, string type, string path)
    {
        if (element.HasElements || element.Attributes().Any(a => !a.IsNamespaceDeclaration && a.Name.Namespace == XNamespace.None)) return $"{path}: očekává se jen hodnota";
        return type == "base64Binary" && element.Annotation<ErmsContent>() is not null ? null : Value(type).Fault(element.Value) is { } wrong ? $"{path}: {wrong}" : null;
    }

    private string? Attributes(XElement element, ErmsShape shape, string path)
    {
        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration && a.Name.Namespace == XNamespace.None))
        {
            var known = shape.Attributes.FirstOrDefault(a => a.Name == attribute.Name.LocalName);
            if (known.Name is null) return $"{path}: neznámý atribut {attribute.Name.LocalName}";
            if (Value(known.Type).Fault(attribute.Value) is { } wrong) return $"{path}@{known.Name}: {wrong}";
        }
        return shape.Attributes.FirstOrDefault(a => a.Required && element.Attribute(a.Name) is null) is { Name: { } missing } ? $"{path}: chybí atribut {missing}" : null;
    }

    // The content models need no looking back: the next element alone says which way to go.
    private string? Match(ErmsPart part, List<XElement> children, ref int at, string path, int depth)
    {
        for (var times = 0; times < part.Most; times++)
        {
            if (at >= children.Count || !Begins(part, children[at]))
                return times >= part.Least || CanBeEmpty(part) ? null : $"{path}: chybí {Expected(part)}{(at < children.Count ? $" před {children[at].Name.LocalName}" : "")}";
            if (Once(part, children, ref at, path, depth) is { } fault) return fault;
        }
        return null;
    }

    private string? Once(ErmsPart part, List<XElement> children, ref int at, string path, int depth)
    {
        switch (part.Kind)
        {
            case "any":
                at++;
                return null;
            case "element":
                var child = children[at++];
                return Check(child, part.Type, part.Own, $"{path}/{part.Name}", depth + 1);
            case "choice":
                var next = children[at];
                return Match(part.Parts.First(p => Begins(p, next)), children, ref at, path, depth);
            default:
                foreach (var step in part.Parts)
                    if (Match(step, children, ref at, path, depth) is { } fault) return fault;
                return null;
        }
    }

    private static bool Begins(ErmsPart part, XElement next) => part.Kind switch
    {
        "any" => true,
        "element" => next.Name == Erms.Ns + part.Name,
        "choice" => part.Parts.Any(p => Begins(p, next)),
        _ => part.Parts.TakeWhile((p, i) => i == 0 || CanBeEmpty(part.Parts[i - 1])).Any(p => Begins(p, next)),
    };

    private static bool CanBeEmpty(ErmsPart part) => part.Least == 0 || part.Kind switch
    {
        "row" => part.Parts.All(CanBeEmpty),
        "choice" => part.Parts.Any(CanBeEmpty),
        _ => false,
    };

    private static string Expected(ErmsPart part) => part.Kind switch
    {
        "element" => part.Name,
        "choice" => string.Join(" nebo ", part.Parts.Take(3).Select(Expected)),
        _ => part.Parts.Count > 0 ? Expected(part.Parts[0]) : "element",
    };

    private ErmsValue Value(string type) => values.GetOrAdd(type, ErmsValue.Parse);

    private sealed class Table
    {
        public Dictionary<string, string> Simple { get; set; } = [];

        public Dictionary<string, string> Types { get; set; } = [];
    }
}
