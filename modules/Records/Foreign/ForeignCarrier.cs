using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

namespace Virtuos.Records;

/// <summary>The foreign service could not be spoken with, or said nothing that decides; whether the message arrived is not known.</summary>
internal sealed class ForeignSilenceException(string reason, Exception? cause = null) : Exception(reason, cause);

/// <summary>What the foreign service said for good.</summary>
internal sealed class ForeignRefusedException(string code, string text) : Exception($"{code} {text}")
{
    public string Code { get; } = code;
}

/// <summary>Calls the foreign service: SOAP 1.1 over HTTP with basic sign-in; answers are read as strictly as requests are.</summary>
internal sealed class ForeignCarrier(ForeignSecrets secrets, ErmsWriter writer, ErmsReader reader, ErmsShapes shapes) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <returns>The answer, which fits the schema; its status is the caller's to judge.</returns>
    /// <exception cref="ForeignSilenceException">Nobody knows whether it was done.</exception>
    public async Task<XElement> Call(ForeignService service, XElement request, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, service.Address) { Content = new Envelope(writer, request, cancel) };
        message.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{service.SignIn}:{secrets.Open(service.Office, service.Secret)}")));
        message.Headers.Add("SOAPAction", $"\"{Name(request)}\"");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) throw new ForeignSilenceException($"The service does not let us in ({(int)answer.StatusCode}).");
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.InternalServerError)) throw new ForeignSilenceException($"The service answered {(int)answer.StatusCode}.");
            await using var body = await answer.Content.ReadAsStreamAsync(patience.Token);
            var said = await reader.Read(body, patience.Token);
            if (said.Name == Erms.Soap + "Fault") throw new ForeignSilenceException($"Fault: {Erms.Cut(said.Element("faultstring")?.Value ?? "", 200)}");
            if (said.Name != Erms.Ns + $"{Name(request)}Response") throw new ForeignSilenceException($"The service answered {said.Name.LocalName} to {Name(request)}.");
            return shapes.Fault(said) is { } wrong ? throw new ForeignSilenceException($"The answer is not as the standard says: {wrong}") : said;
        }
        catch (HttpRequestException e)
        {
            throw new ForeignSilenceException($"The service cannot be reached: {e.HttpRequestError}", e);
        }
        catch (Exception e) when (e is IOException or ErmsFaultException)
        {
            throw new ForeignSilenceException($"The answer broke off or is no SOAP: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new ForeignSilenceException("The service did not answer in time.", e);
        }
    }

    private static string Name(XElement request) => request.Name.LocalName[..^"Request".Length];

    public void Dispose() => client.Dispose();

    private sealed class Envelope : HttpContent
    {
        private readonly ErmsWriter writer;
        private readonly XElement message;
        private readonly CancellationToken cancel;

        public Envelope(ErmsWriter writer, XElement message, CancellationToken cancel)
        {
            (this.writer, this.message, this.cancel) = (writer, message, cancel);
            Headers.ContentType = new MediaTypeHeaderValue("text/xml") { CharSet = "utf-8" };
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => writer.Write(message, stream, cancel);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
