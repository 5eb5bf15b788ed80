using System.Net;
using System.Text.RegularExpressions;

namespace Virtuos.Journeys.Tests.Tour;

/// <summary>A browser that only posts forms and follows the answer; for bringing a town into some state quickly.</summary>
public sealed partial class PlainBrowser(HttpClient http) : IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Path of the page that the last answer led to.</summary>
    public string At { get; private set; } = "";

    public async Task<string> Get(string path)
    {
        using var answer = await http.GetAsync(path, Cancel);
        At = path;
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    public async Task Post(string path, params (string Name, string Value)[] fields)
    {
        using var answer = await http.PostAsync(path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))), Cancel);
        if ((int)answer.StatusCode is < 300 or > 399) throw new InvalidOperationException($"{path} did not go on: {(int)answer.StatusCode}\n{Words().Replace(await answer.Content.ReadAsStringAsync(Cancel), " ")}");
        At = answer.Headers.Location!.OriginalString;
    }

    /// <summary>Presses the only button of a page whose form needs nothing but what the page put into it.</summary>
    public async Task Press(string path, string field)
    {
        var found = Regex.Match(await Get(path), $"name=\"{field}\" value=\"([^\"]*)\"");
        await Post(path, (field, WebUtility.HtmlDecode(found.Groups[1].Value)));
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex(@"<[^>]*>|\s+")]
    private static partial Regex Words();
}
