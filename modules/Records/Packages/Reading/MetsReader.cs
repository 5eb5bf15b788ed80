using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Virtuos.Records.Packages;

/// <summary>Reads <c>mets.xml</c>: first its bytes as UTF-8, then its elements. Declarations of document types are refused, nothing outside is ever fetched.</summary>
internal static partial class MetsReader
{
    public const string FileName = "mets.xml";

    /// <summary>Deeper nesting than any package needs; a hostile one could use it up to exhaust the checks.</summary>
    private const int Deepest = 512;

    /// <summary>How many values are looked up whether they were seen before; titles, offices and codes come again and again.</summary>
    private const int MostKnown = 200_000;

    private const int LongestKnown = 120;

    /// <summary>Several times what a hundred thousand components need.</summary>
    private const int MostElements = 30_000_000;

    private const int HeadLength = 512;

    private static readonly Dictionary<string, string> Prefixes = new(StringComparer.Ordinal)
    {
        ["http://www.loc.gov/METS/"] = "mets:",
        ["http://www.mvcr.cz/nsesss/v4"] = "nsesss:",
        ["http://www.mvcr.cz/nsesss/2023/log"] = "tp:",
        ["http://www.w3.org/1999/xlink"] = "xlink:",
        ["http://www.w3.org/2001/XMLSchema-instance"] = "xsi:",
        ["http://www.w3.org/XML/1998/namespace"] = "xml:",
    };

    static MetsReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    internal static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CloseInput = true,
    };

    /// <summary>Why the bytes are not UTF-8 without a byte order mark, or null.</summary>
    public static Detail? FaultOfEncoding(Stream content)
    {
        var buffer = new byte[1024 * 1024];
        int kept = 0, read;
        long position = 0;
        while ((read = content.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false)) > 0)
        {
            var bytes = buffer.AsSpan(0, kept + read);
            if (position == 0 && FaultOfBeginning(bytes) is { } fault) return fault;
            kept = Unfinished(bytes);
            if (!System.Text.Unicode.Utf8.IsValid(bytes[..^kept])) return new("bytes", ("from", position), ("to", position + bytes.Length));
            position += bytes.Length - kept;
            bytes[^kept..].CopyTo(buffer);
        }
        return kept > 0 ? new("bytes", ("from", position), ("to", position + kept)) : position == 0 ? new("no-content") : null;
    }

    private static Detail? FaultOfBeginning(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return new("mark");
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, HeadLength)]);
        var end = head.StartsWith("<?xml", StringComparison.Ordinal) ? head.IndexOf("?>", StringComparison.Ordinal) : -1;
        var declared = end < 0 ? null : Declaration().Match(head[..end]) is { Success: true } found ? found.Groups[1].Value : null;
        if (declared is not null) return declared.Equals("UTF-8", StringComparison.OrdinalIgnoreCase) ? null : new("encoding", ("found", declared));
        // Nothing declared is UTF-8, but where there is nothing to read either, nothing shows it.
        return bytes.Length < HeadLength && !Element().IsMatch(head) ? new("no-content") : null;
    }

    /// <summary>How many bytes at the end begin a character whose rest comes in the next read.</summary>
    private static int Unfinished(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var one = bytes[^back];
            if ((one & 0xC0) == 0x80) continue;
            return one >= 0xF0 ? (back < 4 ? back : 0) : one >= 0xE0 ? (back < 3 ? back : 0) : one >= 0xC0 && back < 2 ? back : 0;
        }
        return 0;
    }

    /// <summary>Fills a tree; after an exception it holds what came before the fault.</summary>
    /// <exception cref="XmlException">The file is not well-formed, declares a document type, is nested too deep or has too many elements.</exception>
    public static void Read(Stream content, XmlTree tree, CancellationToken cancel)
    {
        var names = new Dictionary<(string, string), string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<(int Index, StringBuilder? Text, string? Only)>();
        using var reader = XmlReader.Create(content, Settings);
        var lines = (IXmlLineInfo)reader;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    cancel.ThrowIfCancellationRequested();
                    if (open.Count >= Deepest) throw new XmlException($"More than {Deepest} elements inside each other.", null, lines.LineNumber, lines.LinePosition);
                    if (tree.Count >= MostElements) throw new XmlException($"More than {MostElements} elements.", null, lines.LineNumber, lines.LinePosition);
                    var index = tree.Open(Name(reader.LocalName, reader.NamespaceURI), open.Count > 0 ? open.Peek().Index : -1, lines.LineNumber);
                    var empty = reader.IsEmptyElement;
                    while (reader.MoveToNextAttribute())
                        if (reader.NamespaceURI != "http://www.w3.org/2000/xmlns/") tree.Add(index, Name(reader.LocalName, reader.NamespaceURI), Known(reader.Value));
                    if (empty) tree.Close(index, null);
                    else open.Push((index, null, null));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when open.Count > 0:
                    var top = open.Pop();
                    if (top.Only is null) top.Only = Known(reader.Value);
                    else (top.Text ??= new StringBuilder(top.Only)).Append(reader.Value);
                    open.Push(top);
                    break;
                case XmlNodeType.EndElement:
                    var done = open.Pop();
                    tree.Close(done.Index, done.Text?.ToString() ?? done.Only);
                    break;
            }
        }

        string Name(string local, string space)
        {
            if (names.TryGetValue((local, space), out var name)) return name;
            return names[(local, space)] = (space.Length == 0 ? "" : Prefixes.GetValueOrDefault(space) ?? $"{{{space}}}") + local;
        }

        string Known(string value)
        {
            if (value.Length > LongestKnown) return value;
            if (known.TryGetValue(value, out var same)) return same;
            if (known.Count < MostKnown) known.Add(value);
            return value;
        }
    }

    [GeneratedRegex("""\sencoding\s*=\s*["']([^"']*)["']""")]
    private static partial Regex Declaration();

    [GeneratedRegex("<[^?!]")]
    private static partial Regex Element();
}
