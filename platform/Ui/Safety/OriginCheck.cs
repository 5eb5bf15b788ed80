using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Virtuos.Ui;

/// <summary>Lets a form through only when it was sent from our own page, by what the browser itself says; so forms need no token and anonymous readers no cookie.</summary>
public sealed class OriginCheck(RequestDelegate next, ErrorPages errors)
{
    public Task Invoke(HttpContext http)
    {
        var open = IsSafe(http.Request.Method)
            || http.GetEndpoint()?.Metadata.GetMetadata<NoOriginCheck>() is not null
            || IsOwn(http.Request);
        return open ? next(http) : errors.Send(http, StatusCodes.Status403Forbidden, ErrorPages.Origin);
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private static bool IsOwn(HttpRequest request)
    {
        // A browser that sends Sec-Fetch-Site cannot be talked into lying in it; Origin decides for older ones and for plain http.
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
            return site == "same-origin" || site == "none";
        return request.Headers.Origin is { Count: 1 } origin
            && string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>Marks an endpoint for machines, which prove themselves by a key and not by a cookie.</summary>
public sealed class NoOriginCheck
{
    public static readonly NoOriginCheck Instance = new();
}

public static class OriginCheckRules
{
    /// <summary>Refuses unsafe requests from foreign pages; after routing, before anything that writes.</summary>
    public static IApplicationBuilder UseOriginCheck(this IApplicationBuilder app) => app.UseMiddleware<OriginCheck>();

    /// <summary>Lets other programs call the endpoint; it must ask for a key of its own.</summary>
    public static TBuilder WithoutOriginCheck<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(NoOriginCheck.Instance);
}
