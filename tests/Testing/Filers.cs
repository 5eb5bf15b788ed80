using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Virtuos.Testing;

/// <summary>Many programs that file at once and never give up: each offers the same filing under the same key until it holds a receipt.</summary>
public sealed class Filers(Uri address, string[] offices)
{
    private readonly ConcurrentDictionary<string, JsonElement> receipts = new();
    private int offered;

    /// <summary>Receipts handed out, by key.</summary>
    public IReadOnlyDictionary<string, JsonElement> Receipts => receipts;

    /// <summary>Files until told to stop; then every filing that was begun is brought to its receipt.</summary>
    /// <param name="bytes">Size of the attachment of each filing.</param>
    public Task Run(int clients, int bytes, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
        while (!stop.IsCancellationRequested) await File(http, $"{Guid.CreateVersion7()}", bytes);
    }));

    private async Task File(HttpClient http, string key, int bytes)
    {
        var number = Interlocked.Increment(ref offered);
        var office = offices[number % offices.Length];
        for (var attempt = 0; attempt < 500; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/services/submissions") { Content = Content(number, office, bytes) };
                request.Headers.Add("Idempotency-Key", key);
                using var answer = await http.SendAsync(request);
                var body = await answer.Content.ReadAsStringAsync();
                if (answer.IsSuccessStatusCode)
                {
                    receipts[key] = JsonSerializer.Deserialize<JsonElement>(body);
                    return;
                }
                if ((int)answer.StatusCode < 500) throw new InvalidOperationException($"Refused: {(int)answer.StatusCode} {body}");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                // The server fell or is starting; nobody knows whether the filing was stored, so it is offered again.
            }
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            await pause.WaitForNextTickAsync();
        }
        throw new InvalidOperationException($"No receipt for {key} after 500 attempts.");
    }

    private static MultipartFormDataContent Content(int number, string office, int bytes)
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
        var picture = new byte[bytes];
        new Random(number).NextBytes(picture);
        ((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0]).CopyTo(picture);
        picture[^2] = 0xFF;
        picture[^1] = 0xD9;
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
          unfiled-megabytes-of-network: 1000
          unfiled-megabytes-together: 2000
        """;
}
