using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Virtuos.Records;

internal static class RegisterRoutes
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/stul/dokument/{id:guid}/evidence.xml", async (Guid id, HttpContext http, ExportRegistration act, CancellationToken cancel) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return await act.Run(id, cancel) is { Succeeded: true } read ? Results.Bytes(read.Value, "application/xml", "evidence.xml") : Results.NotFound();
        }).ExcludeFromDescription();
}
