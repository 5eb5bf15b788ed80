using System.Text;
using System.Xml;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Mailroom;

/// <summary>What a data message says: the envelope's elements by their names, and the files.</summary>
internal sealed record ZfoMessage(IReadOnlyDictionary<string, string> Envelope, IReadOnlyList<ArrivedPart> Parts)
{
    private const long LargestFile = IsdsSending.MostBig * 2;

    public string? Said(string name) => Envelope.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public DateTimeOffset? When(string name) => Said(name) is { } text ? XmlConvert.ToDateTimeOffset(text).ToUniversalTime() : null;

    /// <summary>Reads the XML as it passes; every file is stored on the way.</summary>
    /// <exception cref="XmlException">It is no message.</exception>
    public static async Task<ZfoMessage> Read(Stream content, IBlobStore blobs, CancellationToken cancel)
    {
        Dictionary<string, string> envelope = [];
        List<ArrivedPart> parts = [];
        using var xml = XmlReader.Create(content, new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreWhitespace = true });
        await xml.ReadAsync();
        while (!xml.EOF)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "dmFile" }) parts.Add(await ReadFile(xml, blobs, cancel));
            else if (xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement && xml.LocalName.StartsWith('d') && await Leaf(xml, envelope)) continue;
            else await xml.ReadAsync();
        }
        return envelope.ContainsKey("dmID") ? new(envelope, parts) : throw new XmlException("There is no dmID.");
    }

    // An element with a text only is noted; of one with elements inside, the reader enters it.
    private static async Task<bool> Leaf(XmlReader xml, Dictionary<string, string> envelope)
    {
        var name = xml.LocalName;
        if (name is "dmReturnedMessage" or "dmDm" or "dmFiles" or "dmDelivery" or "dmEvents") return false;
        if (name is "dmHash" or "dmQTimestamp" or "dmEvent") { await xml.SkipAsync(); return true; }
        envelope.TryAdd(name, await xml.ReadElementContentAsStringAsync());
        return true;
    }

    private static async Task<ArrivedPart> ReadFile(XmlReader xml, IBlobStore blobs, CancellationToken cancel)
    {
        var (role, name, type) = (xml.GetAttribute("dmFileMetaType"), xml.GetAttribute("dmFileDescr"), xml.GetAttribute("dmMimeType"));
        StagedBlob? stored = null;
        await xml.ReadAsync();
        while (xml is not { NodeType: XmlNodeType.EndElement, LocalName: "dmFile" })
        {
            if (xml.EOF) throw new XmlException("A file has no end.");
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "dmEncodedContent" })
            {
                await using var bytes = new Base64Element(xml);
                stored = await blobs.Stage(bytes, LargestFile, cancel);
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "dmXMLContent" })
            {
                using var inner = new MemoryStream(Encoding.UTF8.GetBytes(await xml.ReadInnerXmlAsync()));
                stored = await blobs.Stage(inner, LargestFile, cancel);
            }
            else await xml.ReadAsync();
        }
        await xml.ReadAsync();
        if (stored is null) throw new XmlException("A file has no content.");
        return new(new FiledPart(stored.Hash.ToString(), name is { Length: > 0 } ? name : "soubor", type is { Length: > 0 } ? type : "application/octet-stream", stored.Size), role == "main" ? "main" : "enclosure");
    }
}
