using System.Net;
using Virtuos.Testing;

namespace Virtuos.Endurance;

/// <summary>What was begun at one node goes on at another: an official's session, a citizen's draft.</summary>
internal static class Visits
{
    public static async Task<string[]> Make(ServerProcess[] nodes, CancellationToken cancel)
    {
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies });
        // Cookies know no ports: one browser carries its session from node to node, as through a balancer.
        await Send(browser, nodes[0], "/prihlaseni", ("Email", Town.FilingRoom), ("Password", Town.Password));
        List<HttpStatusCode> desks = [];
        foreach (var node in nodes) desks.Add((await browser.GetAsync(new Uri(node.Address, "/stul"), cancel)).StatusCode);

        using var citizen = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() });
        var begun = await Send(citizen, nodes[0], "/urad/chomutov/podat/obecne-podani", ("_handler", "begin"));
        List<HttpStatusCode> drafts = [];
        foreach (var node in nodes) drafts.Add(begun.Headers.Location is { } draft ? (await citizen.GetAsync(new Uri(node.Address, draft.IsAbsoluteUri ? draft.PathAndQuery : draft.OriginalString), cancel)).StatusCode : HttpStatusCode.NotFound);
        return
        [
            $"| a session begun at the first node: the desk at all three | {string.Join(", ", desks.Select(s => (int)s))} |",
            $"| a draft begun at the first node: its page at all three | {string.Join(", ", drafts.Select(s => (int)s))} |",
        ];

        async Task<HttpResponseMessage> Send(HttpClient http, ServerProcess node, string path, params (string Name, string Value)[] fields)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, path)) { Content = new FormUrlEncodedContent(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))) };
            request.Headers.Add("Origin", node.Address.GetLeftPart(UriPartial.Authority));
            return await http.SendAsync(request, cancel);
        }
    }
}
