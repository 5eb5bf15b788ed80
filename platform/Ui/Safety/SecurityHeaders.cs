using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Virtuos.Ui;

/// <summary>Headers that keep a page to itself; an endpoint that sets one of them keeps its own value. Transport security is set where TLS ends.</summary>
public static class SecurityHeaders
{
    public const string ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'";

    private static readonly (string Name, string Value)[] all =
    [
        ("Content-Security-Policy", ContentSecurityPolicy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), serial=(), browsing-topics=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ];

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        // At the start of the answer, because an error page clears what was set before it.
        http.Response.OnStarting(() =>
        {
            foreach (var (name, value) in all)
                http.Response.Headers.TryAdd(name, value);
            return Task.CompletedTask;
        });
        return next(http);
    });
}
