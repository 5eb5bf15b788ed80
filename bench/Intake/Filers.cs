using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Virtuos.Intake;

/// <summary>Clients that file one submission after another, each with an attachment of its own bytes.</summary>
internal sealed class Filers : IDisposable
{
    private const string Boundary = "virtuos-bench";
    private readonly HttpClient http;
    private readonly string[] offices;
    private readonly byte[] picture;
    private int offered, receipts, failures;

    public Filers(Uri address, string[] offices, int bytes)
    {
        http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
        this.offices = offices;
        picture = new byte[bytes];
        new Random(7).NextBytes(picture);
        ((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0]).CopyTo(picture);
        (picture[^2], picture[^1]) = (0xFF, 0xD9);
    }

    public int Receipts => receipts;

    public int Failures => failures;

    /// <returns>Receipts per second.</returns>
    public async Task<double> Run(int clients, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        var before = receipts;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < time) await File();
        })));
        return (receipts - before) / watch.Elapsed.TotalSeconds;
    }

    public void Dispose() => http.Dispose();

    private async Task File()
    {
        var number = Interlocked.Increment(ref offered);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/services/submissions") { Content = new ByteArrayContent(Body(number)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data") { Parameters = { new("boundary", Boundary) } };
        request.Headers.Add("Idempotency-Key", $"{Guid.CreateVersion7()}");
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.Created)
        {
            Interlocked.Increment(ref receipts);
            await answer.Content.CopyToAsync(Stream.Null);
            return;
        }
        if (Interlocked.Increment(ref failures) <= 3) Console.Error.WriteLine($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private byte[] Body(int number)
    {
        var head = $$$"""
            --{{{Boundary}}}
            Content-Disposition: form-data; name="office"

            {{{offices[number % offices.Length]}}}
            --{{{Boundary}}}
            Content-Disposition: form-data; name="form"

            obecne-podani
            --{{{Boundary}}}
            Content-Disposition: form-data; name="answers"

            {"subject":"Podnět číslo {{{number}}}","text":"Na {{{number}}}. lampě v naší ulici už týden nesvítí žárovka, prosíme o opravu. Děkujeme.","kind":"person","name":"Jana Zkušební","birth":"1985-05-03","address":{"street":"Zkušební {{{number}}}","municipality":"Chomutov","postcode":"43001"}}
            --{{{Boundary}}}
            Content-Disposition: form-data; name="attachments"; filename="lampa-{{{number}}}.jpg"
            Content-Type: image/jpeg


            """.ReplaceLineEndings("\r\n");
        var first = Encoding.UTF8.GetBytes(head);
        var last = Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n");
        var body = new byte[first.Length + picture.Length + last.Length];
        first.CopyTo(body, 0);
        picture.CopyTo(body, first.Length);
        // Bytes of its own, so that nothing is stored once for all.
        BitConverter.TryWriteBytes(body.AsSpan(first.Length + 64), (long)number << 32 | (uint)Environment.TickCount);
        last.CopyTo(body, first.Length + picture.Length);
        return body;
    }
}
