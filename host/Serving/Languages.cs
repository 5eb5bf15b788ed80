using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Virtuos.Host.Serving;

/// <summary>The language of a request: asked for in the address, chosen before, or preferred by the browser; Czech otherwise.</summary>
internal static class Languages
{
    private const string Cookie = "lang";

    public static void Configure(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture("cs").AddSupportedCultures("cs", "en", "de").AddSupportedUICultures("cs", "en", "de");
        options.RequestCultureProviders =
        [
            new CustomRequestCultureProvider(Asked),
            new CustomRequestCultureProvider(Chosen),
            new AcceptLanguageHeaderRequestCultureProvider { Options = options },
        ];
    }

    private static Task<ProviderCultureResult?> Asked(HttpContext http)
    {
        if (Known(http.Request.Query["lang"]) is not { } asked) return Task.FromResult<ProviderCultureResult?>(null);
        // Kept only when somebody follows a language link of a page they read; a crawler that tries the address gets no cookie.
        if (http.Request.Headers.Referer.Count > 0 && http.Request.Cookies[Cookie] != asked)
            http.Response.Cookies.Append(Cookie, asked, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/" });
        return Result(asked);
    }

    private static Task<ProviderCultureResult?> Chosen(HttpContext http) =>
        Known(http.Request.Cookies[Cookie]) is { } chosen ? Result(chosen) : Task.FromResult<ProviderCultureResult?>(null);

    private static Task<ProviderCultureResult?> Result(string language) => Task.FromResult<ProviderCultureResult?>(new(language));

    private static string? Known(string? language) => language is "cs" or "en" or "de" ? language : null;
}
