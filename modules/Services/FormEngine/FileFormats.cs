using Virtuos.Kernel.Formats;

namespace Virtuos.Services.FormEngine;

/// <summary>A format of files that the office can take.</summary>
internal sealed record FileFormat(string Name, string MimeType, string Extensions);

/// <summary>The formats that offices take in electronic filings, by the short names that forms use.</summary>
internal static class FileFormats
{
    private static readonly FileFormat[] All = [.. AcceptedFormats.All[^1].Formats.Where(f => f.Forms).Select(f => new FileFormat(f.Code, f.MimeType, f.Extensions))];

    public static IReadOnlyList<string> Known { get; } = [.. All.Select(f => f.Name)];

    public static IReadOnlyList<FileFormat> Of(Question question) => question.Formats.Count == 0 ? All : [.. All.Where(f => question.Formats.Contains(f.Name))];
}
