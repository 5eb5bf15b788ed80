using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Virtuos.Ui;

/// <summary>A file of the look held in memory, plain and compressed, named by its content.</summary>
internal sealed class Asset
{
    private readonly byte[] plain;
    private readonly byte[] brotli;
    private readonly byte[] gzip;
    private readonly string type;

    public Asset(string content, string type)
    {
        this.type = type;
        plain = Encoding.UTF8.GetBytes(content);
        brotli = Press(plain, to => new BrotliStream(to, CompressionLevel.SmallestSize));
        gzip = Press(plain, to => new GZipStream(to, CompressionLevel.SmallestSize));
        Hash = Convert.ToHexStringLower(SHA256.HashData(plain))[..12];
    }

    /// <summary>First 12 hexadecimal digits of SHA-256 of the content.</summary>
    public string Hash { get; }

    public int Size => plain.Length;

    public int BrotliSize => brotli.Length;

    /// <summary>Sends the file: for ever when it was asked for by its own hash, otherwise to be asked again (a page of another release).</summary>
    public async Task Send(HttpContext http, string? askedHash)
    {
        var head = http.Response.Headers;
        var tag = $"\"{Hash}\"";
        head.ETag = tag;
        head.CacheControl = askedHash == Hash ? "public, max-age=31536000, immutable" : "no-cache";
        head.Vary = HeaderNames.AcceptEncoding;
        head.XContentTypeOptions = "nosniff";
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var body = plain;
        if (Accepts(http, "br"))
            (body, head.ContentEncoding) = (brotli, "br");
        else if (Accepts(http, "gzip"))
            (body, head.ContentEncoding) = (gzip, "gzip");
        http.Response.ContentType = type;
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static bool Accepts(HttpContext http, string coding) =>
        http.Request.GetTypedHeaders().AcceptEncoding.Any(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && one.Quality != 0);

    private static byte[] Press(byte[] bytes, Func<Stream, Stream> open)
    {
        var pressed = new MemoryStream();
        using (var stream = open(pressed))
            stream.Write(bytes);
        return pressed.ToArray();
    }
}
