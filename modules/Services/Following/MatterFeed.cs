using System.Globalization;
using System.Text;
using System.Xml;
using Virtuos.Kernel.Language;

namespace Virtuos.Services.Following;

/// <summary>The steps of a matter as an Atom feed (RFC 4287), the newest first.</summary>
internal static class MatterFeed
{
    public const string MimeType = "application/atom+xml; charset=utf-8";

    /// <param name="address">Address of the installation, without a slash at its end.</param>
    public static byte[] Write(FollowedMatter matter, string address, Texts texts)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CheckCharacters = true }))
        {
            xml.WriteStartElement("feed", "http://www.w3.org/2005/Atom");
            xml.WriteAttributeString("xml", "lang", null, texts.Language);
            xml.WriteElementString("id", $"urn:uuid:{matter.Id}");
            xml.WriteElementString("title", Clean($"{matter.Title} – {matter.Office.Name}"));
            xml.WriteElementString("updated", Moment(matter.Milestones.Count > 0 ? matter.Milestones.Max(m => m.At) : matter.ReceivedAt));
            Link(xml, "self", $"{address}{matter.Path}/kanal.xml", "application/atom+xml");
            Link(xml, "alternate", address + matter.Path, "text/html");
            xml.WriteStartElement("author");
            xml.WriteElementString("name", Clean(matter.Office.Name));
            xml.WriteEndElement();
            foreach (var step in matter.Milestones.Reverse())
            {
                xml.WriteStartElement("entry");
                xml.WriteElementString("id", $"urn:uuid:{step.Id}");
                xml.WriteElementString("title", Clean(StepWords.Of(step, texts)));
                xml.WriteElementString("updated", Moment(step.At));
                Link(xml, "alternate", address + matter.Path, "text/html");
                xml.WriteElementString("summary", Clean($"{matter.Title}: {StepWords.Of(step, texts)}"));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return bytes.ToArray();
    }

    private static void Link(XmlWriter xml, string relation, string address, string type)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    // Titles were written by people; what XML cannot hold is left out.
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(r => r.Value is 9 or 10 or 13 or (>= 0x20 and not 0xFFFE and not 0xFFFF)).Select(r => r.ToString()));

    private static string Moment(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
