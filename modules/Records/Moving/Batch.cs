using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Virtuos.Contracts.Directory;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>An entity as the manifest of a batch names it.</summary>
/// <param name="Hash">SHA-256 of its file, hexadecimal.</param>
internal sealed record BatchEntry(int Position, string Folder, string Name, string Hash, string Type, string Id)
{
    public string Path => $"{Folder}/{Name}";

    public MovedKind Kind => MovedThing.Kinds.Where(k => k.Value == (Type, Folder)).Select(k => (MovedKind?)k.Key).SingleOrDefault() ?? throw new MovingException("records.moving.shape", ("name", Path), ("why", $"{Type}, {Folder}"));
}

/// <summary>A batch on its way: the container and its manifest (annex 7 of the national standard, <c>Davka</c>).</summary>
internal sealed class Batch : IDisposable
{
    public const string Manifest = "manifest.xml";
    public const string Algorithm = "http://www.w3.org/2001/04/xmlenc#sha256";
    private static readonly ErmsShapes Shapes = ErmsShapes.WithMoving();
    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, MaxCharactersFromEntities = 1024 };

    private Batch(MovingZip zip, BatchHead head, string originator, IReadOnlyList<BatchEntry> entries) => (Zip, Head, Originator, Entries) = (zip, head, originator, entries);

    public MovingZip Zip { get; }

    public BatchHead Head { get; }

    /// <summary>The organisation number of the office.</summary>
    public string Originator { get; }

    public IReadOnlyList<BatchEntry> Entries { get; }

    /// <exception cref="MovingException">It is no batch by the standard.</exception>
    public static async Task<Batch> Open(string path, CancellationToken cancel)
    {
        var zip = await MovingZip.Open(path, cancel);
        try
        {
            if (!zip.Has(Manifest)) throw new MovingException("records.moving.missing", ("name", Manifest));
            var root = Read(await zip.Bytes(Manifest, cancel), Manifest, "Davka");
            var content = root.Part("Obsah")!;
            if (content.Attribute("HashAlgorithm")?.Value != Algorithm) throw new MovingException("records.moving.shape", ("name", Manifest), ("why", "HashAlgorithm"));
            List<BatchEntry> entries = [.. content.Elements().Select(Entry)];
            for (var i = 0; i < entries.Count; i++)
                if (entries[i].Position != i + 1) throw new MovingException("records.moving.shape", ("name", Manifest), ("why", $"Poradi {entries[i].Position}"));
            if (entries.GroupBy(e => e.Path).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new MovingException("records.moving.zip-twice", ("name", twice.Key));
            if (entries.Find(e => !zip.Has(e.Path)) is { } missing) throw new MovingException("records.moving.missing", ("name", missing.Path));
            return new(zip, new(root.Text("DavkaId")!, root.Text("Zdroj")!, root.Text("Cil")!, root.Moment("DatumCasVytvoreni")!.Value), root.Part("Puvodce")?.Part("Subjekt")?.Text("IC") ?? "", entries);
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    /// <summary>An entity whose file is the one that the manifest means.</summary>
    public async Task<MovedThing> Read(BatchEntry entry, CancellationToken cancel)
    {
        var bytes = await Zip.Bytes(entry.Path, cancel);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != entry.Hash) throw new MovingException("records.moving.hash", ("name", entry.Path));
        var export = Read(bytes, entry.Path, "Export");
        if (export.Attribute("Zdroj")?.Value != Head.Source || export.Attribute("DavkaId")?.Value != Head.Batch || export.Attribute("PoradiVDavce")?.Value != $"{entry.Position}" || export.Elements().First().Name != Ns + entry.Type)
            throw new MovingException("records.moving.other-batch", ("name", entry.Path));
        return MovedThing.Parse(export, entry.Kind, entry.Path) with { Id = entry.Id, Key = Guid.TryParse(entry.Id, out var key) ? key : Guid.Empty };
    }

    /// <summary>A file of the standard: no document type, nothing outside it, the structure of the schema.</summary>
    public static XElement Read(byte[] bytes, string name, string rootName)
    {
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(bytes), Strict);
            var root = XElement.Load(xml, LoadOptions.PreserveWhitespace);
            if (root.Name != Ns + rootName) throw new MovingException("records.moving.shape", ("name", name), ("why", root.Name.LocalName));
            MovingLog.Bare(root);
            return Shapes.Fault(root) is { } fault ? throw new MovingException("records.moving.shape", ("name", name), ("why", fault)) : root;
        }
        catch (Exception e) when (e is XmlException or ArgumentException)
        {
            throw new MovingException("records.moving.xml", ("name", name), ("why", e.Message));
        }
    }

    private static BatchEntry Entry(XElement e) => new(int.TryParse(e.Attribute("Poradi")!.Value, out var position) ? position : 0, e.Attribute("Umisteni")!.Value, e.Attribute("Jmeno")!.Value, e.Attribute("Otisk")?.Value ?? "", e.Attribute("TypEntity")!.Value, e.Attribute("IdEntity")!.Value);

    public void Dispose() => Zip.Dispose();
}

/// <summary>Writes the manifest as entities come; it does not grow in memory.</summary>
internal sealed class ManifestWriter : IDisposable
{
    private readonly FileStream file = new(Path.Combine(Path.GetTempPath(), $"virtuos-{Guid.CreateVersion7()}.xml"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
    private readonly XmlWriter xml;

    public ManifestWriter(BatchHead head, OfficeCard office)
    {
        xml = XmlWriter.Create(file, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NamespaceHandling = NamespaceHandling.OmitDuplicates });
        xml.WriteStartElement("Davka", Ns.NamespaceName);
        foreach (var (name, value) in ((string, string)[])[("DavkaId", head.Batch), ("DatumCasVytvoreni", Erms.Write(head.At)), ("Zdroj", head.Source), ("Cil", head.Target)]) xml.WriteElementString(name, Ns.NamespaceName, value);
        ErmsParties.Write("Puvodce", new(office.Name, office.Seat, null, null, null) { OrganisationNumber = office.OrganisationNumber }).WriteTo(xml);
        xml.WriteElementString("TypDavky", Ns.NamespaceName, "Prenos");
        xml.WriteElementString("UcelDavky", Ns.NamespaceName, "spisová rozluka");
        xml.WriteStartElement("Obsah", Ns.NamespaceName);
        xml.WriteAttributeString("HashAlgorithm", Batch.Algorithm);
    }

    public void Add(BatchEntry entry)
    {
        xml.WriteStartElement("Entita", Ns.NamespaceName);
        foreach (var (name, value) in ((string, string)[])[("Poradi", $"{entry.Position}"), ("Umisteni", entry.Folder), ("Jmeno", entry.Name), ("Otisk", entry.Hash), ("TypEntity", entry.Type), ("IdEntity", entry.Id)]) xml.WriteAttributeString(name, value);
        xml.WriteEndElement();
    }

    public async Task End(Stream to, CancellationToken cancel)
    {
        xml.WriteEndDocument();
        xml.Flush();
        file.Position = 0;
        await file.CopyToAsync(to, cancel);
    }

    public void Dispose()
    {
        xml.Dispose();
        file.Dispose();
    }
}

/// <summary>One hash over what every entity says, in the order of the batch: what both installations must agree on. The people of an office are its own matter in each.</summary>
internal sealed class BatchSum : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(MovedKind kind, string id, string digest)
    {
        if (kind != MovedKind.Users) hash.AppendData(Encoding.UTF8.GetBytes($"{kind} {id} {digest}\n"));
    }

    public string End() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}
