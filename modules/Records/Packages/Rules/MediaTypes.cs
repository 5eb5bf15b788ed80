using System.Text.RegularExpressions;
using Virtuos.Kernel.Formats;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Virtuos.Records.Packages;

/// <summary>Which declared media types a content may have; the same format goes by several names, and some contents can only be told in part.</summary>
internal static partial class MediaTypes
{
    private static readonly Table Data = Read();
    private static readonly ILookup<string, int> Groups = Data.Same.SelectMany((group, number) => group.Select(type => (type, number))).ToLookup(g => g.type, g => g.number, StringComparer.Ordinal);
    private static readonly HashSet<string> Recognised = [.. KnownFormats.All.Select(f => f.MimeType), .. Data.Same.Where(g => g.Any(t => KnownFormats.All.Any(f => f.MimeType == t))).SelectMany(g => g)];

    /// <summary>Two names of the registry of IANA: a kind that it keeps, and letters as RFC 6838 allows them.</summary>
    public static bool IsWellFormed(string type) => Shape().Match(type) is { Success: true } parts && Data.Kinds.Contains(parts.Groups[1].Value.ToLowerInvariant());

    /// <summary>May a file of this content be said to have this type? What cannot be told is let be.</summary>
    public static bool Fits(string declared, DetectedFormat content)
    {
        var type = declared.Split(';')[0].Trim().ToLowerInvariant();
        if (type.Equals(content.MimeType, StringComparison.OrdinalIgnoreCase) || Groups[type].Intersect(Groups[content.MimeType.ToLowerInvariant()]).Any()) return true;
        if (Data.Also.TryGetValue(content.Code, out var patterns) && patterns.Any(p => p.EndsWith('*') ? type.StartsWith(p[..^1], StringComparison.Ordinal) : p.StartsWith('*') ? type.EndsWith(p[1..], StringComparison.Ordinal) : type == p)) return true;
        return Data.Vague.Contains(content.Code) && IsWellFormed(type) && !Recognised.Contains(type) && (content.Code == "unknown" || type.StartsWith("application/", StringComparison.Ordinal));
    }

    /// <summary>Why a PDF cannot be PDF/A, as a key of a detail; null when it says it is one and shows nothing that PDF/A forbids.</summary>
    public static string? FaultOfPdfA(DetectedFormat content) =>
        content.Code != "pdf" ? "no-pdf"
        : content.Traits.HasFlag(FormatTraits.Encrypted) ? "pdf-encrypted"
        : !content.Traits.HasFlag(FormatTraits.ClaimsPdfA) ? "no-pdfa"
        : content.Traits.HasFlag(FormatTraits.Active) ? "pdf-active"
        : null;

    private static Table Read()
    {
        using var reader = new StreamReader(typeof(MediaTypes).Assembly.GetManifestResourceStream("Virtuos.Records.Law.media-types.yaml")!);
        return new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<Table>(reader);
    }

    [GeneratedRegex(@"^([A-Za-z]+)/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\z")]
    private static partial Regex Shape();

    private sealed class Table
    {
        public string Source { get; set; } = "";

        public List<string> Kinds { get; set; } = [];

        public List<List<string>> Same { get; set; } = [];

        public Dictionary<string, List<string>> Also { get; set; } = [];

        public List<string> Vague { get; set; } = [];
    }
}
