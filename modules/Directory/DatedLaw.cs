using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Virtuos.Directory;

/// <summary>The dated data that come with the module, in its folder <c>Law</c>.</summary>
internal static class DatedLaw
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build();

    public static T Read<T>(string file, string folder = "Law")
    {
        using var reader = new StreamReader(typeof(DatedLaw).Assembly.GetManifestResourceStream($"Virtuos.Directory.{folder}.{file}")!);
        return Yaml.Deserialize<T>(reader);
    }
}
