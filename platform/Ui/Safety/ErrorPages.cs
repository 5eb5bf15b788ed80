using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Virtuos.Kernel.Language;

namespace Virtuos.Ui;

/// <summary>Pages that say in three languages that something went wrong; made at start, so they need neither database nor office.</summary>
public sealed class ErrorPages
{
    /// <summary>Kind of the refusal of a form sent from a foreign page.</summary>
    public const string Origin = "origin";

    private const string Trace = "{{trace}}";
    private static readonly string[] kinds = ["400", "403", "404", "410", "413", "429", "500", "503", Origin];
    private readonly FrozenDictionary<string, string> pages;

    public ErrorPages(Texts texts, UiAssets assets) =>
        pages = kinds.ToFrozenDictionary(kind => kind, kind => Write(kind, texts, assets));

    /// <summary>True when there is a page for the status.</summary>
    public bool Knows(int status) => pages.ContainsKey(Kind(status));

    /// <summary>Answers with the page of the status (or of a kind of its own), or with problem+json to programs that read no HTML.</summary>
    public Task Send(HttpContext http, int status, string? kind = null)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "30";
        if (!WantsHtml(http.Request))
            return Results.Problem(statusCode: status, type: kind is null ? null : $"urn:virtuos:refusal:ui.error.{kind}", extensions: new Dictionary<string, object?> { ["trace"] = http.TraceIdentifier }).ExecuteAsync(http);
        http.Response.ContentType = "text/html; charset=utf-8";
        var page = pages.GetValueOrDefault(kind ?? Kind(status)) ?? pages["500"];
        return http.Response.WriteAsync(page.Replace(Trace, WebUtility.HtmlEncode(http.TraceIdentifier), StringComparison.Ordinal), http.RequestAborted);
    }

    /// <summary>The page of a status, as HTML.</summary>
    public string Html(int status) => pages[Kind(status)];

    private static bool WantsHtml(HttpRequest request) => request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html");

    private static string Kind(int status) =>
        status == StatusCodes.Status405MethodNotAllowed ? "404" : status.ToString(CultureInfo.InvariantCulture);

    private static string Write(string kind, Texts texts, UiAssets assets)
    {
        var titles = string.Join(" – ", TextLanguage.All.Select(language => texts.In(language)[$"ui.error.{kind}.title"]));
        var body = new StringBuilder();
        foreach (var language in TextLanguage.All)
        {
            var T = texts.In(language);
            var heading = language == TextLanguage.Czech ? "h1" : "h2";
            body.Append($"<section lang=\"{language}\"><{heading}>{Safe(T[$"ui.error.{kind}.title"])}</{heading}><p>{Safe(T[$"ui.error.{kind}.text"])}</p>");
            if (kind is "500" or "503")
                body.Append($"<p>{Safe(T["ui.error.saved"])}</p>");
            if (kind == "500")
                body.Append($"<p>{Safe(T["ui.error.code"])} <span class=\"code\">{Trace}</span></p>");
            body.Append($"<p><a href=\"/\">{Safe(T["ui.error.home"])}</a></p></section>");
        }
        return $"""
            <!DOCTYPE html>
            <html lang="cs"><head><meta charset="utf-8"><title>{Safe(titles)} – Virtuos</title>
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
            <meta name="color-scheme" content="light dark"><link rel="icon" href="{assets.Icon}"><link rel="stylesheet" href="{assets.Stylesheet}"></head>
            <body class="citizen"><header class="strip"><div class="wrap row">Virtuos</div></header><main><div class="wrap sections">{body}</div></main></body></html>
            """;
    }

    private static string Safe(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
