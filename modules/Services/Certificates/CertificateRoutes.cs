using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Signing;
using Virtuos.Services.Filing;
using Virtuos.Services.Following;
using Virtuos.Services.Mailbox;
using Virtuos.Ui;
using Network = Virtuos.Services.Filling.Network;

namespace Virtuos.Services.Certificates;

/// <summary>Where certificates are taken away and where anybody has a file checked.</summary>
internal static class CertificateRoutes
{
    private const int Largest = 50 * 1024 * 1024, LongestHash = 400;
    private const string Following = "/sledovat/{code}/{key}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/podani/{token}/osvedceni.pdf", (string token, HttpContext http, Receipts receipts, IBlobStore blobs, CancellationToken cancel) => OfReceipt(token, Paper, http, receipts, blobs, cancel)).ExcludeFromDescription();
        routes.MapGet("/podani/{token}/osvedceni.asics", (string token, HttpContext http, Receipts receipts, IBlobStore blobs, CancellationToken cancel) => OfReceipt(token, Xml, http, receipts, blobs, cancel)).ExcludeFromDescription();
        routes.MapGet($"{Following}/osvedceni.pdf", (string code, string key, HttpContext http, MatterReader matters, IBlobStore blobs, CancellationToken cancel) => OfMatter(code, key, Paper, http, matters, blobs, cancel)).BeforePages();
        routes.MapGet($"{Following}/osvedceni.asics", (string code, string key, HttpContext http, MatterReader matters, IBlobStore blobs, CancellationToken cancel) => OfMatter(code, key, Xml, http, matters, blobs, cancel)).BeforePages();
        routes.MapPost("/overeni", Check).BeforePages();
    }

    public static string PaperName(Certificate certificate) => $"osvedceni-{Plain(certificate)}.pdf";

    private static string Plain(Certificate certificate) => string.Concat(certificate.ReferenceNumber.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    private static FiledPart? Paper(Certificate certificate) => certificate.Paper is { } blob ? new(blob, PaperName(certificate), "application/pdf", certificate.PaperSize) : null;

    private static FiledPart? Xml(Certificate certificate) => certificate.Xml is { } blob ? new(blob, $"osvedceni-{Plain(certificate)}.asics", SealContainer.MimeType, certificate.XmlSize) : null;

    private static async Task<IResult> OfReceipt(string token, Func<Certificate, FiledPart?> part, HttpContext http, Receipts receipts, IBlobStore blobs, CancellationToken cancel) =>
        await receipts.OfDraft(token, cancel) is { Certificate: { } certificate } && part(certificate) is { } found ? await ServedPart.Of(found, http, blobs, cancel) : Results.NotFound();

    private static async Task<IResult> OfMatter(string code, string key, Func<Certificate, FiledPart?> part, HttpContext http, MatterReader matters, IBlobStore blobs, CancellationToken cancel)
    {
        FollowHeaders.Set(http);
        return await matters.Open(code, key, cancel) is { Certificate: { } certificate } && part(certificate) is { } found ? await ServedPart.Of(found, http, blobs, cancel) : Results.NotFound();
    }

    // Read part by part into memory: what somebody has checked touches no disk.
    private static async Task<IResult> Check(HttpContext http, CheckFile act, Texts texts, CancellationToken cancel)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = Largest + (1024 * 1024);
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary) return Results.BadRequest();
        byte[]? content = null;
        var hash = "";
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body);
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part)) continue;
                if (part.IsFileDisposition())
                {
                    var bytes = await Read(section.Body, Largest, cancel);
                    if (bytes is null) return TooLarge(texts);
                    if (bytes.Length > 0) content = bytes;
                }
                else if (HeaderUtilities.RemoveQuotes(part.Name) == "otisk") hash = Encoding.UTF8.GetString(await Read(section.Body, LongestHash, cancel) ?? [(byte)'?']);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(texts);
        }
        catch (InvalidDataException)
        {
            return Results.BadRequest();
        }
        var result = await act.Run(new(content, hash, Network.Of(http)), cancel);
        return result.Succeeded ? PageAnswer.Show<CheckFilePage>((nameof(CheckFilePage.Answer), CheckedFileText.Of(result.Value, texts))) : PageAnswer.Again<CheckFilePage>(texts, result.Refusals, (nameof(CheckFilePage.Hash), hash));
    }

    private static IResult TooLarge(Texts texts) => PageAnswer.Again<CheckFilePage>(texts, [Refusal.Invalid("soubor", "services.check-file.too-large", ("megabytes", Largest >> 20))]);

    private static async Task<byte[]?> Read(Stream body, int most, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        var piece = new byte[81920];
        for (int read; (read = await body.ReadAsync(piece, cancel)) > 0;)
        {
            if (bytes.Length + read > most) return null;
            bytes.Write(piece, 0, read);
        }
        return bytes.ToArray();
    }
}
