using System.Net;
using Microsoft.AspNetCore.Http;

namespace Virtuos.Services.Filling;

/// <summary>Where a request came from, as far as quotas care: one IPv4 address, or a household's /56 of IPv6.</summary>
internal static class Network
{
    public static string Of(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 7)) : address.ToString();
    }
}
