using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Virtuos.Kernel.Usage;

/// <summary>Counts which pages are read and which acts are done, by the pattern of the route; addresses carry secrets and names, patterns do not.</summary>
public sealed class UsageMiddleware(RequestDelegate next, UsageCounter counter, TimeProvider clock)
{
    public async Task Invoke(HttpContext http)
    {
        if (!counter.IsOn)
        {
            await next(http);
            return;
        }
        var began = clock.GetTimestamp();
        await next(http);
        if (http.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern } endpoint || !IsForPeople(http.Request.Method, pattern, endpoint)) return;
        var caller = http.RequestServices.GetRequiredService<Caller>();
        foreach (var (act, field) in caller.RefusedFields) counter.Refused(caller, act, field);
        if (http.Response.StatusCode < StatusCodes.Status400BadRequest) counter.Use(caller, $"{http.Request.Method} /{pattern.TrimStart('/')}", clock.GetElapsedTime(began));
    }

    // Pages are read; everything else that people do is a form. Programs and checks of health are no use of a screen.
    private static bool IsForPeople(string method, string pattern, RouteEndpoint endpoint) =>
        !pattern.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) && (HttpMethods.IsPost(method) || (HttpMethods.IsGet(method) && endpoint.Metadata.GetMetadata<PageMark>() is not null));
}

/// <summary>Marks the endpoint of a page in the route table.</summary>
public sealed record PageMark;

public static class UsageRules
{
    /// <summary>After routing, around everything that finds out who is calling.</summary>
    public static IApplicationBuilder UseUsage(this IApplicationBuilder app) => app.UseMiddleware<UsageMiddleware>();
}
