using System.Net;
using Virtuos.Host;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>What an operator writes is understood or refused with a reason.</summary>
public class SettingsTests
{
    [Fact]
    public void Proxies_are_addresses_and_networks_and_nothing_else()
    {
        var believed = Settings.Proxies(Settings.Read(null, new Dictionary<string, string?> { ["proxies"] = "10.0.0.5, 10.1.0.0/16,2001:db8::7" }));
        Assert.Equal([IPNetwork.Parse("10.0.0.5/32"), IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("2001:db8::7/128")], believed.Select(p => p.Network!.Value));
        var refused = Assert.Throws<SettingsException>(() => Settings.Read(null, new Dictionary<string, string?> { ["proxies"] = "10.0.0.5, balancer" }));
        Assert.Contains("'balancer'", refused.Message, StringComparison.Ordinal);
    }
}
