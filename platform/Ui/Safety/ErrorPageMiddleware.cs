using System.Data.Common;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Virtuos.Ui;

/// <summary>Turns what went wrong, and answers that only have a status, into a page people understand.</summary>
public sealed class ErrorPageMiddleware(RequestDelegate next, ErrorPages pages, ILogger<ErrorPageMiddleware> log)
{
    private const int FailingDiskOnLinux = 5, NoSpaceOnLinux = 28, ReadOnlyOnLinux = 30, DiskGoneOnLinux = 107;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    public async Task Invoke(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (ConnectionResetException)
        {
            // Whoever was sending has gone; there is nobody to answer.
            return;
        }
        catch (Exception wrong) when (!http.Response.HasStarted)
        {
            var status = Status(wrong);
            if (status >= StatusCodes.Status500InternalServerError)
                log.LogError(wrong, "{Method} {Route} failed with {Status}, trace {Trace}", http.Request.Method, Route(http), status, http.TraceIdentifier);
            http.Response.Clear();
            await pages.Send(http, status);
            return;
        }
        var answer = http.Response;
        if (!answer.HasStarted && answer.StatusCode >= 400 && answer.ContentLength is null or 0 && answer.ContentType is null && pages.Knows(answer.StatusCode))
            await pages.Send(http, answer.StatusCode);
    }

    // Paths carry secrets of drafts; the pattern of the route does not.
    private static string Route(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    /// <summary>503 when something outside the program is away or full and will come back, the status of a malformed request, otherwise 500.</summary>
    internal static int Status(Exception? wrong)
    {
        for (; wrong is not null; wrong = wrong.InnerException)
        {
            if (wrong is BadHttpRequestException request)
                return request.StatusCode;
            // A form that cannot be read, or a zero character where text is kept: the sender's mistake.
            if (wrong is InvalidDataException or DbException { SqlState: "22021" })
                return StatusCodes.Status400BadRequest;
            // Without a state the database has not answered: no primary among its hosts, or nobody there at all. 25006: it is a replica by now.
            if (wrong is DbException { IsTransient: true } or DbException { SqlState: null or "25006" } or SocketException or TimeoutException or IOException { HResult: FailingDiskOnLinux or NoSpaceOnLinux or ReadOnlyOnLinux or DiskGoneOnLinux or NoSpaceOnWindows })
                return StatusCodes.Status503ServiceUnavailable;
        }
        return StatusCodes.Status500InternalServerError;
    }
}

public static class ErrorPageRules
{
    /// <summary>First of all middleware, so that nothing goes wrong outside of it.</summary>
    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app) => app.UseMiddleware<ErrorPageMiddleware>();
}
