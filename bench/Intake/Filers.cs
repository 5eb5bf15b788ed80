using System.Diagnostics;
using System.Text;
using Virtuos.Measuring;

namespace Virtuos.Intake;

/// <summary>
/// Clients that file one submission after another over a connection each, with an attachment of its own bytes every time.
/// </summary>
internal sealed class Filers(Uri address, string[] offices, int bytes)
{
    private const string Boundary = "virtuos-bench";
    private static readonly byte[] Tail = Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n");
    private int offered, receipts, failures;

    public int Receipts => receipts;

    public int Failures => failures;

    /// <returns>Receipts per second.</returns>
    public async Task<double> Run(int clients, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        var before = receipts;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => File(watch, time))));
        return (receipts - before) / watch.Elapsed.TotalSeconds;
    }

    private async Task File(Stopwatch watch, TimeSpan time)
    {
        using var connection = await PlainConnection.Open(address);
        var picture = new byte[bytes];
        new Random(7).NextBytes(picture);
        ((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0]).CopyTo(picture);
        (picture[^2], picture[^1]) = (0xFF, 0xD9);
        while (watch.Elapsed < time)
        {
            var number = Interlocked.Increment(ref offered);
            // Bytes of its own, so that nothing is stored once for all.
            BitConverter.TryWriteBytes(picture.AsSpan(64), ((long)number << 32) | (uint)Environment.TickCount);
            if (await connection.Ask(Request(number), picture, Tail) == 201) Interlocked.Increment(ref receipts);
            else if (Interlocked.Increment(ref failures) <= 3) await Console.Error.WriteLineAsync(connection.Said);
        }
    }

    private byte[] Request(int number)
    {
        var parts = $$$"""
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
        var head = $"""
            POST /api/services/submissions HTTP/1.1
            Host: {address.Authority}
            Content-Type: multipart/form-data; boundary={Boundary}
            Content-Length: {Encoding.UTF8.GetByteCount(parts) + bytes + Tail.Length}
            Idempotency-Key: {Guid.CreateVersion7()}


            """.ReplaceLineEndings("\r\n");
        return Encoding.UTF8.GetBytes(head + parts);
    }
}
