using System.Diagnostics;
using System.Net;

namespace Virtuos.Desk;

/// <summary>Somebody signed in who asks for pages as fast as they come.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient http;

    private Browser(HttpClient http) => this.http = http;

    public static async Task<Browser> SignIn(Uri address, string email)
    {
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false, MaxConnectionsPerServer = 256 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        http.DefaultRequestHeaders.Add("Accept-Language", "cs");
        using var answer = await http.PostAsync("/prihlaseni", new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["Email"] = email, ["Password"] = "virtuos-demo" }));
        if (answer.StatusCode is not (HttpStatusCode.Found or HttpStatusCode.SeeOther)) throw new InvalidOperationException($"{email} could not sign in: {(int)answer.StatusCode}");
        return new(http);
    }

    public async Task<string> Get(string path)
    {
        using var answer = await http.GetAsync(path);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }

    // Reads to the last byte and keeps nothing: whoever measures shares the processors with what is measured.
    private async Task Visit(string path, byte[] buffer)
    {
        using var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
        await using var body = await answer.Content.ReadAsStreamAsync();
        while (await body.ReadAsync(buffer) > 0) { }
    }

    /// <returns>Milliseconds of each request, to the last byte, in order of length.</returns>
    public async Task<List<double>> Time(Func<int, string> path, int clients, TimeSpan time, int atLeast = 0)
    {
        var watch = Stopwatch.StartNew();
        var next = 0;
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            List<double> times = [];
            var buffer = new byte[64 * 1024];
            while (watch.Elapsed < time || Volatile.Read(ref next) < atLeast)
            {
                var begin = Stopwatch.GetTimestamp();
                await Visit(path(Interlocked.Increment(ref next)), buffer);
                times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
            return times;
        })));
        return [.. all.SelectMany(t => t).Order()];
    }

    public void Dispose() => http.Dispose();
}
