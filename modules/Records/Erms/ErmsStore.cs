using System.Globalization;
using System.Xml.Linq;

namespace Virtuos.Records;

/// <summary>Messages as they are kept in the database: their files are named by hash and lie in the store.</summary>
internal static class ErmsStore
{
    private static readonly XNamespace Own = "urn:virtuos:erms";

    public static string Keep(XElement message)
    {
        var kept = new XElement(message);
        // A copy has no annotations: they are walked side by side.
        foreach (var (from, to) in message.DescendantsAndSelf().Zip(kept.DescendantsAndSelf()).ToList())
            if (from.Annotation<ErmsContent>() is { } content) to.Add(new XAttribute(Own + "blob", content.Blob), new XAttribute(Own + "size", content.Size));
        return kept.ToString(SaveOptions.DisableFormatting);
    }

    public static XElement Read(string kept)
    {
        var message = XElement.Parse(kept, LoadOptions.PreserveWhitespace);
        foreach (var element in message.DescendantsAndSelf().Where(e => e.Attribute(Own + "blob") is not null).ToList())
        {
            element.AddAnnotation(new ErmsContent(element.Attribute(Own + "blob")!.Value, long.Parse(element.Attribute(Own + "size")!.Value, CultureInfo.InvariantCulture)));
            element.Attribute(Own + "blob")!.Remove();
            element.Attribute(Own + "size")!.Remove();
        }
        foreach (var element in message.DescendantsAndSelf()) element.Attributes().Where(a => a.IsNamespaceDeclaration).Remove();
        return message;
    }
}
