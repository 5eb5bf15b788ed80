using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Virtuos.Modules.Tests.Services;

/// <summary>A program of a follower as its author would write it from the documentation: verifies, answers challenges, drops repeats.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentQueue<Message> all = new();
    private readonly Task serving;

    public WebhookReceiver()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/hook");
        }
        listener.Prefixes.Add(Address.GetLeftPart(UriPartial.Authority) + "/");
        listener.Start();
        serving = Serve();
    }

    public sealed record Message(string Path, string Id, long At, string Signature, byte[] Bytes)
    {
        public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Bytes);

        public string Type => Json.GetProperty("type").GetString()!;

        public bool IsSignedBy(string secret)
        {
            var key = Convert.FromBase64String(secret["whsec_".Length..]);
            return Signature == "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{Id}.{At}."), .. Bytes]));
        }
    }

    public Uri Address { get; }

    public IReadOnlyList<Message> All => [.. all];

    public IReadOnlyList<Message> Steps => [.. all.Where(m => m.Type == "step")];

    /// <summary>What it answers to steps.</summary>
    public int Status { get; set; } = 204;

    /// <summary>What it answers to a challenge; itself, unless told otherwise.</summary>
    public Func<string, string> Echo { get; set; } = challenge => challenge;

    /// <summary>Where it sends callers instead of answering.</summary>
    public string? Elsewhere { get; set; }

    /// <summary>It takes messages and never answers.</summary>
    public bool Silent { get; set; }

    private async Task Serve()
    {
        while (!closing.IsCancellationRequested)
        {
            HttpListenerContext call;
            try { call = await listener.GetContextAsync(); }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException) { return; }
            using var body = new MemoryStream();
            await call.Request.InputStream.CopyToAsync(body);
            var message = new Message(call.Request.Url!.AbsolutePath, call.Request.Headers["webhook-id"]!, long.Parse(call.Request.Headers["webhook-timestamp"]!), call.Request.Headers["webhook-signature"]!, body.ToArray());
            all.Enqueue(message);
            if (Silent) continue;
            if (Elsewhere is not null)
            {
                call.Response.StatusCode = 307;
                call.Response.RedirectLocation = Elsewhere;
            }
            else if (message.Type == "challenge") await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Echo(message.Json.GetProperty("challenge").GetString()!)));
            else call.Response.StatusCode = Status;
            call.Response.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Close();
        await serving;
        closing.Dispose();
    }
}
