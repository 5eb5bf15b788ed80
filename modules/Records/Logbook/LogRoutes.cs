using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Records.Logbook;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where transaction logs are taken: of a document, of its parts, of a file, of a day.</summary>
internal static class LogRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/stul/dokument/{id:guid}/protokol.xml", (Guid id, HttpContext http, ReadObjectLog act, CancellationToken cancel) => Xml(http, act, new(Document: id), cancel)).ExcludeFromDescription();
        routes.MapGet("/stul/dokument/{id:guid}/slozka/{component:guid}/protokol.xml", (Guid id, Guid component, HttpContext http, ReadObjectLog act, CancellationToken cancel) =>
            Xml(http, act, new(id, component), cancel)).ExcludeFromDescription();
        routes.MapGet("/stul/spis/{id:guid}/protokol.xml", (Guid id, HttpContext http, ReadObjectLog act, CancellationToken cancel) => Xml(http, act, new(File: id), cancel)).ExcludeFromDescription();
        foreach (var format in (string[])["xml", "pdf"])
            routes.MapGet($"/sprava/protokol/{{day}}.{format}", async (string day, HttpContext http, DayLogBytes act, CancellationToken cancel) =>
                Day(day) is { } of && await act.Run(new(of, format == "pdf"), cancel) is { Succeeded: true } read ? DocumentBytes.Answer(http, read.Value) : Results.NotFound()).ExcludeFromDescription();
        routes.MapPost("/sprava/protokol/{day}/uschovat", Keep).ExcludeFromDescription();
    }

    /// <summary>The day that an address says; null when it says none.</summary>
    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static async Task<IResult> Xml(HttpContext http, ReadObjectLog act, ObjectLogInput input, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await act.Run(input, cancel) is { Succeeded: true } read ? Results.Bytes(read.Value, "application/xml", "transakcni-protokol.xml") : Results.NotFound();
    }

    private static async Task<IResult> Keep(string day, HttpContext http, KeepDayLog act, Texts texts, CancellationToken cancel)
    {
        var result = Day(day) is { } of ? await act.Run(of, cancel) : Refusal.NotFound();
        if (result.Succeeded) return Results.LocalRedirect("/sprava/protokol?hotovo=1");
        DeskRoutes.Forget(http);
        return new RazorComponentResult<DayLogsPage>(new Dictionary<string, object?> { [nameof(DayLogsPage.Errors)] = result.Refusals.ToErrors(texts) })
        {
            StatusCode = result.Refusals[0].Kind.Status(),
        };
    }
}
