using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Identity;

/// <summary>Whose browser is asking, before we know the person.</summary>
/// <param name="Network">IPv4 address or the /64 of an IPv6 address; for quotas, never stored.</param>
/// <param name="NetworkDigest">Its keyed digest.</param>
/// <param name="Agent">Family of browser and system.</param>
/// <param name="Session">The session that the browser already has.</param>
internal sealed record Visitor(string Network, byte[] NetworkDigest, string Agent, Guid? Session)
{
    public static Visitor Of(HttpContext http)
    {
        var network = NetworkOf(http.Connection.RemoteIpAddress);
        var key = http.RequestServices.GetRequiredService<KeyRing>().Secret("network");
        return new(network, HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(network)), AgentOf(http.Request.Headers.UserAgent.ToString()),
            http.RequestServices.GetRequiredService<CurrentSession>().Id);
    }

    // A household or an office has a whole /64; counting single IPv6 addresses would count nothing.
    internal static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "local";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() : Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8));
    }

    internal static string AgentOf(string agent)
    {
        var browser = First(agent, ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"));
        var system = First(agent, ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"));
        return (browser, system) switch { (null, null) => "", (null, _) => system, (_, null) => browser, _ => $"{browser}, {system}" };
    }

    private static string? First(string agent, params ReadOnlySpan<(string Mark, string Name)> families)
    {
        foreach (var (mark, name) in families)
            if (agent.Contains(mark, StringComparison.Ordinal)) return name;
        return null;
    }
}
