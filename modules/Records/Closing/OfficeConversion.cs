using System.Diagnostics;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Formats;

namespace Virtuos.Records;

/// <summary>Turns files of office programs into PDF/A by LibreOffice, where the machine has it; each in a process and a profile of its own.</summary>
internal sealed class OfficeConversion(IBlobStore blobs)
{
    private const long Largest = 200 * 1024 * 1024;
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(2);

    private static readonly Dictionary<string, string> filters = new(StringComparer.Ordinal)
    {
        ["doc"] = "writer", ["docx"] = "writer", ["docm"] = "writer", ["odt"] = "writer", ["rtf"] = "writer", ["txt"] = "writer", ["html"] = "writer",
        ["xls"] = "calc", ["xlsx"] = "calc", ["xlsm"] = "calc", ["ods"] = "calc", ["csv"] = "calc",
        ["ppt"] = "impress", ["pptx"] = "impress", ["pptm"] = "impress", ["odp"] = "impress",
        ["odg"] = "draw", ["pdf"] = "draw", ["bmp"] = "draw", ["webp"] = "draw", ["svg"] = "draw",
    };

    /// <summary>The program, or null where it is not installed.</summary>
    public string? Program { get; init; } = Find();

    public bool Converts(DetectedFormat format) =>
        Program is not null && filters.ContainsKey(format.Code) && (format.Traits & (FormatTraits.Encrypted | FormatTraits.Damaged | FormatTraits.Inflated)) == 0;

    /// <summary>The part as PDF/A, stored; null when the program could not make it.</summary>
    public async Task<FiledPart?> ToPdfA(Component part, DetectedFormat format, CancellationToken cancel)
    {
        if (!Converts(format) || !BlobHash.TryParse(part.Blob, out var hash) || await blobs.Open(hash, cancel) is not { } content) return null;
        var folder = Directory.CreateTempSubdirectory("virtuos-convert-").FullName;
        try
        {
            var source = Path.Combine(folder, $"source.{format.Extension}");
            await using (content)
            await using (var file = File.Create(source)) await content.CopyToAsync(file, cancel);
            var made = Path.Combine(folder, "out", "source.pdf");
            if (!await Run(folder, source, filters[format.Code], format.Code == "pdf", cancel) || !File.Exists(made)) return null;
            await using var pdf = File.OpenRead(made);
            if (await FormatDetector.Detect(pdf, cancel) is not { Code: "pdf" } result || !result.Traits.HasFlag(FormatTraits.ClaimsPdfA)) return null;
            pdf.Position = 0;
            var staged = await blobs.Stage(pdf, Largest, cancel);
            return new(staged.Hash.ToString(), $"{Path.GetFileNameWithoutExtension(part.Name)}.pdf", "application/pdf", staged.Size);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<bool> Run(string folder, string source, string filter, bool fromPdf, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Program!) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string?[])
            [
                "--headless", "--norestore", "--nolockcheck", $"-env:UserInstallation={new Uri(Path.Combine(folder, "profile")).AbsoluteUri}", fromPdf ? "--infilter=draw_pdf_import" : null,
                "--convert-to", $$$"""pdf:{{{filter}}}_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"}}""", "--outdir", Path.Combine(folder, "out"), source,
            ])
            if (argument is not null) start.ArgumentList.Add(argument);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        using var process = Process.Start(start);
        if (process is null) return false;
        try
        {
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token), process.WaitForExitAsync(limit.Token));
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { "soffice", "libreoffice", "soffice.exe" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
