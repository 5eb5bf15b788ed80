using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Virtuos.Kernel.Language;

namespace Virtuos.Ui;

/// <summary>The language of a request: the one asked for in the address, else the one chosen before, else Czech. A cookie is set only for a choice.</summary>
public static class LanguageChoice
{
    public const string Cookie = "jazyk";

    public static IApplicationBuilder UseLanguageChoice(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var asked = Known(http.Request.Query[PagePlace.Lang]);
        var before = Known(http.Request.Cookies[Cookie]);
        if (asked is not null && asked != (before ?? TextLanguage.Czech))
        {
            http.Response.Cookies.Append(Cookie, asked, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(365),
                Path = "/",
            });
        }
        var culture = TextLanguage.Culture(asked ?? before ?? TextLanguage.Czech);
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = culture;
        http.Response.Headers.Append("Vary", "Cookie");
        return next(http);
    });

    private static string? Known(string? language) => TextLanguage.All.FirstOrDefault(known => known == language);
}
