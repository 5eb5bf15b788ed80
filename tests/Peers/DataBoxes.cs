using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Virtuos.Peers.Tests;

/// <summary>
/// The state's system of data boxes, written from the published WSDL and XSD: SOAP over TLS under an authority of its own, sign-in by password,
/// by a box's system certificate (<c>/cert/DS/</c>) and by a hosted records service (<c>/hspis/DS/</c>). What does not fit the schema is in
/// <c>wrong.txt</c>. A second port, without TLS, steers it: <c>/box /send /login /clock /faults /ripen /down /twice /set /state</c>. Faults are words, one a
/// call, for any operation or for one (<c>CreateMessage:lose</c>): <c>outage</c> 503 with a fault, <c>drop</c> breaks the line before the work,
/// <c>lose</c> after it, <c>late</c> breaks it and does the work at <c>/ripen</c>, <c>cut</c> breaks it in the middle of a large request, <c>half</c> in the middle of the answer's bytes, <c>refuse</c> says no.
/// </summary>
internal sealed class DataBoxes(string folder, DataBoxesSoap soap, DataBoxesStore store, DataBoxesAuthority authority) : IDisposable
{
    private readonly DataBoxesServices services = new(store, soap, folder);
    private readonly SemaphoreSlim one = new(1);
    private readonly List<string> faults = [];
    private readonly List<Func<Task>> late = [];
    private readonly Dictionary<string, int> calls = [];
    private readonly HashSet<string> revoked = [];
    private readonly HashSet<string> hosts = [];
    private bool down;

    public static async Task<int> Run(int port, int control, string folder, string schemas)
    {
        var authority = new DataBoxesAuthority(folder);
        using var peer = new DataBoxes(folder, new DataBoxesSoap(folder, schemas), new DataBoxesStore(), authority);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.Limits.MaxRequestBodySize = 300L * 1024 * 1024;
            o.Limits.MinRequestBodyDataRate = null;
            o.Listen(IPAddress.Loopback, port, l => l.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = authority.Server, ClientCertificateMode = ClientCertificateMode.AllowCertificate, ClientCertificateValidation = (_, _, _) => true }));
            o.Listen(IPAddress.Loopback, control);
        });
        await using var app = builder.Build();
        app.Run(http => http.Connection.LocalPort == control ? peer.Steer(http) : peer.Take(http));
        await app.StartAsync();
        Console.WriteLine("listening");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private async Task Take(HttpContext http)
    {
        if (http.Request.Method == "GET" && http.Request.Path.Value!.EndsWith("/live", StringComparison.Ordinal)) return;
        if (down) { await Fault(http, 503, DataBoxesSoap.Soap11, "Probíhá údržba."); return; }
        if (SignedIn(http) is not { } box)
        {
            http.Response.StatusCode = http.Request.Headers.Authorization.Count > 0 || http.Connection.ClientCertificate is not null ? 403 : 401;
            return;
        }
        if (http.Request.Path.Value!.EndsWith("vodz", StringComparison.Ordinal) && IsNext("cut")) { await CutIn(http); return; }
        XElement message;
        string envelope;
        try { (message, envelope) = await soap.Read(http.Request.Body); }
        catch (Exception e) when (e is IOException or System.Xml.XmlException or BadHttpRequestException) { http.Abort(); return; }

        await one.WaitAsync();
        try { await Answer(http, box, message, envelope); }
        finally { one.Release(); }
    }

    // Half of what comes is read, then the line breaks.
    private static async Task CutIn(HttpContext http)
    {
        var block = new byte[64 * 1024];
        for (long read = 0, n; read < 40L * 1024 * 1024 && (n = await http.Request.Body.ReadAsync(block)) > 0; read += n) { }
        http.Abort();
    }

    private async Task Answer(HttpContext http, PeerBox box, XElement message, string envelope)
    {
        var name = message.Name.LocalName;
        calls[name] = calls.GetValueOrDefault(name) + 1;
        var fault = Next(name);
        if (fault == "drop") { http.Abort(); return; }
        if (fault == "outage") { await Fault(http, 503, envelope, "Probíhá údržba."); return; }
        if (soap.Faults(message) is { Length: > 0 } wrong)
        {
            await File.AppendAllTextAsync(Path.Combine(folder, "wrong.txt"), $"{wrong}\n{message}\n");
            await Fault(http, 500, envelope, wrong);
            return;
        }
        if (fault == "late")
        {
            late.Add(() => services.Do(box, message));
            http.Abort();
            return;
        }
        store.Tick();
        var answer = fault == "refuse" ? DataBoxesSoap.E($"{name}Response", DataBoxesServices.No("9204", "Tohle teď nejde.")) : await services.Do(box, message);
        if (soap.Faults(answer) is { Length: > 0 } own) await File.AppendAllTextAsync(Path.Combine(folder, "wrong.txt"), $"own: {own}\n{answer}\n");
        if (fault == "lose") { http.Abort(); return; }
        http.Response.ContentType = envelope == DataBoxesSoap.Soap12 ? "application/soap+xml; charset=utf-8" : "text/xml; charset=utf-8";
        try { await DataBoxesSoap.Write(http.Response.Body, answer, envelope, fault == "half"); }
        catch (Exception e) when (e is BoxCutException or IOException) { http.Abort(); }
    }

    private bool IsNext(string word)
    {
        lock (faults) return faults.Remove(word);
    }

    private string? Next(string operation)
    {
        lock (faults)
        {
            var i = faults.FindIndex(f => (!f.Contains(':', StringComparison.Ordinal) && f != "cut") || f.StartsWith($"{operation}:", StringComparison.Ordinal));
            if (i < 0) return null;
            var word = faults[i];
            faults.RemoveAt(i);
            return word[(word.IndexOf(':', StringComparison.Ordinal) + 1)..];
        }
    }

    private PeerBox? SignedIn(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var basic = http.Request.Headers.Authorization.ToString() is { Length: > 6 } header && header.StartsWith("Basic ", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromBase64String(header[6..])).Split(':', 2) : null;
        if (path.StartsWith("/DS/", StringComparison.Ordinal))
            return basic is null ? null : store.Boxes.Values.FirstOrDefault(b => b.User == basic[0] && b.User.Length > 0 && b.Password == basic[1] && (b.PasswordUntil is not { } until || until > store.Now));
        if (http.Connection.ClientCertificate is not { } certificate || revoked.Contains(certificate.Thumbprint) || certificate.NotAfter.ToUniversalTime() <= store.Now.UtcDateTime) return null;
        if (path.StartsWith("/cert/DS/", StringComparison.Ordinal)) return store.Boxes.Values.FirstOrDefault(b => b.Thumbprint == certificate.Thumbprint);
        return path.StartsWith("/hspis/DS/", StringComparison.Ordinal) && hosts.Contains(certificate.Thumbprint) && basic is not null ? store.Boxes.GetValueOrDefault(basic[0]) : null;
    }

    private static async Task Fault(HttpContext http, int status, string envelope, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/xml; charset=utf-8";
        XNamespace ns = envelope;
        await http.Response.WriteAsync(new XElement(ns + "Envelope", new XElement(ns + "Body", new XElement(ns + "Fault", new XElement("faultcode", "Server"), new XElement("faultstring", text)))).ToString());
    }

    private async Task Steer(HttpContext http)
    {
        await one.WaitAsync();
        try
        {
            string Q(string name) => http.Request.Query[name].ToString();
            switch (http.Request.Path.Value)
            {
                case "/box":
                    var box = new PeerBox(Q("id"), int.Parse(Q("type"), CultureInfo.InvariantCulture), Q("name")) { Number = Q("number"), User = Q("user"), Password = Q("password") };
                    box.Thumbprint = authority.System(box.Id, Q("until") is { Length: > 0 } until ? DateTimeOffset.Parse(until, CultureInfo.InvariantCulture) : new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
                    store.Boxes[box.Id] = box;
                    break;
                case "/host":
                    hosts.Add(authority.System(Q("name"), new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero)));
                    break;
                case "/send":
                    await http.Response.WriteAsync(services.Send(Q("from"), Q("to"), Q("matter"), Q("number"), Q("mark"), Q("files").Split('|'), Q("big") == "true"));
                    break;
                case "/login":
                    store.Tick();
                    store.SignIn(store.Boxes[Q("box")]);
                    break;
                case "/clock":
                    store.Now = DateTimeOffset.Parse(Q("at"), CultureInfo.InvariantCulture);
                    store.Tick();
                    break;
                case "/faults":
                    lock (faults) faults.AddRange(Q("words").Split(' ', StringSplitOptions.RemoveEmptyEntries));
                    break;
                case "/ripen":
                    foreach (var work in late) await work();
                    late.Clear();
                    break;
                case "/down":
                    down = Q("is") == "true";
                    break;
                case "/twice":
                    services.Twice = true;
                    break;
                case "/set":
                    var known = store.Boxes[Q("box")];
                    if (Q("state") is { Length: > 0 } state) known.State = int.Parse(state, CultureInfo.InvariantCulture);
                    if (Q("password") is { Length: > 0 } password) known.Password = password;
                    if (Q("until") is { Length: > 0 } ends) known.PasswordUntil = DateTimeOffset.Parse(ends, CultureInfo.InvariantCulture);
                    if (Q("revoke") == "true") revoked.Add(known.Thumbprint);
                    break;
                case "/state":
                    await http.Response.WriteAsync(JsonSerializer.Serialize(new { Calls = calls, Messages = store.Messages.Values.Select(m => new { m.Id, From = m.From.Id, To = m.To.Id, Matter = m.Said("dmAnnotation"), Number = m.Said("dmSenderRefNumber"), Mark = m.Said("dmSenderIdent"), Personal = m.Said("dmPersonalDelivery"), m.State, m.Size, m.Big, Files = m.Files.Select(f => f.Name), Hashes = m.Files.Select(f => f.Bytes.Hash) }) }));
                    break;
                default:
                    http.Response.StatusCode = 404;
                    break;
            }
        }
        finally { one.Release(); }
    }

    public void Dispose() => one.Dispose();
}
