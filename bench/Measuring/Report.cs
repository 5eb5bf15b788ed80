using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Virtuos.Measuring;

/// <summary>One figure as all reports of this folder write it.</summary>
public sealed record Measure(
    [property: JsonPropertyName("measure")] string Name,
    [property: JsonPropertyName("unit")] string Unit,
    [property: JsonPropertyName("value")] double Value,
    [property: JsonPropertyName("limit")] double? Limit = null,
    [property: JsonPropertyName("clients"), JsonPropertyOrder(2)] int? Clients = null,
    [property: JsonPropertyName("rows"), JsonPropertyOrder(2)] long? Rows = null)
{
    [JsonPropertyName("ratio"), JsonPropertyOrder(1)]
    public double? Ratio => Limit is > 0 ? Math.Round(Value / Limit.Value, 3) : null;
}

/// <summary>Writes <c>NAME.json</c> and <c>NAME.md</c>, with the machine and the commit.</summary>
public static class Report
{
    private static readonly JsonSerializerOptions Plain = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="path">Without an extension.</param>
    public static async Task Write(string path, string markdown, IEnumerable<Measure> measures, CancellationToken cancel)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        await Write(path + ".json", measures, cancel);
        await File.WriteAllTextAsync(path + ".md", markdown.TrimEnd() + "\n", cancel);
    }

    public static Task Write(string file, IEnumerable<Measure> measures, CancellationToken cancel) => File.WriteAllTextAsync(file, JsonSerializer.Serialize(measures, Plain) + "\n", cancel);

    /// <summary>What another program of this folder wrote; nothing when it wrote nothing.</summary>
    public static async Task<IReadOnlyList<Measure>> Read(string file, CancellationToken cancel) =>
        File.Exists(file) ? JsonSerializer.Deserialize<List<Measure>>(await File.ReadAllTextAsync(file, cancel), Plain)! : [];

    /// <summary>One sentence: processors, memory, kernel, commit.</summary>
    public static async Task<string> Machine(CancellationToken cancel)
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var (commit, changed) = (await Output("git", "rev-parse --short HEAD", cancel), await Output("git", "status --porcelain --untracked-files=no", cancel));
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} × {model}, {memory:0} GB, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}; commit {commit}{(changed.Length > 0 ? " with changes" : "")}.");
    }

    private static async Task<string> Output(string program, string arguments, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return said.Trim();
    }
}
