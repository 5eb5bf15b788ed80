using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Services.Mailbox;

/// <summary>Sends stored bytes to the citizen who may see them: a PDF to be read in the browser, anything else only to be saved.</summary>
internal static class ServedPart
{
    public static async Task<IResult> Of(FiledPart part, HttpContext http, IBlobStore blobs, CancellationToken cancel)
    {
        if (!BlobHash.TryParse(part.Blob, out var hash) || await blobs.Open(hash, cancel) is not { } content) return Results.NotFound();
        var pdf = part.MimeType == "application/pdf";
        var disposition = new ContentDispositionHeaderValue(pdf ? "inline" : "attachment");
        disposition.SetHttpFileName(part.Name);
        http.Response.Headers.ContentDisposition = disposition.ToString();
        if (!pdf) http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return Results.Stream(content, part.MimeType, enableRangeProcessing: content.CanSeek);
    }
}
