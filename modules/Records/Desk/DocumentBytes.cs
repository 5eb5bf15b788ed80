using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Records;

internal sealed record DocumentBytesInput(Guid Document, Guid Component);

/// <summary>Bytes ready to be sent; the receiver closes the stream.</summary>
internal sealed record OpenBytes(Stream Content, string Name, string MimeType);

/// <summary>An official reads one part of a document; the reading goes to the ledger.</summary>
internal sealed class DocumentBytes(Caller caller, RecordsDb db, Sight sight, IBlobStore blobs) : UseCase<DocumentBytesInput, OpenBytes>(caller, RecordsPermissions.Desk)
{
    private static readonly HashSet<string> Shown = ["application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"];

    /// <summary>Types a browser shows by itself without running anything; the rest is only ever saved.</summary>
    public static bool IsShown(string mimeType) => Shown.Contains(mimeType);

    protected override async Task<Result<OpenBytes>> Do(DocumentBytesInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        var part = await db.Components.AsNoTracking().FirstOrDefaultAsync(c => c.Document == document.Id && c.Id == input.Component, cancel);
        if (part is null || !BlobHash.TryParse(part.Blob, out var hash) || await blobs.Open(hash, cancel) is not { } content) return Refusal.NotFound();
        db.NoteRead(nameof(Component), part.Id);
        await db.SaveChangesAsync(cancel);
        return new OpenBytes(content, part.Name, part.MimeType);
    }

    /// <summary>The answer with headers that keep foreign bytes from acting as a page of ours.</summary>
    public static IResult Answer(HttpContext http, OpenBytes bytes)
    {
        var shown = IsShown(bytes.MimeType);
        http.Response.Headers.ContentSecurityPolicy = bytes.MimeType == "application/pdf"
            ? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
            : "default-src 'none'; sandbox; frame-ancestors 'self'";
        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue(shown ? DispositionTypeNames.Inline : DispositionTypeNames.Attachment) { FileNameStar = bytes.Name }.ToString();
        return Results.Stream(bytes.Content, bytes.MimeType == "text/plain" ? "text/plain; charset=utf-8" : bytes.MimeType, enableRangeProcessing: bytes.Content.CanSeek);
    }
}
