using System.Diagnostics;
using System.Net;
using System.Text;
using Virtuos.Measuring;

namespace Virtuos.Desk;

/// <summary>Somebody signed in who asks for pages as fast as they come.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient http;
    private readonly string cookies;

    private Browser(HttpClient http, string cookies) => (this.http, this.cookies) = (http, cookies);

    public static async Task<Browser> SignIn(Uri address, string email)
    {
        var cookies = new CookieContainer();
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false, MaxConnectionsPerServer = 256 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        http.DefaultRequestHeaders.Add("Accept-Language", "cs");
        using var answer = await http.PostAsync("/prihlaseni", new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["Email"] = email, ["Password"] = "virtuos-demo" }));
        if (answer.StatusCode is not (HttpStatusCode.Found or HttpStatusCode.SeeOther)) throw new InvalidOperationException($"{email} could not sign in: {(int)answer.StatusCode}");
        return new(http, cookies.GetCookieHeader(address));
    }

    public async Task<string> Get(string path)
    {
        using var answer = await http.GetAsync(path);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <returns>Milliseconds of each request, to the last byte, in order of length.</returns>
    public async Task<List<double>> Time(Func<int, string> path, int clients, TimeSpan time, int atLeast = 0)
    {
        var watch = Stopwatch.StartNew();
        var next = 0;
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            List<double> times = [];
            using var connection = await PlainConnection.Open(http.BaseAddress!);
            while (watch.Elapsed < time || Volatile.Read(ref next) < atLeast)
            {
                var asked = path(Interlocked.Increment(ref next));
                var request = Encoding.ASCII.GetBytes($"GET {asked} HTTP/1.1\r\nHost: {http.BaseAddress!.Authority}\r\nAccept-Language: cs\r\nCookie: {cookies}\r\n\r\n");
                var begin = Stopwatch.GetTimestamp();
                if (await connection.Ask(request) is not 200 and var status) throw new InvalidOperationException($"{asked}: {status}");
                times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
            return times;
        })));
        return [.. all.SelectMany(t => t).Order()];
    }

    public void Dispose() => http.Dispose();
}
