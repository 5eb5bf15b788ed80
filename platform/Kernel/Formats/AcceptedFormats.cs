using System.Text.Json;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Formats;

/// <summary>A format that offices take.</summary>
/// <param name="Code">Of <see cref="KnownFormats"/>.</param>
/// <param name="Extensions">As a choice of files takes them: <c>.jpg,.jpeg</c>.</param>
/// <param name="Forms">Also taken as an attachment of a form of the portal.</param>
public sealed record AcceptedFormat(string Code, string Extensions, bool Forms = false)
{
    [JsonIgnore]
    public string MimeType => KnownFormats.Of(Code).MimeType;
}

/// <summary>
/// What an office takes by any channel from a day on, and within which limits: the one source for the checks on the way in, for forms and for
/// the public page of the filing room.
/// </summary>
/// <param name="PartMegabytes">The largest file.</param>
/// <param name="ArchiveFiles">The most files of an archive with those of archives inside.</param>
/// <param name="ArchiveDepth">Archives within archives.</param>
/// <param name="UnpackedMegabytes">The most that an archive may unpack to.</param>
public sealed record AcceptedFormats(DateOnly From, string Source, IReadOnlyList<AcceptedFormat> Formats, int PartMegabytes, int ArchiveFiles, int ArchiveDepth, int UnpackedMegabytes)
{
    private static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>All there were, by their first day.</summary>
    public static IReadOnlyList<AcceptedFormats> All { get; } = Read();

    public static AcceptedFormats On(DateOnly day) => All.LastOrDefault(a => a.From <= day) ?? All[0];

    public bool Takes(string code) => Formats.Any(f => f.Code == code);

    private static IReadOnlyList<AcceptedFormats> Read()
    {
        using var stream = typeof(AcceptedFormats).Assembly.GetManifestResourceStream("Virtuos.Kernel.Formats.accepted-formats.json")!;
        return [.. JsonSerializer.Deserialize<List<AcceptedFormats>>(stream, options)!.OrderBy(a => a.From)];
    }
}
