using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

/// <summary>A person without an account at a browser without script: posts forms, follows redirects, reads pages.</summary>
internal sealed class Citizen(Town town, HttpClient? browser = null) : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    public HttpClient Browser { get; } = browser ?? town.Browser();

    /// <summary>Where the last redirect led.</summary>
    public string At { get; private set; } = "";

    /// <summary>The token of the draft, once it has begun.</summary>
    public string Token => At.Split('/')[2];

    public HttpStatusCode Status { get; private set; }

    public async Task<IDocument> Get(string path)
    {
        using var answer = await Browser.GetAsync(path, Cancel);
        return await Read(answer, path);
    }

    public async Task<IDocument> Post(string path, params (string Name, string Value)[] fields)
    {
        using var answer = await Browser.PostAsync(path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))), Cancel);
        return await Read(answer, path);
    }

    public async Task<IDocument> PostContent(string path, HttpContent content)
    {
        using var answer = await Browser.PostAsync(path, content, Cancel);
        return await Read(answer, path);
    }

    /// <summary>Answers the page where the citizen is.</summary>
    public Task<IDocument> Answer(params (string Name, string Value)[] fields) => Post(At, fields);

    public async Task<IDocument> Begin(string form, string office = "chomutov") => await Post($"/urad/{office}/podat/{form}");

    /// <summary>A whole dog registration up to the check page.</summary>
    public async Task<IDocument> FillDog(string name = "Alík", string office = "chomutov", string email = "")
    {
        await Begin("prihlaska-psa", office);
        await Answer(("owner-name", "Jana Nováková"), ("owner-birth.day", "3"), ("owner-birth.month", "5"), ("owner-birth.year", "1985"));
        await Answer(("owner-address.street", "Lipová 12"), ("owner-address.municipality", "Chomutov"), ("owner-address.postcode", "430 01"));
        await Answer(("email", email), ("phone", "601 234 567"));
        await Answer(("dog-name", name), ("breed", "kříženec"), ("colour", ""), ("sex", "male"), ("dog-birth.day", "1"), ("dog-birth.month", "9"), ("dog-birth.year", "2025"));
        await Answer(("chip", "203 098 100 123 456"));
        await Answer(("kept-since.day", "1"), ("kept-since.month", "11"), ("kept-since.year", "2025"), ("kept-at", "house"));
        await Answer(("further-dog", "no"));
        return await Answer(("relief", "none"));
    }

    public async Task<IDocument> Send()
    {
        var check = await Get($"/podani/{Token}/kontrola");
        return await Post($"/podani/{Token}/kontrola", ("seen", check.QuerySelector("input[name=seen]")!.GetAttribute("value")!));
    }

    /// <summary>The text of a page with plain spaces.</summary>
    public static string Words(IDocument page) => page.Body!.TextContent.Replace('\u00a0', ' ');

    private async Task<IDocument> Read(HttpResponseMessage answer, string path)
    {
        for (var hops = 0; (int)answer.StatusCode is >= 301 and <= 308 && hops < 5; hops++)
        {
            path = new Uri(town.Address, answer.Headers.Location!.OriginalString).PathAndQuery;
            answer = await Browser.GetAsync(path, Cancel);
        }
        (At, Status) = (path, answer.StatusCode);
        using var context = BrowsingContext.New();
        return await BrowsingContext.New(Configuration.Default).OpenAsync(async r => r.Content(await answer.Content.ReadAsStringAsync(Cancel)).Address(new Uri(town.Address, path)), Cancel);
    }

    public void Dispose() => Browser.Dispose();
}
