using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using static Virtuos.Peers.Tests.ErmsSchemas;

namespace Virtuos.Peers.Tests;

/// <summary>
/// A records service of another maker, written from the published WSDL alone. It keeps documents and files in memory, gives numbers, and fails
/// as it is told by <c>POST /faults</c>, one word a call in order: <c>lose</c> does the work and breaks the line, <c>drop</c> breaks it
/// before the work, <c>maintenance</c> answers 503 with a fault, <c>refuse</c> answers with an error status, <c>garbage</c> answers no SOAP,
/// <c>ok</c> works. What it did is in <c>done.jsonl</c>; a message that does not fit the schema is in <c>wrong.txt</c>.
/// </summary>
internal sealed class RecordsService(string folder, ErmsSchemas schemas)
{
    public const string SignIn = "VIRTUOS";
    public const string Secret = "trial-secret";
    public const string User = "U-17";
    private readonly Dictionary<string, (XElement Profile, int Number)> documents = [];
    private readonly Dictionary<string, (XElement Profile, int Number)> files = [];
    private readonly Dictionary<string, (string File, int Position)> laid = [];
    private readonly Dictionary<string, string> states = [];
    private readonly HashSet<string> bytes = [];
    private readonly Queue<string> faults = [];

    public static async Task<int> Run(int port, string folder, string schemas)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        var service = new RecordsService(folder, new ErmsSchemas(schemas));
        listener.Start();
        Console.WriteLine("listening");
        while (true) await service.Take(await listener.GetContextAsync());
    }

    private async Task Take(HttpListenerContext call)
    {
        using var reader = new StreamReader(call.Request.InputStream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        if (call.Request.Url!.AbsolutePath == "/faults")
        {
            foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) faults.Enqueue(word);
            call.Response.Close();
            return;
        }
        var fault = faults.TryDequeue(out var next) ? next : "ok";
        if (fault == "drop") { call.Response.Abort(); return; }
        if (fault == "maintenance") { await Say(call, 503, Fault("Údržba")); return; }
        if (fault == "garbage") { await Say(call, 200, new XElement("html", "It works!")); return; }
        if (call.Request.Headers["Authorization"] != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SignIn}:{Secret}"))}") { await Say(call, 401, Fault("Přihlaste se")); return; }
        var message = Message(XDocument.Parse(text));
        if (schemas.Faults(message) is { Length: > 0 } wrong)
        {
            await File.AppendAllTextAsync(Path.Combine(folder, "wrong.txt"), $"{wrong}\n{message}\n");
            await Say(call, 500, Fault(wrong));
            return;
        }
        var answer = fault == "refuse" ? Answer(message, "0042", "Tohle tu nechceme", null) : Do(message);
        if (schemas.Faults(answer) is { Length: > 0 } own) await File.AppendAllTextAsync(Path.Combine(folder, "wrong.txt"), $"own: {own}\n{answer}\n");
        if (fault == "lose") { call.Response.Abort(); return; }
        await Say(call, 200, answer);
    }

    private XElement Do(XElement message)
    {
        if (message.Element(Ns + "Autorizace") is { } by && by.Element(Ns + "provedlKdo")!.Value != User) return Answer(message, "0003", "Neznámý uživatel", null);
        switch (message.Name.LocalName)
        {
            case "DokumentZalozeniRequest":
                foreach (var e in message.Element(Ns + "UdalostiPredchazejici")?.Elements() ?? []) Event(e);
                var founded = message.Element(Ns + "ProfilDokumentu")!;
                if (founded.Descendants(Ns + "dmFileLink").FirstOrDefault(l => !bytes.Contains(Key(l))) is { } missing) return Answer(message, "0004", $"Soubor {Key(missing)} tu není", null);
                // A service that keeps no memory of identifiers: whoever repeats a founding gets a second document.
                var (document, n) = (Key(founded), documents.Count + 1);
                documents[documents.ContainsKey(document) ? $"{document}#{n}" : document] = (founded, n);
                Note("document", document);
                return Answer(message, "0000", null, Document(document));
            case "SpisZalozeniRequest":
                var opened = message.Element(Ns + "ProfilSpisu")!;
                var file = Key(opened);
                files[files.ContainsKey(file) ? $"{file}#{files.Count}" : file] = (opened, files.Count + 1);
                Note("file", file);
                return Answer(message, "0000", null, FileProfile(file));
            case "ProfilDokumentuZadostRequest":
                var asked = Key(message.Element(Ns + "IdDokument")!);
                return documents.ContainsKey(asked) ? Answer(message, "0000", null, Document(asked)) : Answer(message, "0004", "Takový dokument tu není", null);
            case "ProfilSpisuZadostRequest":
                var wanted = Key(message.Element(Ns + "IdSpisu")!);
                return files.ContainsKey(wanted) ? Answer(message, "0000", null, FileProfile(wanted)) : Answer(message, "0004", "Takový spis tu není", null);
            case "UdalostiRequest":
                return Events(message, e => { var (code, said) = Event(e); return (code, said); });
            default:
                return Fault($"{message.Name.LocalName} neumíme");
        }
    }

    private (string Code, string Said) Event(XElement e)
    {
        var name = e.Name.LocalName;
        switch (name)
        {
            case "SouborZalozeni":
                bytes.Add(Key(e.Descendants(Ns + "Soubor").Single()));
                return ("0000", "OK");
            case "DokumentVlozeniDoSpisu":
                var (d, f) = (Key(e.Descendants(Ns + "IdDokument").Single()), Key(e.Element(Ns + "SpisId")!));
                if (!documents.ContainsKey(d) || !files.ContainsKey(f)) return ("0004", "Není tu");
                if (laid.ContainsKey(d)) return ("0005", "Už ve spisu leží");
                laid[d] = (f, laid.Count(l => l.Value.File == f) + 1);
                Note(name, d);
                return ("0000", "OK");
            default:
                var thing = Key(e.Element(Ns + "IdDokument") ?? e.Element(Ns + "SpisId")!);
                if (!documents.ContainsKey(thing) && !files.ContainsKey(thing)) return ("0004", "Není tu");
                var (state, before) = name == "SpisUzavreni" ? ("uzavren", "vyrizen") : ("vyrizen", "nevyrizen");
                if (states.GetValueOrDefault(thing, "nevyrizen") != before) return ("0005", $"Stav je {states.GetValueOrDefault(thing, "nevyrizen")}");
                states[thing] = state;
                if (name == "SpisVyrizeni") foreach (var inside in laid.Where(l => l.Value.File == thing)) states[inside.Key] = "vyrizen";
                Note(name, thing);
                return ("0000", "OK");
        }
    }

    private XElement Document(string key)
    {
        var (profile, number) = documents[key];
        return E("ProfilDokumentu", profile.Element(Ns + "Identifikator"), E("DatumCasVytvoreni", Now()), E("Forma", profile.Element(Ns + "Forma")!.Value),
            E("Nazev", profile.Element(Ns + "Nazev")!.Value), E("CisloJednaci", $"CIZI/{number}/2026"), E("PocetListu", 0), E("PocetPriloh", 0), E("DruhPriloh", ""), E("PocetListuPriloh", 0),
            laid.TryGetValue(key, out var where) ? E("VlozenVeSpisu", E("SpisId", files[where.File].Profile.Element(Ns + "Identifikator")), E("PoradiVeSpisu", where.Position), E("StavZarazeni", "Vlozen"), E("DatumCasVlozeniDoSpisu", Now())) : null,
            E("VlastniKdo", User), E("StavDokumentu", states.GetValueOrDefault(key, "nevyrizen")));
    }

    private XElement FileProfile(string key)
    {
        var (profile, number) = files[key];
        return E("ProfilSpisu", profile.Element(Ns + "Identifikator"), E("ZpusobVedeni", "Priorace"), E("DatumCasVytvoreni", Now()), E("Nazev", profile.Element(Ns + "Nazev")!.Value),
            E("SpisovaZnacka", $"SP-CIZI/{number}/2026"), E("DokumentyVlozene"), E("VlastniKdo", User), E("StavSpisu", states.GetValueOrDefault(key, "nevyrizen")));
    }

    private static XElement Answer(XElement message, string code, string? text, XElement? profile)
    {
        var name = message.Name.LocalName[..^"Request".Length];
        if (name == "Udalosti") return Events(message, _ => (code, text ?? ""));
        return E($"{name}Response", profile, E("OperaceStatus", E("Kod", code), text is null ? null : E("Popis", text)));
    }

    private static XElement Events(XElement message, Func<XElement, (string Code, string Said)> act) => E("UdalostiResponse", E("Zpravy", message.Element(Ns + "Udalosti")!.Elements().Select(e =>
    {
        var (code, said) = act(e);
        return E("Zprava", new XAttribute("UdalostId", e.Attribute("UdalostId")!.Value), new XAttribute("Poradi", 0), E("Kod", code), E("Popis", said));
    })));

    private void Note(string what, string thing) => File.AppendAllText(Path.Combine(folder, "done.jsonl"), JsonSerializer.Serialize(new { what, thing }) + "\n");

    private static XElement Fault(string text) => new(Soap + "Fault", new XElement("faultcode", "Server"), new XElement("faultstring", text));

    private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static async Task Say(HttpListenerContext call, int status, XElement message)
    {
        call.Response.StatusCode = status;
        call.Response.ContentType = "text/xml; charset=utf-8";
        await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes((message.Name.LocalName == "html" ? message : Envelope(message)).ToString(SaveOptions.DisableFormatting)));
        call.Response.Close();
    }
}
