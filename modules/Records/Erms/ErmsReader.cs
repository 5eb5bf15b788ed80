using System.Xml;
using System.Xml.Linq;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Records;

/// <summary>
/// Reads the message out of a SOAP envelope as it comes: no document type, nothing outside the message, limits on everything; files in it
/// go to the store piece by piece and never lie in memory whole.
/// </summary>
internal sealed class ErmsReader(IBlobStore blobs)
{
    /// <summary>In bytes.</summary>
    public const long LargestFile = 200L * 1024 * 1024;

    /// <summary>Of a whole request as it is sent, in bytes.</summary>
    public const long Largest = 512L * 1024 * 1024;

    /// <summary>In bytes; of one file.</summary>
    public long MostOfFile { get; init; } = LargestFile;

    private const int Deepest = 64;
    private const int MostElements = 200_000;

    private static readonly XmlReaderSettings Strict = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = Largest,
        MaxCharactersFromEntities = 1024,
    };

    /// <returns>The element inside the body.</returns>
    /// <exception cref="ErmsFaultException">It is no such envelope.</exception>
    public async Task<XElement> Read(Stream request, CancellationToken cancel)
    {
        try
        {
            using var xml = XmlReader.Create(request, Strict);
            await xml.MoveToContentAsync();
            Enter(xml, "Envelope");
            await Next(xml);
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Header" && xml.NamespaceURI == Erms.Soap.NamespaceName)
            {
                await xml.SkipAsync();
                await Skip(xml);
            }
            Enter(xml, "Body");
            await Next(xml);
            if (xml.NodeType != XmlNodeType.Element) throw Wrong("Tělo obálky SOAP je prázdné.");
            var count = 0;
            var message = await Element(xml, () => ++count <= MostElements ? 0 : throw Wrong("Zpráva má příliš mnoho elementů."), cancel);
            await Skip(xml);
            if (xml.NodeType == XmlNodeType.Element) throw Wrong("Tělo obálky SOAP má více zpráv.");
            return message;
        }
        catch (XmlException e)
        {
            throw new ErmsFaultException(ErmsStatus.Structure, $"Zpráva není správné XML: {e.Message}", 400);
        }
    }

    private async Task<XElement> Element(XmlReader xml, Func<int> counted, CancellationToken cancel)
    {
        counted();
        if (xml.Depth > Deepest) throw Wrong("Zpráva je příliš hluboko vnořená.");
        var element = new XElement(XName.Get(xml.LocalName, xml.NamespaceURI));
        var empty = xml.IsEmptyElement;
        while (xml.MoveToNextAttribute())
            if (xml.NamespaceURI != XNamespace.Xmlns.NamespaceName) element.SetAttributeValue(XName.Get(xml.LocalName, xml.NamespaceURI), xml.Value);
        xml.MoveToElement();
        if (element.Name == Erms.Ns + "dmEncodedContent")
        {
            element.AddAnnotation(await Content(xml, empty, cancel));
            return element;
        }
        await xml.ReadAsync();
        if (empty) return element;
        while (xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element) element.Add(await Element(xml, counted, cancel));
            else
            {
                if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace) element.Add(new XText(await Text(xml)));
                if (!await xml.ReadAsync()) throw Wrong("Zpráva končí uprostřed.");
            }
        }
        await xml.ReadAsync();
        return element;
    }

    private static async Task<string> Text(XmlReader xml)
    {
        var text = await xml.GetValueAsync();
        return text.Length <= 64 * 1024 ? text : throw Wrong("Hodnota je příliš dlouhá.");
    }

    private async Task<ErmsContent> Content(XmlReader xml, bool empty, CancellationToken cancel)
    {
        if (empty) throw new ErmsFaultException(ErmsStatus.File, "Soubor je prázdný.", 400);
        try
        {
            await using var base64 = new Base64Content(xml);
            var staged = await blobs.Stage(base64, MostOfFile, cancel);
            if (staged.Size == 0) throw new ErmsFaultException(ErmsStatus.File, "Soubor je prázdný.", 400);
            return new(staged.Hash.ToString(), staged.Size);
        }
        catch (BlobTooLargeException)
        {
            throw new ErmsFaultException(ErmsStatus.File, $"Soubor je větší než {MostOfFile / 1024 / 1024} MB.", 413);
        }
        catch (Exception e) when (e is FormatException or XmlException)
        {
            throw new ErmsFaultException(ErmsStatus.File, "Obsah souboru není base64.", 400);
        }
    }

    private static void Enter(XmlReader xml, string name)
    {
        if (xml.NodeType != XmlNodeType.Element || xml.LocalName != name || xml.NamespaceURI != Erms.Soap.NamespaceName) throw Wrong($"Očekává se {name} obálky SOAP 1.1.");
    }

    // To the first node inside the element.
    private static async Task Next(XmlReader xml)
    {
        if (xml.IsEmptyElement) throw Wrong("Obálka SOAP je prázdná.");
        await xml.ReadAsync();
        await Skip(xml);
    }

    private static async Task Skip(XmlReader xml)
    {
        while (xml.NodeType is XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace) await xml.ReadAsync();
    }

    private static ErmsFaultException Wrong(string text) => new(ErmsStatus.Structure, text, 400);
}
