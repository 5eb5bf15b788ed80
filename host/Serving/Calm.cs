using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Host.Serving;

/// <summary>
/// Keeps trouble from reaching people as trouble: a database that is gone or a full disk is a page that says so and what was kept;
/// a bug is logged under a number that the page shows.
/// </summary>
internal sealed class Calm(RequestDelegate next, ILogger<Calm> log)
{
    public async Task Invoke(HttpContext http)
    {
        try
        {
            await next(http);
            if (http.Response is { StatusCode: >= 400, HasStarted: false, ContentLength: null } && http.Response.ContentType is null) await Trouble.Write(http, http.Response.StatusCode);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await Trouble.Write(http, e.StatusCode);
        }
        catch (Exception e) when (!http.Response.HasStarted && IsOutage(e))
        {
            log.LogError("{Method} {Route} met an outage: {Reason}", http.Request.Method, Route(http), e.GetBaseException().Message);
            http.Response.Headers.RetryAfter = "30";
            await Trouble.Write(http, StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            log.LogError(e, "{Method} {Route} failed, trace {Trace}", http.Request.Method, Route(http), http.TraceIdentifier);
            await Trouble.Write(http, StatusCodes.Status500InternalServerError);
        }
    }

    // Paths carry secrets of drafts; the pattern of the route does not.
    private static string Route(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    private static bool IsOutage(Exception e) => e switch
    {
        PostgresException { SqlState: ['5', '3' or '7', ..] or ['0', '8', ..] } => true,
        PostgresException => false,
        NpgsqlException or SocketException or TimeoutException or BlobStoreFullException => true,
        _ => e.InnerException is { } inner && IsOutage(inner),
    };
}
