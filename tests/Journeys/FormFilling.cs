using Microsoft.Playwright;

namespace Virtuos.Journeys.Tests;

/// <summary>Fills forms page by page as a person would: what is asked is answered, then on.</summary>
internal static class FormFilling
{
    public static readonly IReadOnlyDictionary<string, string> Dog = new Dictionary<string, string>
    {
        ["owner-kind"] = "person", ["owner-name"] = "Žofie Příkladná", ["owner-birth.day"] = "3", ["owner-birth.month"] = "5", ["owner-birth.year"] = "1985",
        ["owner-address.street"] = "Lipová 12", ["owner-address.municipality"] = "Chomutov", ["owner-address.postcode"] = "430 01",
        ["email"] = "zofie@citizen.example", ["phone"] = "601 234 567",
        ["dog-name"] = "Ťapka", ["breed"] = "kříženec", ["sex"] = "female", ["dog-birth.day"] = "1", ["dog-birth.month"] = "9", ["dog-birth.year"] = "2025",
        ["chip"] = "203 098 100 123 456", ["has-chip"] = "yes", ["kept-since.day"] = "1", ["kept-since.month"] = "11", ["kept-since.year"] = "2025", ["kept-at"] = "house", ["further-dog"] = "no", ["relief"] = "none",
    };

    /// <summary>Answers every page from here to the check page.</summary>
    public static async Task FillToCheck(this IPage page, IReadOnlyDictionary<string, string> answers)
    {
        for (var step = 0; step < 30 && !page.Url.EndsWith("/kontrola", StringComparison.Ordinal); step++)
        {
            var before = page.Url;
            foreach (var (name, value) in answers)
            {
                var fields = page.Locator($"main form [name=\"{name}\"]");
                if (await fields.CountAsync() == 0) continue;
                var kind = await fields.First.GetAttributeAsync("type");
                if (kind is "radio" or "checkbox") await page.Locator($"main form [name=\"{name}\"][value=\"{value}\"]").CheckAsync(new() { Force = true });
                else await fields.First.FillAsync(value);
            }
            await page.Continue();
            Assert.True(page.Url != before || page.Url.EndsWith("/kontrola", StringComparison.Ordinal), $"{before} was not accepted: {await page.Locator("main").InnerTextAsync()}");
        }
    }

    /// <summary>Waits for the page to be loaded. The driver misses the event of a quick page now and then; whatever comes next waits for its own part of the page.</summary>
    public static async Task Loaded(this IPage page)
    {
        try
        {
            await page.WaitForLoadStateAsync(options: new() { Timeout = 5_000 });
        }
        catch (TimeoutException)
        {
            // Missed.
        }
    }

    /// <summary>The main button of the page's form.</summary>
    public static async Task Continue(this IPage page)
    {
        await page.Locator("main form[method=post] button[type=submit]:not([formnovalidate])").First.ClickAsync();
        await page.Loaded();
    }

    /// <summary>Presses the button of the form that leads to an act, opening what it hides in; every click is counted.</summary>
    /// <returns>How many interactions it took.</returns>
    public static async Task<int> Act(this IPage page, string act, Func<ILocator, Task<int>>? fill = null)
    {
        var form = page.Locator($"main form[method=post][action*='/{act}']").First;
        var interactions = 1;
        var details = page.Locator($"main details:has(form[method=post][action*='/{act}'])");
        if (await details.CountAsync() > 0 && await details.First.GetAttributeAsync("open") is null)
        {
            await details.First.Locator("summary").First.ClickAsync();
            interactions++;
        }
        if (fill is not null) interactions += await fill(form);
        await form.Locator("button[type=submit]").First.ClickAsync();
        await page.Loaded();
        return interactions;
    }

    /// <summary>The page must be there now; when it is not, the failure says what it shows instead.</summary>
    public static async Task Arrive(this IPage page, string pattern)
    {
        await page.Loaded();
        Assert.True(System.Text.RegularExpressions.Regex.IsMatch(page.Url, pattern), $"At {page.Url} instead of {pattern}:\n{await page.Locator("main").InnerTextAsync()}");
    }

    public static async Task SignIn(this IPage page, string email, string password)
    {
        await page.GotoAsync("/prihlaseni");
        await page.FillAsync("[name=Email]", email);
        await page.FillAsync("[name=Password]", password);
        await page.Locator("main form[action^='/prihlaseni'] button[type=submit]").First.ClickAsync();
        await page.Loaded();
    }
}
