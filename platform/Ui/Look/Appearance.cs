using Microsoft.AspNetCore.Http;

namespace Virtuos.Ui;

/// <summary>The reader's choice of light, dark or the system's wish; kept in a cookie only when somebody chooses.</summary>
public static class Appearance
{
    public const string Path = "/vzhled";
    public const string Cookie = "vzhled";

    /// <summary>light, dark, or null for what the system wishes.</summary>
    public static string? Of(HttpContext? http) => http?.Request.Cookies[Cookie] is "light" or "dark" ? http.Request.Cookies[Cookie] : null;

    internal static async Task Choose(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        var choice = form["theme"].ToString();
        var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), Path = "/" };
        if (choice is "light" or "dark")
            http.Response.Cookies.Append(Cookie, choice, options);
        else
            http.Response.Cookies.Delete(Cookie, options);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = LocalPath.Of(form["back"]) ?? "/";
    }
}
