using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using Virtuos.Contracts.Directory;

namespace Virtuos.Modules.Tests.Records;

/// <summary>An agenda system that the administrator has connected; whatever goes over its wire fits the published schema, both ways.</summary>
internal sealed class AgendaClient(HttpClient wire, string path, string code, string secret) : IDisposable
{
    public static readonly XNamespace Ns = ErmsSchema.Ns;
    public static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string Code => code;

    public string Secret => secret;

    public Uri Address => new(wire.BaseAddress!, path);

    /// <summary>Connects a system on the administrator's page.</summary>
    /// <param name="units">Names of units where its rights hold; none for the whole office.</param>
    public static async Task<AgendaClient> Connect(OfficeTown room, OfficeCard office, string code = "VITA", string[]? rights = null, Guid[]? units = null)
    {
        using var administrator = room.Browser(room.Offices.Who(office, "Správce"));
        List<KeyValuePair<string, string>> form = [new("Name", $"Stavební úřad {code}"), new("Code", code), .. (rights ?? ["read", "work"]).Select(r => KeyValuePair.Create("Rights", r)), .. (units ?? []).Select(u => KeyValuePair.Create("Units", $"{u}"))];
        using var answer = await administrator.PostAsync("/sprava/agendove-systemy", new FormUrlEncodedContent(form), Cancel);
        var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(Cancel), Cancel);
        var secret = page.QuerySelector("main [data-copy]")!.TextContent.Trim();
        Assert.Matches("^[0-9a-f]{64}$", secret);
        return new(room.Browser(null), $"/api/erms/{office.Slug}", code, secret);
    }

    public static XElement E(string name, params object?[] content) => new(Ns + name, content);

    public static XElement Id(string value, string source) => E("Identifikator", E("HodnotaID", value), E("ZdrojID", source));

    public XElement Id(string value) => Id(value, code);

    public static XElement Who(OfficialCard by, DateTimeOffset at) => E("Autorizace", E("provedlKdo", by.Id), E("provedlKdy", at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")));

    public XElement Request(string name, params object?[] content) => E($"{name}Request", new XAttribute("Zdroj", code), new XAttribute("Cil", "VIRT"), content);

    /// <summary>Sends a valid message and reads the valid answer.</summary>
    public async Task<XElement> Call(XElement request)
    {
        ErmsSchema.Valid(request);
        var (status, answer) = await Send(request);
        Assert.True(status == 200, $"{status}: {answer}");
        Assert.NotEqual(Soap + "Fault", answer.Name);
        ErmsSchema.Valid(answer);
        return answer;
    }

    /// <summary>Sends whatever it is.</summary>
    public Task<(int Status, XElement Answer)> Send(XElement message, string? secretInstead = null) =>
        SendText(new XElement(Soap + "Envelope", new XElement(Soap + "Body", message)).ToString(SaveOptions.DisableFormatting), secretInstead);

    public async Task<(int Status, XElement Answer)> SendText(string text, string? secretInstead = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(text, Encoding.UTF8, "text/xml") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{code}:{secretInstead ?? secret}")));
        using var answer = await wire.SendAsync(request, Cancel);
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        return ((int)answer.StatusCode, XDocument.Parse(body).Root!.Element(Soap + "Body")!.Elements().Single());
    }

    /// <summary>The first status code in an answer or a fault.</summary>
    public static string StatusOf(XElement answer) => answer.Descendants(Ns + "Kod").First().Value;

    public static string? Say(XElement answer, string name) => answer.Descendants(Ns + name).FirstOrDefault()?.Value;

    /// <summary>A document to be founded: received from Jan Žadatel, electronic.</summary>
    public XElement Document(string id, string matter = "Žádost o povolení stavby", params object?[] more) => E("ProfilDokumentu", Id(id), E("Forma", "digitalni"),
        E("Nazev", matter), E("PocetListu", 0), E("PocetPriloh", 0), E("DruhPriloh", ""), E("PocetListuPriloh", 0), more);

    public static XElement Delivery(string day = "2026-03-02", string? number = null) => E("Doruceni",
        E("Odesilatel", E("Subjekt", E("TypSubjektu", number is null ? "Fyzicka" : "Osvc"), number is null ? null : E("IC", number), E("Jmeno", "Jan"), E("Prijmeni", "Žadatel")), E("Adresa", E("AdresaPostovni", E("Obec", "Chomutov"), E("Ulice", "Palackého"), E("PopisneCislo", "12"), E("Psc", "43001")))),
        E("ZasilkaInfo", E("ZpusobManipulaceId", "DatovaSchranka"), E("DatumDoruceni", day), E("CasDoruceni", "10:15:00")));

    public void Dispose() => wire.Dispose();
}
