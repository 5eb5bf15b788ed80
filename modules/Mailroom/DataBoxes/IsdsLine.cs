using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Mailroom;

/// <summary>What went wrong on the line to the state's system.</summary>
internal enum IsdsTrouble
{
    /// <summary>It is away or under maintenance; what was asked was surely not done.</summary>
    Away,

    /// <summary>It does not let us in; what was asked was surely not done.</summary>
    NotLetIn,

    /// <summary>Nobody knows whether it was done: the answer was lost or says nothing.</summary>
    Doubt,

    /// <summary>It said no, with a code.</summary>
    Refused,
}

/// <summary>The state's system did not do what it was asked, or did not say that it did.</summary>
internal sealed class IsdsException(IsdsTrouble trouble, string reason, string? code = null, Exception? cause = null) : Exception(reason.Length > 500 ? reason[..500] : reason, cause)
{
    public IsdsTrouble Trouble { get; } = trouble;

    /// <summary>Status code of the answer, with <see cref="IsdsTrouble.Refused"/>.</summary>
    public string? Code { get; } = code;
}

/// <summary>Groups of services of the state's system, each at its own address.</summary>
internal enum IsdsService
{
    Messages,
    Info,
    Search,
    Access,
    Big,
}

/// <summary>Calls the state's system: SOAP over TLS with basic sign-in or a certificate; bodies are streamed both ways and never held whole.</summary>
internal sealed class IsdsLine(BoxKeys keys, Installation installation) : IDisposable
{
    public const string Namespace = "http://isds.czechpoint.cz/v20";
    private const string Soap11 = "http://schemas.xmlsoap.org/soap/envelope/", Soap12 = "http://www.w3.org/2003/05/soap-envelope";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2), LongPatience = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<(Guid Box, DateTimeOffset Changed), HttpClient> clients = new();

    /// <param name="write">Writes the one element of the body.</param>
    /// <param name="read">Reads the answer; the reader stands on the one element of its body.</param>
    /// <param name="carriesBytes">Files pass, so it may take long.</param>
    /// <exception cref="IsdsException">It was not done, or nobody knows.</exception>
    public async Task<T> Call<T>(DataBox box, IsdsService service, Func<XmlWriter, CancellationToken, Task> write, Func<XmlReader, CancellationToken, Task<T>> read, bool carriesBytes, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(carriesBytes ? LongPatience : Patience);
        var soap = service == IsdsService.Big ? Soap12 : Soap11;
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, Address(box, service)) { Content = new Envelope(soap, write, patience.Token) };
            if (box.Login != BoxLogin.Certificate)
                message.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(box.Login == BoxLogin.Hosted ? $"{box.Box}:" : $"{box.UserName}:{keys.Password(box)}")));
            if (service != IsdsService.Big) message.Headers.Add("SOAPAction", "\"\"");
            using var answer = await Client(box).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) throw new IsdsException(IsdsTrouble.NotLetIn, $"The system does not let us in ({(int)answer.StatusCode}).");
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable) throw new IsdsException(IsdsTrouble.Away, "The system is away or under maintenance (503).");
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.InternalServerError)) throw new IsdsException(IsdsTrouble.Doubt, $"The system answered {(int)answer.StatusCode}.");
            await using var body = await answer.Content.ReadAsStreamAsync(patience.Token);
            using var xml = XmlReader.Create(body, new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreWhitespace = true });
            await OpenBody(xml);
            return await read(xml, patience.Token);
        }
        catch (HttpRequestException e)
        {
            var never = e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError;
            var strange = e.HttpRequestError is HttpRequestError.SecureConnectionError;
            throw new IsdsException(strange ? IsdsTrouble.NotLetIn : never ? IsdsTrouble.Away : IsdsTrouble.Doubt, $"The system cannot be reached: {e.HttpRequestError}", cause: e);
        }
        catch (Exception e) when (e is IOException or XmlException or FormatException)
        {
            throw new IsdsException(IsdsTrouble.Doubt, $"The answer broke off or makes no sense: {e.Message}", cause: e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new IsdsException(IsdsTrouble.Doubt, "The system did not answer in time.", cause: e);
        }
    }

    private static async Task OpenBody(XmlReader xml)
    {
        while (await xml.ReadAsync())
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Body", NamespaceURI: Soap11 or Soap12 })
            {
                await xml.ReadAsync();
                if (await xml.MoveToContentAsync() != XmlNodeType.Element) break;
                if (xml.LocalName != "Fault") return;
                throw new IsdsException(IsdsTrouble.Doubt, $"The system answered with a fault: {(await xml.ReadOuterXmlAsync()).Replace('\n', ' ')}");
            }
        throw new IsdsException(IsdsTrouble.Doubt, "The answer is no SOAP.");
    }

    private static Uri Address(DataBox box, IsdsService service) => new(service == IsdsService.Big ? $"{box.BigAddress}vodz" : box.Address + service switch
    {
        IsdsService.Messages => "dz",
        IsdsService.Info => "dx",
        IsdsService.Search => "df",
        _ => "DsManage",
    });

    private HttpClient Client(DataBox box) => clients.GetOrAdd((box.Id, box.ChangedAt), _ =>
    {
        var tls = new SslClientAuthenticationOptions();
        if (box.Login != BoxLogin.Password) tls.ClientCertificates = [X509CertificateLoader.LoadPkcs12(keys.Certificate(box), null)];
        if (installation.DataBoxes.Roots is { Length: > 0 } roots)
        {
            tls.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(Path.Combine(installation.Var, roots));
        }
        return new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, SslOptions = tls, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(20) }) { Timeout = Timeout.InfiniteTimeSpan };
    });

    public void Dispose()
    {
        foreach (var client in clients.Values) client.Dispose();
    }

    private sealed class Envelope : HttpContent
    {
        private readonly string soap;
        private readonly Func<XmlWriter, CancellationToken, Task> write;
        private readonly CancellationToken cancel;

        public Envelope(string soap, Func<XmlWriter, CancellationToken, Task> write, CancellationToken cancel)
        {
            (this.soap, this.write, this.cancel) = (soap, write, cancel);
            Headers.ContentType = new MediaTypeHeaderValue(soap == Soap12 ? "application/soap+xml" : "text/xml") { CharSet = "utf-8" };
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false) });
            await xml.WriteStartElementAsync("soap", "Envelope", soap);
            await xml.WriteStartElementAsync("soap", "Body", soap);
            await write(xml, cancel);
            await xml.WriteEndElementAsync();
            await xml.WriteEndElementAsync();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
