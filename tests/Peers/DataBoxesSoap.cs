using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace Virtuos.Peers.Tests;

/// <summary>Bytes of a message, on the disk.</summary>
internal sealed record BoxBytes(string Path, long Size, string Hash);

/// <summary>Reads and writes messages of the state's system; large bytes go through files and are left out of the trees.</summary>
internal sealed class DataBoxesSoap(string folder, string schemas)
{
    public static readonly XNamespace Ns = "http://isds.czechpoint.cz/v20";
    public static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";
    public const string Soap11 = "http://schemas.xmlsoap.org/soap/envelope/", Soap12 = "http://www.w3.org/2003/05/soap-envelope";
    private readonly XmlSchemaSet? messages = Load(schemas, "dmBaseTypes.xsd"), boxes = Load(schemas, "dbTypes.xsd");
    private int files;

    private static XmlSchemaSet? Load(string folder, string name)
    {
        if (!File.Exists(Path.Combine(folder, name))) return null;
        var set = new XmlSchemaSet();
        set.Add(null, Path.Combine(folder, name));
        set.Compile();
        return set;
    }

    /// <summary>What does not fit the published schema, or nothing.</summary>
    public string Faults(XElement message)
    {
        var set = message.Name.LocalName.Contains("DataBox", StringComparison.Ordinal) || message.Name.LocalName.StartsWith("ISDSSearch", StringComparison.Ordinal) || message.Name.LocalName.StartsWith("GetOwner", StringComparison.Ordinal) || message.Name.LocalName.StartsWith("GetPassword", StringComparison.Ordinal) ? boxes : messages;
        if (set is null) return "";
        List<string> wrong = [];
        new XDocument(new XElement(message)).Validate(set, (_, e) => wrong.Add(e.Message));
        return string.Join("; ", wrong);
    }

    /// <returns>The one element of the body, and the namespace of its envelope.</returns>
    public async Task<(XElement Message, string Soap)> Read(Stream body)
    {
        using var xml = XmlReader.Create(body, new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreWhitespace = true });
        var (soap, top) = ("", default(XElement));
        var open = new Stack<XElement>();
        await xml.ReadAsync();
        while (!xml.EOF)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                var element = new XElement(XName.Get(xml.LocalName, xml.NamespaceURI));
                var empty = xml.IsEmptyElement;
                for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
                    if (xml.NamespaceURI != XNamespace.Xmlns.NamespaceName) element.Add(new XAttribute(XName.Get(xml.LocalName, xml.NamespaceURI), xml.Value));
                xml.MoveToElement();
                if (open.TryPeek(out var parent)) parent.Add(element);
                else (soap, top) = (element.Name.NamespaceName, element);
                if (element.Name.LocalName == "dmEncodedContent")
                {
                    element.AddAnnotation(await Keep(xml));
                    element.Value = "AAAA";
                    continue;
                }
                if (!empty) open.Push(element);
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) open.Peek().Add(new XText(xml.Value));
            else if (xml.NodeType == XmlNodeType.EndElement) open.Pop();
            await xml.ReadAsync();
        }
        return (top!.Elements().First(e => e.Name.LocalName == "Body").Elements().Single(), soap);
    }

    private async Task<BoxBytes> Keep(XmlReader xml)
    {
        var path = NewFile("bin");
        var block = new byte[64 * 1024];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        for (int read; (read = await xml.ReadElementContentAsBase64Async(block, 0, block.Length)) > 0;)
        {
            hash.AppendData(block, 0, read);
            await file.WriteAsync(block.AsMemory(0, read));
        }
        return new(path, file.Length, Convert.ToBase64String(hash.GetHashAndReset()));
    }

    public string NewFile(string kind) => Path.Combine(folder, $"{Interlocked.Increment(ref files):d6}.{kind}");

    /// <summary>Writes an answer; elements that stand for bytes are written with them.</summary>
    /// <param name="half">Stops in the middle of the bytes.</param>
    public static async Task Write(Stream target, XElement message, string soap, bool half)
    {
        await using var xml = XmlWriter.Create(target, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false), CloseOutput = false });
        await xml.WriteStartElementAsync("s", "Envelope", soap);
        await xml.WriteStartElementAsync("s", "Body", soap);
        await Element(xml, message, half);
        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
    }

    /// <summary>The same without an envelope, as it is signed.</summary>
    public static async Task WriteBare(Stream target, XElement message)
    {
        await using var xml = XmlWriter.Create(target, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true });
        await Element(xml, message, false);
    }

    private static async Task Element(XmlWriter xml, XElement element, bool half)
    {
        await xml.WriteStartElementAsync(null, element.Name.LocalName, element.Name.NamespaceName);
        foreach (var a in element.Attributes().Where(a => !a.IsNamespaceDeclaration)) await xml.WriteAttributeStringAsync(a.Name.NamespaceName == Xsi.NamespaceName ? "xsi" : null, a.Name.LocalName, a.Name.NamespaceName, a.Value);
        if (element.Annotation<BoxBytes>() is { } bytes)
        {
            await using var file = File.OpenRead(bytes.Path);
            var block = new byte[48 * 1024];
            for (int read; (read = await file.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false)) > 0;)
            {
                await xml.WriteBase64Async(block, 0, read);
                await xml.FlushAsync();
                if (half && file.Position >= file.Length / 2) throw new BoxCutException();
            }
        }
        else
            foreach (var node in element.Nodes())
                if (node is XElement inner) await Element(xml, inner, half);
                else await xml.WriteStringAsync(((XText)node).Value);
        await xml.WriteEndElementAsync();
    }

    public static XElement E(string name, params object?[] content) => new(Ns + name, content);

    /// <summary>An element that is nil when there is nothing to say.</summary>
    public static XElement N(string name, object? value) => value is null ? new(Ns + name, new XAttribute(Xsi + "nil", "true")) : new(Ns + name, value);

    public static XElement Bytes(string name, BoxBytes bytes)
    {
        var element = new XElement(Ns + name, "AAAA");
        element.AddAnnotation(bytes);
        return element;
    }

    public static string Time(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(1)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}

/// <summary>The line is to be cut here.</summary>
internal sealed class BoxCutException : Exception;
