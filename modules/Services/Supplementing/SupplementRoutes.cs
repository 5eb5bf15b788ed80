using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Language;
using Virtuos.Services.Following;
using Virtuos.Services.FormEngine;
using Virtuos.Services.Mailbox;
using Virtuos.Ui;

namespace Virtuos.Services.Supplementing;

/// <summary>Where the answer to a call is sent. Files are read part by part, straight to the disk; what was typed stays on the page.</summary>
internal static class SupplementRoutes
{
    private const string At = "/sledovat/{code}/{key}";
    private const long Overhead = 1024 * 1024;
    private const int LongestPart = 200_000, MostParts = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{At}/doplnit", Answer).BeforePages();
        routes.MapPost($"{At}/doplnit/{{file:guid}}/odebrat", Remove).BeforePages();
        routes.MapGet($"{At}/doplneni/{{supplement:guid}}.pdf", Paper).BeforePages();
    }

    private static async Task<IResult> Answer(string code, string key, HttpContext http, FileSupplement act, AttachToSupplement attach, MatterReader matters, Texts texts, CancellationToken cancel)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = Attachments.MostBytesTogether + Overhead;
        // Before the first byte is taken: who may not answer sends nothing to our disk.
        if (await matters.Open(code, key, cancel) is not { Calls.Count: > 0 } matter) return Results.NotFound();
        var (fields, refusals) = http.Request.HasFormContentType && !http.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            ? (await http.Request.ReadFormAsync(cancel), [])
            : await Read(code, key, http, attach, cancel);
        if (fields is null) return Results.BadRequest();
        if (refusals.Count == 0 && fields["act"] != "attach")
        {
            var asked = matter.OpenCall is { } call ? AskedSupplement.Of(matter, call) : null;
            var given = asked?.Questions.ToDictionary(q => q.Question.Id, q => AnswerForm.Read(q.Question, fields), StringComparer.Ordinal) ?? [];
            var result = await act.Run(new(code, key, given, fields[FileSupplement.TextField].ToString(), texts.Language), cancel);
            if (result.Succeeded) return PageAnswer.Go($"{matter.Path}?hotovo=supplemented");
            refusals.AddRange(result.Refusals);
        }
        if (refusals.Count == 0) return PageAnswer.Show<SupplementPage>(("Code", code), ("Key", key), ("Posted", fields));
        return refusals[0].Kind == RefusalKind.NotFound ? Results.NotFound() : PageAnswer.Again<SupplementPage>(texts, refusals, ("Code", code), ("Key", key), ("Posted", fields));
    }

    private static async Task<(IFormCollection? Fields, List<Refusal> Refusals)> Read(string code, string key, HttpContext http, AttachToSupplement attach, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary) return (null, []);
        Dictionary<string, StringValues> fields = new(StringComparer.Ordinal);
        List<Refusal> refusals = [];
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body);
            for (var parts = 0; parts < MostParts && await reader.ReadNextSectionAsync(cancel) is { } section; parts++)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part) || HeaderUtilities.RemoveQuotes(part.Name).Value is not { Length: > 0 and <= 200 } name) continue;
                if (part.IsFileDisposition())
                {
                    if ((part.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(part.FileName).Value) is { Length: > 0 } file) refusals.AddRange((await attach.Run(new(code, key, name, file, section.Body), cancel)).Refusals);
                }
                else if (await Text(section.Body, cancel) is { } value) fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), value);
                else return (null, []);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            refusals.Add(Refusal.Invalid(SupplementFile.Free, "services.file-refused.too-much", ("name", AskedSupplement.Attachments.Label), ("megabytes", Attachments.MostBytesTogether >> 20)));
        }
        catch (InvalidDataException)
        {
            return (null, []);
        }
        return (new FormCollection(fields), refusals);
    }

    private static async Task<string?> Text(Stream body, CancellationToken cancel)
    {
        var buffer = new byte[LongestPart + 1];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return read > LongestPart ? null : Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static async Task<IResult> Remove(string code, string key, Guid file, HttpContext http, RemoveFromSupplement act, AttachToSupplement attach, CancellationToken cancel)
    {
        if (!(await act.Run(new(code, key, file), cancel)).Succeeded) return Results.NotFound();
        // The button stands in the same form, so what was typed came along and goes back to the page.
        var (fields, _) = await Read(code, key, http, attach, cancel);
        return PageAnswer.Show<SupplementPage>(("Code", code), ("Key", key), ("Posted", fields));
    }

    private static async Task<IResult> Paper(string code, string key, Guid supplement, HttpContext http, MatterReader matters, IBlobStore blobs, CancellationToken cancel)
    {
        FollowHeaders.Set(http);
        return await matters.Open(code, key, cancel) is { } m && m.Supplements.FirstOrDefault(s => s.Id == supplement) is { } found
            ? await ServedPart.Of(new(found.Paper, $"doplneni-{m.Code}.pdf", "application/pdf", found.PaperSize), http, blobs, cancel)
            : Results.NotFound();
    }
}
