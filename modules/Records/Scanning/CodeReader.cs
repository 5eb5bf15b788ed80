using System.Diagnostics;
using System.Text;

namespace Virtuos.Records;

/// <summary>Reads codes from scanned pages by zbarimg, pages of PDF by pdftoppm before, where the machine has them; each in a process of its own.</summary>
internal sealed class CodeReader
{
    /// <summary>The package that brings the reader of codes on Debian.</summary>
    public const string Package = "zbar-tools, poppler-utils";

    private const int Pages = 2;
    private const int Dots = 200;
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    /// <summary>Null where it is not installed.</summary>
    public string? Program { get; init; } = Find("zbarimg");

    public string? Pdf { get; init; } = Find("pdftoppm");

    /// <summary>Everything that codes on the first pages say, in no order; null when this machine cannot read such a file.</summary>
    public async Task<IReadOnlyList<string>?> Read(Stream scan, string mimeType, CancellationToken cancel)
    {
        if (Program is null || (mimeType == "application/pdf" && Pdf is null)) return null;
        var folder = Directory.CreateTempSubdirectory("virtuos-scan-").FullName;
        try
        {
            var source = Path.Combine(folder, "scan");
            await using (var file = File.Create(source)) await scan.CopyToAsync(file, cancel);
            if (mimeType == "application/pdf")
            {
                await Run(Pdf!, folder, cancel, "-r", $"{Dots}", "-l", $"{Pages}", "-gray", "-png", source, Path.Combine(folder, "page"));
                List<string> codes = [];
                foreach (var page in Directory.EnumerateFiles(folder, "page*.png").Order(StringComparer.Ordinal)) codes.AddRange(await Codes(page, folder, cancel));
                return codes;
            }
            return [.. await Codes(source, folder, cancel)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<IEnumerable<string>> Codes(string image, string folder, CancellationToken cancel) =>
        (await Run(Program!, folder, cancel, "--quiet", "--raw", image)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Empty where the program found nothing, failed or took too long: then a person reads.
    private static async Task<string> Run(string program, string folder, CancellationToken cancel, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        using var process = Process.Start(start);
        if (process is null) return "";
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(limit.Token);
            await Task.WhenAll(said, process.StandardError.ReadToEndAsync(limit.Token), process.WaitForExitAsync(limit.Token));
            return await said;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return "";
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { name, name + ".exe" }.Select(file => Path.Combine(folder, file))).FirstOrDefault(File.Exists);
}
