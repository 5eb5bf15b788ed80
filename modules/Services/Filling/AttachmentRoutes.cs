using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Services.FormEngine;
using Virtuos.Ui;

namespace Virtuos.Services.Filling;

/// <summary>Where attachments are sent and taken back. Files are read part by part, straight to the disk.</summary>
internal static class AttachmentRoutes
{
    private const long Overhead = 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/podani/{token}/prilohy/{field}", Attach).BeforePages();
        routes.MapPost("/podani/{token}/prilohy/{field}/{file:guid}/odebrat", Remove).BeforePages();
    }

    private static async Task<IResult> Attach(string token, string field, string? zpet, HttpContext http, AttachFile act, AnswerPage answer, DraftReader drafts, Texts texts, CancellationToken cancel)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = Attachments.MostBytesTogether + Overhead;
        var opened = await drafts.Open(token, cancel);
        if (!opened.Succeeded) return FillingRoutes.Gone(opened.Refusals[0], token);
        if (!opened.Value.Form.Questions.TryGetValue(field, out var question) || question.Type != QuestionType.File) return Results.NotFound();
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary) return Results.BadRequest();

        var page = opened.Value.Form.PageOf(field).Id;
        List<Refusal> refusals = [];
        var onward = false;
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body);
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part)) continue;
                if (part.IsFileDisposition() && (part.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(part.FileName).Value) is { Length: > 0 } name)
                    refusals.AddRange((await act.Run(new(token, field, name, section.Body), cancel)).Refusals);
                else if (HeaderUtilities.RemoveQuotes(part.Name) == "onward") onward = await IsYes(section.Body, cancel);
            }
        }
        catch (Exception e) when (e is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            refusals.Add(Refusal.Invalid(field, "services.file-refused.too-much", ("name", question.Label), ("megabytes", Attachments.MostBytesTogether >> 20)));
        }
        catch (InvalidDataException)
        {
            return Results.BadRequest();
        }
        if (refusals.Count == 0 && !onward) return PageAnswer.Go($"/podani/{token}/{page}{FillingRoutes.Query(zpet)}");
        if (refusals.Count == 0)
        {
            var result = await answer.Run(new(token, page, new Dictionary<string, Answer?>(), zpet == FormPage.Check), cancel);
            if (result.Succeeded) return PageAnswer.Go(FillingRoutes.Next(token, result.Value, zpet));
            refusals.AddRange(result.Refusals);
        }
        if (refusals[0].Kind == RefusalKind.NotFound) return Results.NotFound();
        return PageAnswer.Again<QuestionPage>(texts, refusals, ("Token", token), ("Page", page));
    }

    private static async Task<bool> IsYes(Stream body, CancellationToken cancel)
    {
        var buffer = new byte[8];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return Encoding.ASCII.GetString(buffer, 0, read) == "yes";
    }

    private static async Task<IResult> Remove(string token, string field, Guid file, string? zpet, RemoveFile act, DraftReader drafts, CancellationToken cancel)
    {
        var result = await act.Run(new(token, field, file), cancel);
        if (!result.Succeeded) return FillingRoutes.Gone(result.Refusals[0], token);
        var opened = await drafts.Open(token, cancel);
        return opened.Succeeded && opened.Value.Form.Questions.ContainsKey(field) ? PageAnswer.Go($"/podani/{token}/{opened.Value.Form.PageOf(field).Id}{FillingRoutes.Query(zpet)}") : Results.NotFound();
    }
}
