using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Virtuos.Journeys.Tests.Tour;

/// <summary>Looks at pages in one browser tab and tells what is wrong with them, in sentences.</summary>
public sealed class PageCheck : IDisposable
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();
    private readonly List<string> heard = [];
    private readonly IPage page;
    private readonly Uri home;
    private Stop at = new("", "", Reader.Nobody);

    public PageCheck(IPage page, Uri home)
    {
        (this.page, this.home) = (page, home);
        page.Console += OnConsole;
        page.PageError += OnError;
        page.Request += OnRequest;
        page.Response += OnResponse;
    }

    /// <summary>Goes there; then everything but axe: what the browser complained of, title, language, heading, first stop of the keyboard.</summary>
    public async Task<List<string>> Visit(Stop stop, string language = "cs")
    {
        at = stop;
        heard.Clear();
        var answer = await page.GotoAsync(stop.Address, new() { WaitUntil = WaitUntilState.Load });
        if (answer?.Status != stop.Status) heard.Add($"status {answer?.Status}");
        var seen = await page.EvaluateAsync<JsonElement>("""
            () => {
              const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex]')].filter(e => e.tabIndex >= 0 && !e.disabled);
              return { title: document.title, lang: document.documentElement.lang, headings: document.querySelectorAll('h1').length,
                first: stops[0]?.matches('a.skip[href="#main"]') || !document.querySelector('nav, header a'), skips: !!document.querySelector('a.skip'), positive: stops.some(e => e.tabIndex > 0), focused: document.activeElement !== document.body };
            }
            """);
        if (string.IsNullOrWhiteSpace(seen.GetProperty("title").GetString())) heard.Add("empty title");
        // A page of an error says it in all three languages, Czech first.
        if (seen.GetProperty("lang").GetString() is var spoken && spoken != language && !(stop.Status >= 400 && spoken == "cs")) heard.Add($"language {seen.GetProperty("lang")}");
        if (seen.GetProperty("headings").GetInt32() is var headings and not 1) heard.Add($"{headings} main headings");
        if (seen.GetProperty("first").ValueKind != JsonValueKind.True || seen.GetProperty("positive").GetBoolean()) heard.Add("the skip link is not the first stop");
        else if (seen.GetProperty("skips").GetBoolean() && !seen.GetProperty("focused").GetBoolean())
        {
            await page.Keyboard.PressAsync("Tab");
            // Let go afterwards: a skip link that is shown covers what axe measures.
            if (!await page.EvaluateAsync<bool>("() => { const e = document.activeElement, shown = e.matches('a.skip') && e.getBoundingClientRect().top >= 0; e.blur(); return shown; }")) heard.Add("Tab does not reach a visible skip link first");
        }
        return Told();
    }

    /// <summary>Findings of axe-core, best practice included, on the page as it stands.</summary>
    public async Task<List<string>> Examine()
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window")) await page.EvaluateAsync(Axe);
        var findings = await page.EvaluateAsync<string[]>("""
            async () => {
              const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
              const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], iframes: false });
              return violations.flatMap(v => v.nodes.slice(0, 3).map(n => `axe ${v.id}: ${n.target.join(' ')} ${n.html.slice(0, 160)} ${n.any.concat(n.all, n.none).map(c => c.message).join('; ').slice(0, 200)}`));
            }
            """);
        return [.. findings.Select(f => $"{at}: {f}")];
    }

    /// <summary>Nothing may stick out of a narrow window.</summary>
    public async Task<List<string>> Narrow(int width = 320)
    {
        await page.SetViewportSizeAsync(width, 800);
        var found = await page.EvaluateAsync<string>("""
            width => {
              const shown = document.documentElement.scrollWidth;
              const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest('.scroll') && !e.closest('.hidden'));
              return shown <= width ? '' : `${shown} px wide in a window of ${width} px: ${out.slice(0, 3).map(e => e.outerHTML.replace(/\s+/g, ' ').slice(0, 120)).join(' … ')}`;
            }
            """, width);
        return found.Length == 0 ? [] : [$"{at}: {found}"];
    }

    private List<string> Told() => [.. heard.Distinct().Select(what => $"{at}: {what}")];

    private void OnConsole(object? sender, IConsoleMessage message)
    {
        // A page that is meant to be missing is reported by the browser too.
        if (message.Type is "error" or "warning" && !(at.Status >= 400 && message.Text.Contains($"status of {at.Status}", StringComparison.Ordinal))) heard.Add($"console: {message.Text}");
    }

    private void OnError(object? sender, string error) => heard.Add($"script: {error}");

    private void OnRequest(object? sender, IRequest request)
    {
        if (Uri.TryCreate(request.Url, UriKind.Absolute, out var asked) && asked.Scheme.StartsWith("http", StringComparison.Ordinal) && asked.Authority != home.Authority) heard.Add($"asks {asked.Host}");
    }

    private void OnResponse(object? sender, IResponse answer)
    {
        if (answer.Status >= 400 && new Uri(answer.Url).PathAndQuery != at.Address) heard.Add($"{answer.Status} for {answer.Url}");
    }

    public void Dispose()
    {
        page.Console -= OnConsole;
        page.PageError -= OnError;
        page.Request -= OnRequest;
        page.Response -= OnResponse;
    }
}
