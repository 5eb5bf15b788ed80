using System.Net;
using System.Net.Sockets;

namespace Virtuos.Services.Webhooks;

/// <summary>
/// Which addresses a stranger may have us call: https on the public internet. Private, local, shared, documentary and multicast ranges
/// are refused (IANA special-purpose registries, RFC 6890), also when they hide in an address of IPv6.
/// </summary>
internal static class PublicAddress
{
    public const int Longest = 500;

    private static readonly IPNetwork[] Closed =
    [
        .. ((string[])["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"]).Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <param name="demo">The demo region may call programs on its own machine, so that webhooks can be tried.</param>
    /// <returns>Null when nobody may have us call it; a name is judged again by what it resolves to.</returns>
    public static Uri? Parse(string? text, bool demo)
    {
        if (text is not { Length: > 0 and <= Longest } || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || address.Fragment.Length > 0) return null;
        var literal = IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var number) ? number : null;
        if (address.Scheme == Uri.UriSchemeHttp) return demo && address.IsLoopback ? address : null;
        if (address.Scheme != Uri.UriSchemeHttps) return null;
        return literal is null || IsOpen(literal, demo) ? address : null;
    }

    public static bool IsOpen(IPAddress address, bool demo)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (demo && IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Global.Contains(address)) return false;
        return address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Closed.Any(c => c.Contains(address));
    }
}
