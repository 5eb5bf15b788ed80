using System.Xml;

namespace Virtuos.Kernel.Signatures;

/// <summary>A document that cannot or must not be read; <paramref name="reason"/> is a text key.</summary>
public sealed class XmlRefusedException(string reason, Exception? cause = null) : Exception(reason, cause)
{
    public string Reason => Message;

    internal const string Broken = "kernel.signature.xml-broken";
    internal const string Declares = "kernel.signature.xml-dtd";
    internal const string TooLarge = "kernel.signature.too-large";
}

/// <summary>XML of strangers, read for signatures: no document type, no entities but the five, nothing fetched, everything bounded.</summary>
internal static class XmlDocuments
{
    /// <summary>Bytes.</summary>
    public const int Largest = 100 * 1024 * 1024;

    private const int Deepest = 1000;
    private const int MostNodes = 4_000_000;
    private const int MostAttributes = 1000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = Largest,
        CloseInput = false,
    };

    /// <exception cref="XmlRefusedException">No XML, or XML that is too large or declares a document type.</exception>
    public static XmlDocument Load(byte[] content)
    {
        if (content.Length > Largest) throw new XmlRefusedException(XmlRefusedException.TooLarge);
        try
        {
            Measure(content);
            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            using var reader = XmlReader.Create(new MemoryStream(content, writable: false), Settings);
            document.Load(reader);
            return document;
        }
        catch (XmlException e)
        {
            var declares = e.Message.Contains("DTD", StringComparison.Ordinal);
            throw new XmlRefusedException(declares ? XmlRefusedException.Declares : XmlRefusedException.Broken, e);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // An encoding that nobody knows.
            throw new XmlRefusedException(XmlRefusedException.Broken, e);
        }
    }

    // A tree costs many times its file, so a hostile one is met before the tree is grown.
    private static void Measure(byte[] content)
    {
        using var reader = XmlReader.Create(new MemoryStream(content, writable: false), Settings);
        var nodes = 0;
        while (reader.Read())
        {
            nodes += 1 + reader.AttributeCount;
            if (reader.Depth > Deepest || reader.AttributeCount > MostAttributes || nodes > MostNodes)
                throw new XmlRefusedException(XmlRefusedException.TooLarge);
        }
    }
}
