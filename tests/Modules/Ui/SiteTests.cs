using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Ui;

namespace Virtuos.Modules.Tests.Ui;

/// <summary>Assets, guards and error pages over real HTTP, without database and office.</summary>
public sealed class SiteTests : IAsyncLifetime
{
    private WebApplication site = null!;
    private HttpClient browser = null!;
    private static CancellationToken cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore().AddSingleton(Drawing.Texts).AddUi();
        site = builder.Build();
        site.UseSecurityHeaders().UseErrorPages();
        site.UseRouting();
        site.UseOriginCheck();
        site.MapUiAssets();
        site.MapPost("/form", () => "accepted");
        site.MapPost("/machine", () => "accepted").WithoutOriginCheck();
        site.MapGet("/throws/{what}", string (string what) => throw Thrown(what));
        site.MapGet("/status/{status:int}", (int status) => Results.StatusCode(status));
        site.MapGet("/own", (HttpContext http) => { http.Response.Headers.ContentSecurityPolicy = "sandbox"; return Results.Text("x", statusCode: 404); });
        await site.StartAsync(cancel);
        browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(site.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await site.DisposeAsync();
    }

    [Fact]
    public void The_stylesheet_and_script_stay_small()
    {
        Assert.InRange(Drawing.Assets.StylesheetFile.Size, 10_000, 26_000);
        Assert.InRange(Drawing.Assets.StylesheetFile.BrotliSize, 1_000, 6_000);
        Assert.InRange(Drawing.Assets.ScriptFile.Size, 1_000, 10_000);
    }

    [Fact]
    public async Task Files_named_by_their_content_are_kept_for_ever()
    {
        foreach (var address in (string[])[Drawing.Assets.Stylesheet, Drawing.Assets.Script, Drawing.Assets.Icon, Drawing.Assets.ThemeSheet(Theme.OfHue(20))!])
        {
            var answer = await Send(HttpMethod.Get, address);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
            Assert.Equal(HttpStatusCode.NotModified, (await Send(HttpMethod.Get, address, ("If-None-Match", answer.Headers.ETag!.ToString()))).StatusCode);
            Assert.Equal(answer.Content.Headers.ContentLength, (await Send(HttpMethod.Head, address)).Content.Headers.ContentLength);
        }
    }

    [Theory, InlineData("br"), InlineData("gzip"), InlineData("gzip, deflate, br"), InlineData("br;q=0, gzip"), InlineData("")]
    public async Task Files_come_compressed_as_the_browser_can(string accepted)
    {
        var answer = await Send(HttpMethod.Get, Drawing.Assets.Stylesheet, ("Accept-Encoding", accepted));
        var coding = answer.Content.Headers.ContentEncoding.SingleOrDefault();
        Assert.Equal(accepted switch { "" => null, "gzip" or "br;q=0, gzip" => "gzip", _ => "br" }, coding);
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        using var text = new StreamReader(coding switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body });
        Assert.StartsWith(":root{", await text.ReadToEndAsync(cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_release_still_finds_its_stylesheet_but_does_not_keep_it() =>
        Assert.Equal("no-cache", (await Send(HttpMethod.Get, "/assets/virtuos.000000000000.css")).Headers.GetValues("Cache-Control").Single());

    [Theory, InlineData("/assets/theme/zzzzzz.1.css"), InlineData("/assets/theme/ffffff.1.css"), InlineData("/assets/nothing.css")]
    public async Task A_file_that_cannot_be_is_not_found(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await Send(HttpMethod.Get, address)).StatusCode);

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin", true), InlineData("Sec-Fetch-Site", "none", true), InlineData("Origin", "own", true)]
    [InlineData("Sec-Fetch-Site", "cross-site", false), InlineData("Sec-Fetch-Site", "same-site", false), InlineData("Sec-Fetch-Site", "", false)]
    [InlineData("Origin", "https://evil.example", false), InlineData("Origin", "null", false), InlineData("X-Nothing", "x", false)]
    public async Task A_form_is_accepted_only_from_our_own_page(string header, string value, bool accepted)
    {
        var answer = await Send(HttpMethod.Post, "/form", (header, value == "own" ? browser.BaseAddress!.GetLeftPart(UriPartial.Authority) : value), ("Accept", "text/html"));
        Assert.Equal(accepted ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
        if (!accepted)
            Assert.Contains("Nic nebylo odesláno ani změněno", await answer.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_page_cannot_borrow_an_equal_origin_header() =>
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(HttpMethod.Post, "/form", ("Sec-Fetch-Site", "cross-site"), ("Origin", browser.BaseAddress!.GetLeftPart(UriPartial.Authority)))).StatusCode);

    [Fact]
    public async Task Machines_with_a_key_of_their_own_pass() =>
        Assert.Equal(HttpStatusCode.OK, (await Send(HttpMethod.Post, "/machine")).StatusCode);

    [Fact]
    public async Task Every_answer_carries_safe_headers_and_none_sets_a_cookie()
    {
        foreach (var address in (string[])["/status/200", "/status/404", "/throws/bug", Drawing.Assets.Stylesheet])
        {
            var answer = await Send(HttpMethod.Get, address);
            Assert.Equal(SecurityHeaders.ContentSecurityPolicy, answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
            Assert.True(answer.Headers.Contains("Permissions-Policy"));
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
        Assert.Equal("sandbox", (await Send(HttpMethod.Get, "/own")).Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory]
    [InlineData("/throws/bug", 500), InlineData("/throws/database", 503), InlineData("/throws/inner", 503), InlineData("/throws/full", 503), InlineData("/throws/large", 413)]
    [InlineData("/status/404", 404), InlineData("/status/403", 403), InlineData("/status/410", 410), InlineData("/status/429", 429), InlineData("/nowhere", 404)]
    public async Task What_went_wrong_is_told_in_three_languages(string address, int status)
    {
        var answer = await Send(HttpMethod.Get, address, ("Accept", "text/html,application/xhtml+xml"));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.GetValues("Cache-Control").Single());
        Assert.Equal(status == 503, answer.Headers.Contains("Retry-After"));
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(cancel));
        Assert.Equal(["cs", "en", "de"], page.QuerySelectorAll("section").Select(section => section.GetAttribute("lang")));
        Assert.All(page.QuerySelectorAll("section"), section => Assert.True(section.TextContent.Length > 60));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Empty(page.QuerySelectorAll("[style], style, script"));
        Assert.DoesNotContain("hesle", page.Body!.TextContent, StringComparison.Ordinal);
        if (status >= 500)
            Assert.Contains("potvrzení s číslem, je bezpečně uloženo", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_problem_json_instead_of_a_page()
    {
        var answer = await Send(HttpMethod.Get, "/throws/bug", ("Accept", "application/json"));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancel));
        Assert.Equal(500, problem.RootElement.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(problem.RootElement.GetProperty("trace").GetString()));
    }

    [Fact]
    public async Task An_answer_with_its_own_words_is_left_alone() =>
        Assert.Equal("x", await (await Send(HttpMethod.Get, "/own", ("Accept", "text/html"))).Content.ReadAsStringAsync(cancel));

    [Theory]
    [InlineData("dark", "/deska?a=b", "vzhled=dark", "/deska?a=b"), InlineData("auto", "/", "vzhled=;", "/"), InlineData("<b>", "/", "vzhled=;", "/")]
    [InlineData("light", "https://evil.example", "vzhled=light", "/"), InlineData("light", "//evil.example", "vzhled=light", "/"), InlineData("light", "/\\evil.example", "vzhled=light", "/")]
    public async Task The_look_is_chosen_without_script_and_leads_back(string look, string back, string cookie, string to)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Appearance.Path) { Content = new FormUrlEncodedContent([new("theme", look), new("back", back)]) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        var answer = await browser.SendAsync(request, cancel);
        Assert.Equal((HttpStatusCode.SeeOther, to), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.StartsWith(cookie, answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }

    private static Exception Thrown(string what) => what switch
    {
        "database" => new Npgsql.NpgsqlException("heslem", new SocketException((int)SocketError.ConnectionRefused)),
        "inner" => new InvalidOperationException("heslem", new TimeoutException()),
        "full" => new IOException("heslem", 28),
        "large" => new BadHttpRequestException("heslem", 413),
        _ => new InvalidOperationException("Soubor s heslem"),
    };

    private async Task<HttpResponseMessage> Send(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        if (method == HttpMethod.Post)
            request.Content = new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await browser.SendAsync(request, cancel);
    }
}
