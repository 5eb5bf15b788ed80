using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Virtuos.Peers.Tests;

/// <summary>
/// The portal of a state archive, written from <c>nsesss-DA.xsd</c>, annex 2 of the standard and the wire of <c>docs/disposal.md</c>. It looks at
/// every package that comes (shape, schemas, hashes), keeps what it took, and answers by lists as it is told by <c>POST /rozhodnout</c>,
/// <c>/prevzit</c> and <c>/odpoved</c>. <c>POST /faults</c> says what the next packages meet, one word each: <c>ok</c>, <c>lose</c> takes it
/// and breaks the line, <c>drop</c> breaks it before, <c>maintenance</c> answers 503, <c>repair</c> sends it back.
/// </summary>
internal sealed class StateArchive(string folder, ArchiveSchemas schemas)
{
    public const string SignIn = "OBEC";
    public const string Secret = "archive-secret";
    public const string Code = "CZ-NA-1";
    private static readonly XNamespace Ns = "http://www.mvcr.cz/nsesss/v4";
    private readonly Dictionary<string, TakenPackage> taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Xml, string? Why)>> answers = new(StringComparer.Ordinal);
    private readonly Queue<string> faults = [];
    private int lists;

    /// <param name="Entities">Identifier, its source, and the retention mark, of everything the archive can decide about.</param>
    private sealed record TakenPackage(string Procedure, string Kind, string Digest, List<(string Value, string Source, string Mark)> Entities);

    public static async Task<int> Run(int port, string folder, string schemas)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        var archive = new StateArchive(folder, new ArchiveSchemas(schemas));
        listener.Start();
        Console.WriteLine("listening");
        while (true)
        {
            var call = await listener.GetContextAsync();
            try
            {
                await archive.Take(call);
            }
            catch (Exception e)
            {
                // Whoever asked is gone, or sent nonsense.
                await File.AppendAllTextAsync(Path.Combine(folder, "wrong.txt"), $"{call.Request.Url}: {e.Message}\n");
                call.Response.Abort();
            }
        }
    }

    private async Task Take(HttpListenerContext call)
    {
        var parts = call.Request.Url!.AbsolutePath.Trim('/').Split('/');
        using var body = new MemoryStream();
        await call.Request.InputStream.CopyToAsync(body);
        var text = Encoding.UTF8.GetString(body.ToArray());
        switch (call.Request.HttpMethod, parts)
        {
            case ("POST", ["faults"]):
                foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) faults.Enqueue(word);
                await Say(call, 200, "");
                return;
            case ("POST", ["rozhodnout", var procedure]):
                await Say(call, 200, Decide(procedure, text, call.Request.Headers["Duvod"]));
                return;
            case ("POST", ["prevzit", var procedure]):
                await Say(call, 200, Accept(procedure));
                return;
            case ("POST", ["odpoved", var procedure]):
                Queue(procedure, text, null);
                await Say(call, 200, "");
                return;
        }
        if (call.Request.Headers["Authorization"] != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SignIn}:{Secret}"))}") { await Say(call, 401, "Přihlaste se"); return; }
        switch (call.Request.HttpMethod, parts)
        {
            case ("GET", ["rizeni", var procedure, "odpovedi", var number]):
                var list = answers.GetValueOrDefault(procedure) ?? [];
                var at = int.Parse(number, CultureInfo.InvariantCulture) - 1;
                if (at >= list.Count) { await Say(call, 204, ""); return; }
                if (list[at].Why is { } why) call.Response.Headers["Duvod"] = Uri.EscapeDataString(why);
                await Say(call, 200, list[at].Xml, "application/xml");
                return;
            case ("PUT", ["rizeni", var procedure, var kind, var name]):
                await Put(call, procedure, kind, name, body);
                return;
            default:
                await Say(call, 404, "Tady nic není");
                return;
        }
    }

    private async Task Put(HttpListenerContext call, string procedure, string kind, string name, MemoryStream body)
    {
        var fault = faults.TryDequeue(out var next) ? next : "ok";
        if (fault == "drop") { call.Response.Abort(); return; }
        if (fault == "maintenance") { await Say(call, 503, "Údržba"); return; }
        if (fault == "repair") { await Say(call, 422, $"{name}: popis věci je nečitelný, opravte ho"); return; }
        var digest = Convert.ToBase64String(SHA256.HashData(body.ToArray()));
        if (call.Request.Headers["Content-Digest"] != $"sha-256=:{digest}:") { await Say(call, 422, "Obsah neodpovídá otisku"); return; }
        var key = $"{procedure}/{kind}/{name}";
        if (taken.TryGetValue(key, out var before) && before.Digest == digest) { await Have(call, 200, digest); return; }
        var (entities, faulty) = kind == "navrh" ? ([], body.ToArray().AsSpan().StartsWith("%PDF"u8) ? null : "Návrh není PDF") : Look(name, kind, body);
        if (faulty is not null)
        {
            await File.AppendAllTextAsync(Path.Combine(folder, "wrong.txt"), $"{key}: {faulty}\n");
            await Say(call, 422, faulty);
            return;
        }
        taken[key] = new(procedure, kind, digest, entities);
        await File.AppendAllTextAsync(Path.Combine(folder, "taken.jsonl"), JsonSerializer.Serialize(new { procedure, kind, name, entities = entities.Select(e => e.Value) }) + "\n");
        if (fault == "lose") { call.Response.Abort(); return; }
        await Have(call, 201, digest);
    }

    private static Task Have(HttpListenerContext call, int status, string digest)
    {
        call.Response.Headers["Prijato"] = $"sha-256=:{digest}:";
        return Say(call, status, "Máme to");
    }

    private (List<(string Value, string Source, string Mark)> Entities, string? Fault) Look(string name, string kind, MemoryStream body)
    {
        body.Position = 0;
        using var zip = new ZipArchive(body, ZipArchiveMode.Read, leaveOpen: true);
        var own = Path.GetFileNameWithoutExtension(name) + "/";
        if (zip.Entries.FirstOrDefault(e => !e.FullName.StartsWith(own, StringComparison.Ordinal)) is { } strange) return ([], $"Mimo složku balíčku: {strange.FullName}");
        if (zip.GetEntry(own + "mets.xml") is not { } description) return ([], "Chybí mets.xml");
        XDocument mets;
        using (var content = description.Open()) mets = XDocument.Load(content);
        if (schemas.Faults(mets) is { Length: > 0 } wrong) return ([], wrong);
        XNamespace m = "http://www.loc.gov/METS/", x = "http://www.w3.org/1999/xlink";
        var files = mets.Descendants(m + "file").ToList();
        if (kind == "metadata" && (files.Count > 0 || zip.Entries.Count > 1)) return ([], "K návrhu patří jen metadata");
        foreach (var file in files)
        {
            var path = file.Element(m + "FLocat")!.Attribute(x + "href")!.Value;
            if (zip.GetEntry(own + path) is not { } part) return ([], $"Chybí {path}");
            using var content = part.Open();
            if (!string.Equals(Convert.ToHexString(SHA256.HashData(content)), file.Attribute("CHECKSUM")!.Value, StringComparison.OrdinalIgnoreCase)) return ([], $"{path} má jiný otisk");
        }
        List<(string Value, string Source, string Mark)> entities = [];
        foreach (var entity in mets.Descendants(m + "xmlData").Elements().Where(e => e.Name == Ns + "Spis" || e.Name == Ns + "Dil"))
        {
            var facts = entity.Element(Ns + "EvidencniUdaje")!;
            var identity = facts.Descendants(Ns + "Identifikator").First();
            entities.Add((identity.Value, identity.Attribute("zdroj")!.Value, facts.Element(Ns + "Vyrazovani")!.Descendants(Ns + "SkartacniZnak").First().Value));
        }
        return entities.Count == 0 ? ([], "V balíčku není spis ani díl") : (entities, null);
    }

    /// <summary>A list with an operation for every entity by its mark; words as <c>S=zničit;A=vybrat za archiválii</c>.</summary>
    private string Decide(string procedure, string words, string? why)
    {
        var orders = words.Split(';').Select(w => w.Split('=')).ToDictionary(w => w[0], w => w[1]);
        var entities = taken.Values.Where(t => t.Procedure == procedure && t.Kind == "metadata").SelectMany(t => t.Entities).Where(e => orders.ContainsKey(e.Mark)).Distinct();
        return Queue(procedure, List(procedure, entities.Select(e => Entity(e.Value, e.Source, new XElement(Ns + "Operace", orders[e.Mark])))), why is null ? null : Uri.UnescapeDataString(why));
    }

    /// <summary>A list with identifiers of the archive for everything that was handed over.</summary>
    private string Accept(string procedure)
    {
        var entities = taken.Values.Where(t => t.Procedure == procedure && t.Kind == "archivalie").SelectMany(t => t.Entities).Distinct();
        return Queue(procedure, List(procedure, entities.Select((e, n) => Entity(e.Value, e.Source, new XElement(Ns + "IdentifikatorDA", new XAttribute("zdroj", "NDA"), $"CZDAX{lists:000}{n:0000000}")))), null);
    }

    private static XElement Entity(string value, string source, XElement order) => new(Ns + "EntitaSeznamu", new XElement(Ns + "Identifikator", new XAttribute("zdroj", source), value), order);

    private string List(string procedure, IEnumerable<XElement> entities) => new XDocument(new XElement(Ns + "Seznam", new XAttribute("ID", $"seznam-{++lists}"), new XAttribute("identifikatorArchivu", Code), new XAttribute("identifikatorPuvodce", "PUV-1"),
        new XAttribute("identifikatorSkartacnihoRizeni", procedure), new XAttribute("datumVytvoreni", Made()), entities)).ToString();

    // Its clock is told by whoever plays, so that lists are of their time.
    private string Made() => File.Exists(Path.Combine(folder, "now.txt")) ? File.ReadAllText(Path.Combine(folder, "now.txt")) : DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string Queue(string procedure, string xml, string? why)
    {
        if (!answers.TryGetValue(procedure, out var list)) answers[procedure] = list = [];
        list.Add((xml, why));
        return xml;
    }

    private static async Task Say(HttpListenerContext call, int status, string text, string type = "text/plain; charset=utf-8")
    {
        call.Response.StatusCode = status;
        call.Response.ContentType = type;
        if (text.Length > 0 && status != 204) await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        call.Response.Close();
    }
}
