using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Services.Webhooks;

/// <summary>A webhook could not be called; <see cref="Why"/> is the end of the text <c>services.webhook.failed.{…}</c>.</summary>
internal sealed class WebhookNotTakenException(string why, Exception? cause = null) : Exception($"The webhook did not take the message: {why}.", cause)
{
    public string Why { get; } = why;
}

/// <param name="Said">At most 200 signs of its answer, trimmed.</param>
internal sealed record WebhookAnswer(HttpStatusCode Status, string Said)
{
    public bool Took => (int)Status is >= 200 and < 300;
}

/// <summary>
/// Posts signed JSON by the scheme of Standard Webhooks. It connects to the very address that it has judged, follows no redirect, uses no
/// proxy and no cookie, and gives up after five seconds.
/// </summary>
internal sealed class WebhookCarrier : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const int LongestAnswer = 200;
    private readonly Installation installation;
    private readonly TimeProvider clock;
    private readonly HttpClient client;

    public WebhookCarrier(Installation installation, TimeProvider clock)
    {
        (this.installation, this.clock) = (installation, clock);
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromSeconds(30),
            ConnectCallback = Connect,
        }) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Virtuos/1.0");
    }

    /// <param name="id">Stays the same when the message is sent again, so that its receiver can tell.</param>
    /// <exception cref="WebhookNotTakenException">Nobody answered in time, or the address is not one that we call.</exception>
    public async Task<WebhookAnswer> Post(Uri address, string id, byte[] body, byte[] secret, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json", "utf-8");
        var at = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at);
        request.Headers.Add("webhook-signature", Signature(id, at, body, secret));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return new(answer.StatusCode, await Read(answer, patience.Token));
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new WebhookNotTakenException("late", e);
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException as WebhookNotTakenException ?? new WebhookNotTakenException(e.HttpRequestError == HttpRequestError.SecureConnectionError ? "certificate" : "unreachable", e);
        }
        catch (IOException e)
        {
            throw new WebhookNotTakenException("unreachable", e);
        }
    }

    /// <summary><c>v1,</c> and base64 of HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>.</summary>
    public static string Signature(string id, string timestamp, byte[] body, byte[] secret) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, (byte[])[.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. body]));

    private static async Task<string> Read(HttpResponseMessage answer, CancellationToken cancel)
    {
        await using var content = await answer.Content.ReadAsStreamAsync(cancel);
        var bytes = new byte[LongestAnswer];
        return Encoding.UTF8.GetString(bytes, 0, await content.ReadAtLeastAsync(bytes, LongestAnswer, throwOnEndOfStream: false, cancel)).Trim();
    }

    // Judged and connected to in one place: a name that resolves to something else a moment later leads nowhere.
    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, a => PublicAddress.IsOpen(a, installation.Demo))) throw new WebhookNotTakenException("closed");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose() => client.Dispose();
}
