using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Virtuos.Records.Demo;

/// <summary>Who comes to the counter of the demo region and with what.</summary>
internal sealed class DemoPapers
{
    public List<DemoSender> Senders { get; set; } = [];

    /// <summary>Matters by agenda.</summary>
    public Dictionary<string, List<string>> Papers { get; set; } = [];

    public static DemoPapers Read()
    {
        var assembly = typeof(DemoPapers).Assembly;
        using var reader = new StreamReader(assembly.GetManifestResourceStream(assembly.GetManifestResourceNames().Single(n => n.EndsWith(".people-and-papers.yaml", StringComparison.Ordinal)))!);
        return new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build().Deserialize<DemoPapers>(reader);
    }
}

internal sealed class DemoSender
{
    public string Name { get; set; } = "";

    public string Address { get; set; } = "";
}
