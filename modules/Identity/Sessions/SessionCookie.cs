using Microsoft.AspNetCore.Http;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Identity;

/// <summary>The one cookie of a signed-in person; for an anonymous reader there is none.</summary>
internal static class SessionCookie
{
    public const string PlainName = "virtuos";
    private const int TokenLength = 43;

    public static string? Read(HttpContext http, Installation installation) =>
        http.Request.Cookies[Name(http, installation)] is { Length: TokenLength } token ? token : null;

    public static void Write(HttpContext http, Installation installation, string token) =>
        http.Response.Cookies.Append(Name(http, installation), token, Options(http, installation));

    public static void Forget(HttpContext http, Installation installation) =>
        http.Response.Cookies.Delete(Name(http, installation), Options(http, installation));

    // A browser takes a __Host- cookie only from this very host over https, so no neighbour can plant one.
    private static string Name(HttpContext http, Installation installation) => IsSecure(http, installation) ? "__Host-" + PlainName : PlainName;

    private static bool IsSecure(HttpContext http, Installation installation) =>
        http.Request.IsHttps || installation.Address.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static CookieOptions Options(HttpContext http, Installation installation) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = IsSecure(http, installation),
        Path = "/",
        IsEssential = true,
    };
}
