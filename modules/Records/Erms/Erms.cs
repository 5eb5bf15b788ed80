using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>Bytes that a message carried as base64; they are stored, the message keeps only this.</summary>
internal sealed record ErmsContent(string Blob, long Size);

/// <summary>What identifies a thing between systems (tIdentifikator): a value and the code of the system that gave it.</summary>
internal readonly record struct ErmsId(string Value, string Source)
{
    public XElement Xml(string name = "Identifikator") => new(Erms.Ns + name, new XElement(Erms.Ns + "HodnotaID", Value), new XElement(Erms.Ns + "ZdrojID", Source));

    public override string ToString() => $"{Source}:{Value}";
}

/// <summary>Names and small parts of the national interface between records services and agenda systems (NSESSS 2023, ermsAPI).</summary>
internal static class Erms
{
    public static readonly XNamespace Ns = "http://www.mvcr.cz/nsesss/2023/api";
    public static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    /// <summary>The code under which this records service gives identifiers; at most six signs.</summary>
    public const string Code = "VIRT";

    /// <summary>The namespace of the standard of 2017, whose clients are refused.</summary>
    public const string Old = "http://nsess.public.cz/erms/v_02_00";

    public static XElement New(string name, params object?[] content) => new(Ns + name, content);

    public static XElement? Part(this XElement element, string name) => element.Element(Ns + name);

    /// <summary>The text of a part, or null when it is missing or empty.</summary>
    public static string? Text(this XElement element, string name) => element.Element(Ns + name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The identifier in the part, or of the element itself.</summary>
    public static ErmsId Id(this XElement element, string? part = null)
    {
        var holder = part is null ? element : element.Element(Ns + part)!;
        if (holder.Element(Ns + "Identifikator") is { } inner) holder = inner;
        return new(holder.Element(Ns + "HodnotaID")!.Value, holder.Element(Ns + "ZdrojID")!.Value);
    }

    public static DateTimeOffset? Moment(this XElement element, string name) => element.Text(name) is { } text ? Moment(text) : null;

    /// <summary>A moment as the sender wrote it; without a zone it is of Prague.</summary>
    public static DateTimeOffset Moment(string text)
    {
        var at = XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.RoundtripKind);
        return at.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(at, Prague.Zone.GetUtcOffset(at)).ToUniversalTime() : new DateTimeOffset(at.ToUniversalTime());
    }

    public static string Write(DateTimeOffset at) => Prague.Local(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>At most so many signs; the standard's limits are shorter than ours.</summary>
    public static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>The same for two messages that say the same, whatever prefixes and spaces they are written with; stored bytes count by their hash.</summary>
    public static string Digest(XElement element)
    {
        var text = new StringBuilder();
        Say(element, text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Say(XElement element, StringBuilder text)
    {
        text.Append('<').Append(element.Name).Append('>');
        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration).OrderBy(a => a.Name.ToString(), StringComparer.Ordinal))
            text.Append('@').Append(attribute.Name).Append('=').Append(attribute.Value).Append('\n');
        if (element.Annotation<ErmsContent>() is { } content) text.Append(content.Blob);
        else if (!element.HasElements) text.Append(element.Value);
        foreach (var child in element.Elements()) Say(child, text);
        text.Append("</>");
    }

    /// <summary>Blobs that the message carries, for whoever keeps it.</summary>
    public static string[] Blobs(XElement message) => [.. message.DescendantsAndSelf().Select(e => e.Annotation<ErmsContent>()?.Blob).OfType<string>().Distinct()];
}
