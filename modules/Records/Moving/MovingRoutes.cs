using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Records.Moving;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where an administrator takes the records of the office out, brings the receipt, and destroys what moved.</summary>
internal static class MovingRoutes
{
    public const string ReceiptField = "Receipt";
    private const string Page = "/sprava/stehovani";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var moving = routes.MapGroup(Page).ExcludeFromDescription();
        moving.MapPost("/export", Export);
        moving.MapGet("/{id:guid}/potvrzeni.xml", async (Guid id, HttpContext http, ReadMoves act, CancellationToken cancel) =>
        {
            DeskRoutes.Forget(http);
            return await act.Run(new(), cancel) is { Succeeded: true } read && read.Value.FirstOrDefault(m => m.Move.Id == id)?.Move.Receipt is { } receipt ? Results.Bytes(Encoding.UTF8.GetBytes(receipt), "application/xml", "potvrzeni.xml") : Results.NotFound();
        });
        moving.MapPost("/potvrzeni", async (HttpContext http, ConfirmMove act, Texts texts, CancellationToken cancel) =>
        {
            var sent = (await http.Request.ReadFormAsync(cancel)).Files.GetFile(ReceiptField);
            using var bytes = new MemoryStream();
            if (sent is not null) await sent.CopyToAsync(bytes, cancel);
            return Answer(http, texts, await act.Run(new(bytes.ToArray()), cancel), "potvrzeno");
        }).WithMetadata(new RequestSizeLimitAttribute(2 * TransferReceipt.Longest));
        moving.MapPost("/{id:guid}/navrhnout", async (Guid id, HttpContext http, ProposeDestruction act, Texts texts, CancellationToken cancel) => Answer(http, texts, await act.Run(id, cancel), "navrzeno"));
        moving.MapPost("/{id:guid}/odvolat", async (Guid id, HttpContext http, WithdrawDestruction act, Texts texts, CancellationToken cancel) => Answer(http, texts, await act.Run(id, cancel), "odvolano"));
        moving.MapPost("/{id:guid}/znicit", async (Guid id, HttpContext http, DestroyMoved act, Texts texts, CancellationToken cancel) => Answer(http, texts, await act.Run(id, cancel), "zniceno"));
    }

    private static async Task<IResult> Export(HttpContext http, ExportOffice act, Texts texts, CancellationToken cancel)
    {
        var path = Path.Combine(Path.GetTempPath(), $"virtuos-{Guid.CreateVersion7()}.zip");
        var result = await act.Run(new(path), cancel);
        DeskRoutes.Forget(http);
        if (!result.Succeeded) return PageAnswer.Again<MovingPage>(texts, result.Refusals);
        // The name is gone with the last reader.
        var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Stream(content, "application/zip", string.Create(CultureInfo.InvariantCulture, $"rozluka-{result.Value.Batch}.zip"));
    }

    private static IResult Answer<T>(HttpContext http, Texts texts, Result<T> result, string done)
    {
        DeskRoutes.Forget(http);
        return result.Succeeded ? PageAnswer.Go($"{Page}?hotovo={done}") : PageAnswer.AgainIfThere<MovingPage>(texts, result.Refusals);
    }
}
