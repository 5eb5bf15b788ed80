using YamlDotNet.Serialization;
using YamlDotNet.Serialization.Converters;
using YamlDotNet.Serialization.NamingConventions;

namespace Virtuos.Records;

/// <summary>Data of law, of the standard and of templates, as the program carries them: YAML with underscored names and days as yyyy-MM-dd.</summary>
internal static class LawFiles
{
    private static readonly IDeserializer yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithTypeConverter(new DateOnlyConverter(formats: "yyyy-MM-dd")).Build();

    /// <param name="name">Of the file below <c>Law</c>, without its ending.</param>
    public static T Read<T>(string name) => ReadResource<T>($"Virtuos.Records.Law.{name}.yaml");

    /// <param name="resource">One of <see cref="Resources"/>.</param>
    public static T ReadResource<T>(string resource)
    {
        using var reader = new StreamReader(typeof(LawFiles).Assembly.GetManifestResourceStream(resource)!);
        return yaml.Deserialize<T>(reader);
    }

    /// <summary>Names of the files whose names have this in them.</summary>
    public static IEnumerable<string> Resources(string part) => typeof(LawFiles).Assembly.GetManifestResourceNames().Where(n => n.Contains(part, StringComparison.Ordinal));
}
