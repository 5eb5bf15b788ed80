using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using static Virtuos.Peers.Tests.ErmsSchemas;

namespace Virtuos.Peers.Tests;

/// <summary>
/// An agenda system of another maker, written from the published WSDL alone. It takes one case from founding to closing: two calls and three
/// batches, and fetches what it is told in return. <c>lost</c> sends each message first without waiting for its answer, <c>twice</c> sends
/// each batch twice, <c>reordered</c> sends later batches before earlier ones. Says in one line of JSON what it was told.
/// </summary>
internal sealed class AgendaSystem(string url, string code, string secret, string user, string mark, ErmsSchemas schemas, string[] faults) : IDisposable
{
    private readonly HttpClient client = new();
    private readonly List<string> wrong = [];

    public async Task<int> Run()
    {
        var prefix = Guid.NewGuid().ToString("N")[..8];
        var (document, own, file) = ($"{prefix}-d1", $"{prefix}-d2", $"{prefix}-s1");
        var founded = await Call(Request("DokumentZalozeni", Profile(document, "Žádost o závazné stanovisko", received: true), Who()));
        await Call(Request("SpisZalozeni", E("ProfilSpisu", Id(file, code), E("ZpusobVedeni", "Priorace"), E("Nazev", "Závazné stanovisko"), E("VecnaSkupina", Id(mark, "VIRT")),
            E("DokumentyVlozene", E("DokumentIdVlozeny", E("IdDokument", Id(document, code)), E("PoradiVeSpisu", 1), E("StavZarazeniDoSpisu", "Vlozen")))), Who()));

        List<XElement> batches =
        [
            Batch(1, Event(1, "DokumentVlozeniDoSpisu", E("SpisId", Id(file, code)), E("DokumentyVlozene", E("DokumentUplnyVlozeny", Profile(own, "Závazné stanovisko", received: false), E("PoradiVeSpisu", 2), E("StavZarazeniDoSpisu", "Vlozen"))))),
            Batch(2, Event(1, "DokumentVyrizeni", E("IdDokument", Id(document, code)), Settling()), Event(2, "SpisVyrizeni", E("SpisId", Id(file, code)), Settling())),
            Batch(3, Event(1, "SpisUzavreni", E("SpisId", Id(file, code)), E("DatumCasUzavreni", Now()))),
        ];
        if (faults.Contains("reordered")) batches.Reverse();
        foreach (var batch in batches)
        {
            var taken = await Call(batch);
            if (faults.Contains("twice")) taken = await Call(batch);
            if (taken.Element(Ns + "Kod")!.Value != "0000") wrong.Add($"{batch.Attribute("Poradi")!.Value}: {taken}");
        }

        var answers = await Answers(3);
        var closed = await Call(Request("ProfilSpisuZadost", E("IdSpisu", Id(file, code)), Who()));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            number = founded.Descendants(Ns + "CisloJednaci").First().Value,
            answers,
            state = closed.Descendants(Ns + "StavSpisu").First().Value,
            wrong,
        }));
        return 0;
    }

    // Fetches until every batch is answered, and confirms what it got by a batch of messages.
    private async Task<List<string>> Answers(int expected)
    {
        List<string> answers = [];
        var next = 4;
        for (var tries = 0; tries < 300 && answers.Select(a => a.Split('/')[0]).Distinct().Count() < expected; tries++)
        {
            var listed = await Call(Request("DavkySeznam", Who()));
            foreach (var prepared in listed.Elements(Ns + "Davka"))
            {
                var number = prepared.Element(Ns + "Poradi")!.Value;
                var batch = await Call(Request("DavkaZadost", E("Davka", E("Poradi", number)), Who()));
                answers.AddRange(batch.Descendants(Ns + "Zprava").Select(z => $"{z.Attribute("Poradi")!.Value}/{z.Attribute("UdalostId")!.Value} {z.Element(Ns + "Kod")!.Value}").Where(a => !answers.Contains(a)));
                await Call(E("ermsAsyn", new XAttribute("Poradi", next++), new XAttribute("Zdroj", code), new XAttribute("Cil", "VIRT"),
                    E("Zpravy", E("Zprava", new XAttribute("UdalostId", 0), new XAttribute("Poradi", number), E("Kod", "0000"), E("Popis", "OK")))));
            }
            await Task.Delay(100);
        }
        answers.Sort(StringComparer.Ordinal);
        return answers;
    }

    private async Task<XElement> Call(XElement message)
    {
        if (schemas.Faults(message) is { Length: > 0 } own) wrong.Add($"own {message.Name.LocalName}: {own}");
        if (faults.Contains("lost")) await Lose(message);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(Envelope(message).ToString(SaveOptions.DisableFormatting), Encoding.UTF8, "text/xml") };
        request.Headers.Authorization = Basic();
        using var answer = await client.SendAsync(request);
        var said = Message(XDocument.Parse(await answer.Content.ReadAsStringAsync()));
        if (said.Name == Soap + "Fault") wrong.Add($"{message.Name.LocalName}: {said.Element("faultstring")?.Value}");
        else if (schemas.Faults(said) is { Length: > 0 } theirs) wrong.Add($"{said.Name.LocalName}: {theirs}");
        return said;
    }

    // The whole request goes out, and the line breaks before the answer is read.
    private async Task Lose(XElement message)
    {
        var address = new Uri(url);
        using var line = new TcpClient();
        await line.ConnectAsync(address.Host, address.Port);
        var body = Encoding.UTF8.GetBytes(Envelope(message).ToString(SaveOptions.DisableFormatting));
        var head = $"POST {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: {Basic()}\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: {body.Length}\r\n\r\n";
        await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head).Concat(body).ToArray());
        await Task.Delay(50);
        line.Client.LingerState = new LingerOption(true, 0);
    }

    public void Dispose() => client.Dispose();

    private AuthenticationHeaderValue Basic() => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{code}:{secret}")));

    private XElement Request(string name, params object?[] content) => E($"{name}Request", new XAttribute("Zdroj", code), new XAttribute("Cil", "VIRT"), content);

    private XElement Batch(int number, params XElement[] events) => E("ermsAsyn", new XAttribute("Poradi", number), new XAttribute("Zdroj", code), new XAttribute("Cil", "VIRT"), E("Udalosti", events.Cast<object>().ToArray()));

    private XElement Event(int id, string name, params object?[] content) => E(name, new XAttribute("UdalostId", id), content, Who());

    private XElement Who() => E("Autorizace", E("provedlKdo", user), E("provedlKdy", Now()));

    private XElement Profile(string id, string name, bool received) => E("ProfilDokumentu", Id(id, code), E("Forma", "digitalni"), E("Nazev", name), E("PocetListu", 0), E("PocetPriloh", 0), E("DruhPriloh", ""), E("PocetListuPriloh", 0),
        received ? E("Doruceni", E("Odesilatel", E("Subjekt", E("TypSubjektu", "Pravnicka"), E("ObchodniNazev", "Stavby a syn, s. r. o.")), E("Adresa", E("AdresaDS", E("IdDb", "abcdefg")))), E("ZasilkaInfo", E("DatumDoruceni", "2026-03-09"))) : null);

    private static XElement Settling() => E("Vyrizeni", E("ZpusobVyrizeni", "dokumentem"), E("DatumCasVyrizeni", "2026-03-10T10:00:00Z"));

    // The town of the tests stands on this day.
    private static string Now() => "2026-03-10T10:00:00Z";
}
