using System.Text;
using System.Xml;
using System.Xml.Linq;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Records;

/// <summary>Writes a message in a SOAP envelope; files go out from the store piece by piece.</summary>
internal sealed class ErmsWriter(IBlobStore blobs)
{
    private static readonly XmlWriterSettings Settings = new() { Async = true, Encoding = new UTF8Encoding(false), CloseOutput = false };

    public async Task Write(XElement message, Stream to, CancellationToken cancel)
    {
        await using var xml = XmlWriter.Create(to, Settings);
        await xml.WriteStartElementAsync("s", "Envelope", Erms.Soap.NamespaceName);
        await xml.WriteStartElementAsync("s", "Body", Erms.Soap.NamespaceName);
        await Element(xml, message, cancel);
        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
    }

    /// <summary>The words of a fault as SOAP 1.1 has them, with our code in its detail.</summary>
    public static XElement Fault(ErmsFaultException e) => new(Erms.Soap + "Fault",
        new XElement("faultcode", e.Status >= 500 ? "s:Server" : "s:Client", new XAttribute(XNamespace.Xmlns + "s", Erms.Soap.NamespaceName)),
        new XElement("faultstring", e.Message),
        new XElement("detail", Erms.New("OperaceStatus", Erms.New("Kod", e.Code), Erms.New("Popis", Erms.Cut(e.Message, 255)))));

    private async Task Element(XmlWriter xml, XElement element, CancellationToken cancel)
    {
        await xml.WriteStartElementAsync(null, element.Name.LocalName, element.Name.NamespaceName);
        foreach (var attribute in element.Attributes())
        {
            if (attribute.IsNamespaceDeclaration) await xml.WriteAttributeStringAsync(attribute.Name.Namespace == XNamespace.Xmlns ? "xmlns" : null, attribute.Name.LocalName, null, attribute.Value);
            else await xml.WriteAttributeStringAsync(null, attribute.Name.LocalName, attribute.Name.NamespaceName, attribute.Value);
        }
        if (element.Annotation<ErmsContent>() is { } content) await Content(xml, content, cancel);
        foreach (var node in element.Nodes())
        {
            if (node is XElement child) await Element(xml, child, cancel);
            else if (node is XText text) await xml.WriteStringAsync(Clean(text.Value));
        }
        await xml.WriteEndElementAsync();
    }

    private async Task Content(XmlWriter xml, ErmsContent content, CancellationToken cancel)
    {
        await using var bytes = await blobs.Open(BlobHash.Parse(content.Blob), cancel) ?? throw new IOException($"The bytes {content.Blob} are not here.");
        // Whole groups of three bytes, so that the pieces join into one base64.
        var buffer = new byte[48 * 1024];
        for (int read; (read = await bytes.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel)) > 0;)
            await xml.WriteBase64Async(buffer, 0, read);
    }

    private static bool Writable(char sign) => XmlConvert.IsXmlChar(sign) || char.IsSurrogate(sign);

    private static string Clean(string text) => text.All(Writable) ? text : string.Concat(text.Where(Writable));
}
