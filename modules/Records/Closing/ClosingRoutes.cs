using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Records.Filing;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where files are closed and parts in output formats added.</summary>
internal static class ClosingRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var file = routes.MapGroup("/stul/spis/{id:guid}").ExcludeFromDescription();
        file.MapPost("/uzavrit", async (Guid id, HttpContext http, CloseFile act, Texts texts, CancellationToken cancel) =>
            Answer(http, id, "uzavrit", await act.Run(id, cancel), texts));
        file.MapPost("/vystup/{part:guid}", async (Guid id, Guid part, HttpContext http, AddOutput act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var sent = form.Files.GetFile("Output");
            await using var output = sent is { Length: > 0 } ? sent.OpenReadStream() : null;
            return Answer(http, id, "vystup", await act.Run(new(id, part, output, sent?.FileName), cancel), texts);
        });
    }

    /// <summary>The file again: with word that it is done, or with the reason why not.</summary>
    public static IResult Answer<T>(HttpContext http, Guid id, string act, Result<T> result, Texts texts)
    {
        if (result.Succeeded) return Results.LocalRedirect($"/stul/spis/{id}?hotovo={act}");
        DeskRoutes.Forget(http);
        return new RazorComponentResult<FilePage>(new Dictionary<string, object?> { [nameof(FilePage.Id)] = id, [nameof(FilePage.Errors)] = result.Refusals.ToErrors(texts) })
        {
            StatusCode = result.Refusals[0].Kind.Status(),
        };
    }
}
