using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.MovingTowns;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Whatever is wrong with a container, a manifest, an entity or an office is told, and nothing of it stays.</summary>
public sealed class HostileBatchTests
{
    private const string ManifestName = "manifest.xml";
    private static readonly XNamespace Ns = Erms.Ns;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D13", Part = "a hostile or broken package is refused with its reason and changes nothing"), Requirement("priloha7/kontejner")]
    public async Task Every_broken_batch_is_refused_with_its_reason_and_changes_nothing()
    {
        await using var towns = await MovingTowns.Found(lived: true);
        var good = await towns.Export(towns.Here, "good.zip");
        var bytes = await File.ReadAllBytesAsync(good, Cancel);
        var files = await Load(good);
        var document = files.Keys.First(n => n.StartsWith("dokumenty/", StringComparison.Ordinal));
        var content = files.Keys.First(n => n.StartsWith("soubory/data/", StringComparison.Ordinal) && files[n].Length > 10);
        var file = files.Keys.First(n => n.StartsWith("spisy/", StringComparison.Ordinal));

        List<(string What, string Code, Func<byte[]> Made)> cases =
        [
            ("nothing", "zip-broken", () => []),
            ("no ZIP", "zip-broken", () => Encoding.UTF8.GetBytes("Toto není ZIP, ale dopis.")),
            ("cut off", "zip-broken", () => bytes[..(bytes.Length / 2)]),
            ("encrypted", "zip-encrypted", () => Header(bytes, h => h[8] |= 1)),
            ("patched", "zip-patch", () => Header(bytes, h => h[8] |= 0x20)),
            ("names without the flag", "zip-name", () => Header(bytes, h => h[9] &= 0xF7)),
            ("a name that is no UTF-8", "zip-name", () => Header(bytes, h => h[46] = 0xFF)),
            ("bzip2", "zip-method", () => Header(bytes, h => h[10] = 12)),
            ("another disk", "zip-split", () => Header(bytes, h => h[34] = 1)),
            ("split", "zip-split", () => End(bytes, e => e[4] = 1)),
            ("signed", "zip-signed", () => Signed(bytes)),
            ("up", "zip-path", () => Write(files, ("spisy/../../venku.xml", [1]))),
            ("absolute", "zip-path", () => Write(files, ("/etc/venku.xml", [1]))),
            ("a drive", "zip-path", () => Write(files, ("c:venku.xml", [1]))),
            ("backslash", "zip-path", () => Write(files, ("spisy\\venku.xml", [1]))),
            ("the same twice", "zip-twice", () => Write(files, (document.ToUpperInvariant(), [1]))),
            ("a bomb", "zip-bomb", () => Write(files, ("spisy/velky.xml", new byte[300 << 20]))),
            ("no manifest", "missing", () => Write(files.Where(f => f.Key != ManifestName))),
            ("document type", "xml", () => Write(Change(files, ManifestName, x => "<!DOCTYPE Davka [<!ENTITY a \"b\">]>" + x))),
            ("not well formed", "xml", () => Write(Change(files, ManifestName, x => x.Replace("</Davka>", "", StringComparison.Ordinal)))),
            ("another root", "shape", () => Write(Change(files, ManifestName, x => x.Replace("Davka ", "Balik ", StringComparison.Ordinal).Replace("</Davka>", "</Balik>", StringComparison.Ordinal)))),
            ("another algorithm", "shape", () => Write(Change(files, ManifestName, x => x.Replace(Batch.Algorithm, "http://www.w3.org/2000/09/xmldsig#sha1", StringComparison.Ordinal)))),
            ("a gap in the order", "shape", () => Write(Change(files, ManifestName, x => x.Replace("Poradi=\"3\"", "Poradi=\"900\"", StringComparison.Ordinal)))),
            ("a missing file", "missing", () => Write(files.Where(f => f.Key != document))),
            ("missing bytes", "missing", () => Write(files.Where(f => f.Key != content))),
            ("an additional file", "extra", () => Write(files, ("spisy/navic.xml", [1]))),
            ("a changed entity", "hash", () => Write(Change(files, document, x => x.Replace("</Nazev>", ".</Nazev>", StringComparison.Ordinal)))),
            ("changed bytes", "hash", () => Write(files.ToDictionary(f => f.Key, f => f.Key == content ? [.. f.Value[..^1], (byte)(f.Value[^1] ^ 1)] : f.Value))),
            ("longer bytes", "hash", () => Write(files.ToDictionary(f => f.Key, f => f.Key == content ? [.. f.Value, 1] : f.Value))),
            ("an entity of another batch", "other-batch", () => Write(Forge(files, document, x => x.Replace("PoradiVDavce=\"", "PoradiVDavce=\"9", StringComparison.Ordinal)))),
            ("document type in an entity", "xml", () => Write(Forge(files, document, x => x.Replace("<Export", "<!DOCTYPE Export><Export", StringComparison.Ordinal)))),
            ("an unknown element", "shape", () => Write(Forge(files, document, x => x.Replace("<Forma>", "<Tvar/><Forma>", StringComparison.Ordinal)))),
            ("no rows beside it", "other-version", () => Write(Forge(files, document, x => x[..x.IndexOf("<DoplnujiciData", StringComparison.Ordinal)] + "</Export>"))),
            ("rows of a table that does not go with it", "rows", () => Write(Forge(files, document, x => x.Replace("tabulka=\"step\"", "tabulka=\"office_move\"", StringComparison.Ordinal)))),
            ("a row that is no row", "rows", () => Write(Forge(files, document, x => x.Replace("tabulka=\"document\">{", "tabulka=\"document\">{{", StringComparison.Ordinal)))),
            ("a value of another type", "rows", () => Write(Forge(files, document, x => x.Replace("\"created_at\": \"2", "\"created_at\": \"x", StringComparison.Ordinal)))),
            ("a forged standard part", "differs", () => Write(Forge(files, document, x => x.Replace("</Nazev>", " a navíc</Nazev>", StringComparison.Ordinal)))),
            ("a forged row", "differs", () => Write(Forge(files, document, x => x.Replace("\"matter\": \"", "\"matter\": \"Jiná věc ", StringComparison.Ordinal)))),
            ("a file that nobody sent", "rows", () => Write(Without(files, file))),
            ("another originator", "originator", () => Write(Change(files, ManifestName, x => x.Replace("<IC>00261891</IC>", "<IC>00000019</IC>", StringComparison.Ordinal)))),
        ];
        foreach (var (what, code, made) in cases)
        {
            var path = towns.Path("bad.zip");
            await File.WriteAllBytesAsync(path, made(), Cancel);
            var result = await Import(towns.There, path);
            Assert.False(result.Succeeded, what);
            Assert.True(result.Refusals[0].Code == $"records.moving.{code}", $"{what}: {Why(result)}");
            Assert.Equal(0L, await towns.There.Scalar<long>("select (select count(*) from records.document) + (select count(*) from records.office_move) + (select count(*) from records.party_entry) + (select count(*) from records.moved_id) + (select count(*) from records.register_counter)"));
        }

        var arrived = await Import(towns.There, good);
        Assert.True(arrived.Succeeded, Why(arrived));
        Assert.Equal("records.moving.not-empty", (await Import(towns.There, good)).Refusals[0].Code);
        Assert.Equal("records.moving.not-empty", (await Import(towns.Here, good)).Refusals[0].Code);
    }

    private static async Task<Dictionary<string, byte[]>> Load(string path)
    {
        await using var zip = await ZipFile.OpenReadAsync(path, Cancel);
        Dictionary<string, byte[]> files = [];
        foreach (var entry in zip.Entries)
        {
            using var bytes = new MemoryStream();
            await using var content = await entry.OpenAsync(Cancel);
            await content.CopyToAsync(bytes, Cancel);
            files[entry.FullName] = bytes.ToArray();
        }
        return files;
    }

    private static byte[] Write(IEnumerable<KeyValuePair<string, byte[]>> files, params (string Name, byte[] Bytes)[] more)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
            foreach (var (name, content) in files.Select(f => (f.Key, f.Value)).Concat(more))
            {
                using var entry = zip.CreateEntry(name, content.Length > 1 << 20 ? CompressionLevel.Optimal : CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        return bytes.ToArray();
    }

    private static Dictionary<string, byte[]> Change(Dictionary<string, byte[]> files, string name, Func<string, string> change)
    {
        var (before, changed) = (Encoding.UTF8.GetString(files[name]), new Dictionary<string, byte[]>(files));
        var after = change(before);
        Assert.NotEqual(before, after);
        changed[name] = Encoding.UTF8.GetBytes(after);
        return changed;
    }

    // Whoever changes an entity knowingly writes its new hash into the manifest too.
    private static Dictionary<string, byte[]> Forge(Dictionary<string, byte[]> files, string name, Func<string, string> change)
    {
        var (before, changed) = (Convert.ToHexStringLower(SHA256.HashData(files[name])), Change(files, name, change));
        return Change(changed, ManifestName, x => x.Replace(before, Convert.ToHexStringLower(SHA256.HashData(changed[name])), StringComparison.Ordinal));
    }

    // The entity is gone from the manifest too, so that documents point at nothing.
    private static Dictionary<string, byte[]> Without(Dictionary<string, byte[]> files, string name)
    {
        var changed = new Dictionary<string, byte[]>(files);
        changed.Remove(name);
        var manifest = XDocument.Parse(Encoding.UTF8.GetString(files[ManifestName]));
        var gone = manifest.Descendants(Ns + "Entita").Single(e => $"{e.Attribute("Umisteni")!.Value}/{e.Attribute("Jmeno")!.Value}" == name);
        var following = gone.ElementsAfterSelf().ToList();
        gone.Remove();
        foreach (var entity in following)
        {
            var (old, path) = (entity.Attribute("Poradi")!.Value, $"{entity.Attribute("Umisteni")!.Value}/{entity.Attribute("Jmeno")!.Value}");
            var position = $"{int.Parse(old, System.Globalization.CultureInfo.InvariantCulture) - 1}";
            entity.SetAttributeValue("Poradi", position);
            changed[path] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(changed[path]).Replace($"PoradiVDavce=\"{old}\"", $"PoradiVDavce=\"{position}\"", StringComparison.Ordinal));
            entity.SetAttributeValue("Otisk", Convert.ToHexStringLower(SHA256.HashData(changed[path])));
        }
        changed[ManifestName] = Encoding.UTF8.GetBytes(manifest.ToString());
        return changed;
    }

    private delegate void SpanChange(Span<byte> bytes);

    private static int EndOf(byte[] zip) => zip.AsSpan().LastIndexOf("PK\u0005\u0006"u8);

    private static byte[] Header(byte[] zip, SpanChange change)
    {
        var changed = zip.ToArray();
        change(changed.AsSpan((int)BinaryPrimitives.ReadUInt32LittleEndian(changed.AsSpan(EndOf(changed) + 16))));
        return changed;
    }

    private static byte[] End(byte[] zip, SpanChange change)
    {
        var changed = zip.ToArray();
        change(changed.AsSpan(EndOf(changed)));
        return changed;
    }

    private static byte[] Signed(byte[] zip) => [.. zip[..EndOf(zip)], .. "PK\u0005\u0005"u8, 4, 0, 1, 2, 3, 4, .. zip[EndOf(zip)..]];
}
