using System.Text;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Host.Serving;

/// <summary>What search engines are told: <c>/robots.txt</c> keeps them from the desk, accounts and addresses that are keys; <c>/sitemap.xml</c> lists what is for everybody.</summary>
internal static class Crawlers
{
    // By prefix, as robots.txt means it (RFC 9309): "/sledovat/" keeps out a matter, not the page that asks for its code.
    private static readonly string[] Closed =
    [
        "/stul", "/prehled", "/sprava", "/ucet", "/moje", "/odhlaseni", "/prihlaseni/", "/registrace/",
        "/podani/", "/pokracovat/", "/potvrdit-adresu/", "/sledovat/", "/api/", "/openapi/", "/demo/", "/_design", "/health/",
    ];

    public static void MapCrawlers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/robots.txt", (Installation installation) =>
            Results.Text($"User-agent: *\n{string.Concat(Closed.Select(path => $"Disallow: {path}\n"))}\nSitemap: {Absolute(installation, "/sitemap.xml")}\n")).ExcludeFromDescription();
        routes.MapGet("/sitemap.xml", async (Installation installation, IEnumerable<IPublicPages> rooms, CancellationToken cancel) =>
        {
            var map = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
            foreach (var room in rooms)
                foreach (var path in await room.Paths(cancel)) map.Append($"<url><loc>{Absolute(installation, path)}</loc></url>\n");
            return Results.Text(map.Append("</urlset>\n").ToString(), "application/xml", Encoding.UTF8);
        }).ExcludeFromDescription();
    }

    private static string Absolute(Installation installation, string path) => System.Security.SecurityElement.Escape(installation.Address.TrimEnd('/') + path);
}
