using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace Virtuos.Testing;

/// <summary>A filing that somebody holds a receipt for.</summary>
/// <param name="Submission">Its id by the receipt.</param>
/// <param name="Hash"><c>sha256:…</c> of its text by the receipt.</param>
/// <param name="Attachment"><c>sha256:…</c> of the attachment, reckoned by the filer.</param>
/// <param name="Number">What the filer called it.</param>
public sealed record Promise(Guid Submission, string Hash, string Attachment, int Number);

/// <summary>Many programs that file at once and never give up: each offers the same filing under the same key until it holds a receipt, and now and then once more.</summary>
public sealed class Filers(Uri address, string[] offices)
{
    private const int OfferedAgain = 8;
    private readonly ConcurrentDictionary<string, Promise> promises = new();
    private readonly ConcurrentDictionary<int, int> answers = new();
    private readonly ConcurrentQueue<string> lies = new();
    private int offered, cut;

    /// <summary>Receipts handed out, by key.</summary>
    public IReadOnlyDictionary<string, Promise> Promises => promises;

    /// <summary>How often each HTTP status was answered.</summary>
    public IReadOnlyDictionary<int, int> Answers => answers;

    /// <summary>Requests that ended without an answer.</summary>
    public int Cut => cut;

    /// <summary>Answers that no honest server gives: another receipt for the same filing, or a fault that it does not call temporary.</summary>
    public IReadOnlyCollection<string> Lies => lies;

    /// <summary>Waits after each receipt; none by default.</summary>
    public TimeSpan Rest { get; init; }

    /// <summary>Files until told to stop; then every filing that was begun is brought to its receipt.</summary>
    /// <param name="bytes">Size of the attachment of each filing.</param>
    public Task Run(int clients, int bytes, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
        while (!stop.IsCancellationRequested)
        {
            var (number, key) = (Interlocked.Increment(ref offered), $"{Guid.CreateVersion7()}");
            promises[key] = await File(http, number, key, bytes);
            if (number % OfferedAgain == 0 && await File(http, number, key, bytes) is var again && again != promises[key])
                lies.Enqueue($"Filing {number} has the receipts {promises[key].Submission} and {again.Submission}.");
            if (Rest > TimeSpan.Zero) await Pause(Rest);
        }
    }));

    private async Task<Promise> File(HttpClient http, int number, string key, int bytes)
    {
        var office = offices[number % offices.Length];
        for (var attempt = 0; attempt < 3000; attempt++)
        {
            try
            {
                var picture = Picture(number, bytes);
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/services/submissions") { Content = Content(number, office, picture) };
                request.Headers.Add("Idempotency-Key", key);
                using var answer = await http.SendAsync(request);
                var body = await answer.Content.ReadAsStringAsync();
                answers.AddOrUpdate((int)answer.StatusCode, 1, (_, n) => n + 1);
                if (answer.IsSuccessStatusCode)
                {
                    var receipt = JsonSerializer.Deserialize<JsonElement>(body);
                    return new(receipt.GetProperty("submission").GetGuid(), receipt.GetProperty("hash").GetString()!, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(picture))}", number);
                }
                if ((int)answer.StatusCode < 500) throw new InvalidOperationException($"Refused: {(int)answer.StatusCode} {body}");
                // A temporary trouble says so; anything else would tell the filer that trying again is of no use.
                if ((int)answer.StatusCode is not (502 or 503 or 504)) lies.Enqueue($"Filing {number} was answered {(int)answer.StatusCode}.");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or SocketException)
            {
                // The server fell or is starting; nobody knows whether the filing was stored, so it is offered again.
                Interlocked.Increment(ref cut);
            }
            await Pause(TimeSpan.FromMilliseconds(100));
        }
        throw new InvalidOperationException($"No receipt for {key} after 3000 attempts.");
    }

    private static async Task Pause(TimeSpan time)
    {
        using var pause = new PeriodicTimer(time);
        await pause.WaitForNextTickAsync();
    }

    private static byte[] Picture(int number, int bytes)
    {
        var picture = new byte[bytes];
        new Random(number).NextBytes(picture);
        ((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0]).CopyTo(picture);
        picture[^2] = 0xFF;
        picture[^1] = 0xD9;
        return picture;
    }

    private static MultipartFormDataContent Content(int number, string office, byte[] picture)
    {
        var answers = JsonSerializer.Serialize(new
        {
            subject = $"Podnět číslo {number}",
            text = $"Na {number}. lampě v naší ulici už týden nesvítí žárovka, prosíme o opravu.",
            kind = "person",
            name = "Jana Zkušební",
            birth = "1985-05-03",
            address = new { street = $"Zkušební {number}", municipality = "Chomutov", postcode = "43001" },
        });
        var file = new ByteArrayContent(picture) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        return new() { { new StringContent(office), "office" }, { new StringContent("obecne-podani"), "form" }, { new StringContent(answers), "answers" }, { file, "attachments", $"lampa-{number}.jpg" } };
    }

    /// <summary>Limits that let one network file without end; abuse is not what is tried here.</summary>
    public const string NoLimits = """
        - from: 2000-01-01
          filings-of-network-in-hour: 100000000
          filings-of-address-in-day: 100000000
          drafts-of-network-in-hour: 100000000
          most-links: 100
          same-text-in-day: 100000000
          unfiled-megabytes-of-network: 1000000
          unfiled-megabytes-together: 2000000
        """;
}
