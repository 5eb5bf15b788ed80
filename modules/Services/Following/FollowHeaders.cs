using Microsoft.AspNetCore.Http;

namespace Virtuos.Services.Following;

/// <summary>Headers of everything whose address is a capability: kept nowhere, indexed by nobody, told to no other site.</summary>
internal static class FollowHeaders
{
    public static void Set(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        // Not "no-referrer": browsers would then send forms of the page with the origin "null", and the check of origin would refuse them.
        http.Response.Headers["Referrer-Policy"] = "same-origin";
    }
}
