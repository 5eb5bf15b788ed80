using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Services.Filling;
using Virtuos.Services.FormEngine;
using Virtuos.Ui;

namespace Virtuos.Services.Filing;

/// <summary>The receipt as a program gets it.</summary>
/// <param name="Follow">Where people follow the filing, with the code and the PIN.</param>
/// <param name="ConfirmBy">The last day to confirm it in one of the ways; null when nothing has to be confirmed.</param>
internal sealed record ApiReceipt(Guid Submission, string Code, string Pin, string Hash, string Office, string Form, string Matter, DateTimeOffset FiledAt, string Follow, DateOnly? ConfirmBy, IReadOnlyList<string> Ways, bool Held);

/// <summary>
/// Filing by a program: <c>POST /api/services/submissions</c>, multipart with <c>office</c>, <c>form</c>, <c>answers</c> (JSON) and files
/// named by their questions. The same use case as behind the pages.
/// </summary>
internal static class SubmissionApi
{
    private const int ReadAhead = 64 * 1024;
    private const int MostAnswers = 8 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/services/submissions", File).WithoutOriginCheck()
        .WithName("FileSubmission").WithSummary("Files a form and returns its receipt once it is on disk. With an Idempotency-Key the same filing sent again gets the same receipt.")
        .Accepts<IFormFile>("multipart/form-data").Produces<ApiReceipt>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> File(HttpContext http, FileSubmission act, ApiFiling parts, Texts texts, CancellationToken cancel)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = Attachments.MostBytesTogether + MostAnswers;
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
            return ((IReadOnlyList<Refusal>)[Refusal.Invalid(null, "services.api.multipart")]).ToHttp(texts);
        var network = Network.Of(http);
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body, ReadAhead);
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part) || HeaderUtilities.RemoveQuotes(part.Name).Value is not { } name) continue;
                var refusal = part.IsFileDisposition()
                    ? await parts.Take(name, part.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(part.FileName).Value ?? "", section.Body, network, cancel)
                    : await parts.Take(name, section.Body, name == "answers" ? MostAnswers : 1000, cancel);
                if (refusal is not null) return ((IReadOnlyList<Refusal>)[refusal]).ToHttp(texts);
            }
        }
        catch (InvalidDataException)
        {
            return ((IReadOnlyList<Refusal>)[Refusal.Invalid(null, "services.api.multipart")]).ToHttp(texts);
        }
        catch (BlobStoreUnwritableException e)
        {
            return ((IReadOnlyList<Refusal>)[e.Refusal]).ToHttp(texts);
        }
        var filing = await parts.Whole(http.Request.Headers["Idempotency-Key"], texts.Language, network, cancel);
        if (!filing.Succeeded) return filing.Refusals.ToHttp(texts);
        var result = await act.Run(filing.Value, cancel);
        if (!result.Succeeded) return result.Refusals.ToHttp(texts);
        var receipt = result.Value;
        return Results.Json(new ApiReceipt(receipt.Submission, receipt.Code, receipt.Pin, receipt.Hash, parts.Office!, receipt.Form, receipt.Matter, receipt.FiledAt, receipt.Path, receipt.ConfirmBy, receipt.Ways, receipt.State == SubmissionState.Quarantined), statusCode: StatusCodes.Status201Created);
    }
}
