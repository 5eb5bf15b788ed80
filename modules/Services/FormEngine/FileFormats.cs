namespace Virtuos.Services.FormEngine;

/// <summary>A format of files that the office can take.</summary>
internal sealed record FileFormat(string Name, string MimeType, string Extensions);

/// <summary>The formats that offices take in electronic filings, by the short names that forms use.</summary>
internal static class FileFormats
{
    private static readonly FileFormat[] All =
    [
        new("pdf", "application/pdf", ".pdf"),
        new("jpeg", "image/jpeg", ".jpg,.jpeg"),
        new("png", "image/png", ".png"),
        new("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
        new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
        new("odt", "application/vnd.oasis.opendocument.text", ".odt"),
        new("ods", "application/vnd.oasis.opendocument.spreadsheet", ".ods"),
        new("txt", "text/plain", ".txt"),
    ];

    /// <summary>All of them, for a form that asks for none in particular.</summary>
    public static IReadOnlyList<FileFormat> Taken => All;

    public static IReadOnlyList<string> Known { get; } = [.. All.Select(f => f.Name)];

    public static IReadOnlyList<FileFormat> Of(Question question) => question.Formats.Count == 0 ? All : [.. All.Where(f => question.Formats.Contains(f.Name))];
}
