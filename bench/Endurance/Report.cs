using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Virtuos.Endurance;

/// <summary>One figure as all reports of this folder write it.</summary>
internal sealed record Measure(string Name, string Unit, double Value, double? Limit = null, int? Clients = null, long? Rows = null)
{
    public double? Ratio => Limit is > 0 ? Math.Round(Value / Limit.Value, 3) : null;
}

/// <summary>Writes <c>NAME.json</c> and <c>NAME.md</c>, with the machine and the commit.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Plain = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="path">Without an extension.</param>
    public static async Task Write(string path, string markdown, IEnumerable<Measure> measures, CancellationToken cancel)
    {
        var rows = measures.Select(m => new { measure = m.Name, unit = m.Unit, value = m.Value, limit = m.Limit, ratio = m.Ratio, clients = m.Clients, rows = m.Rows });
        await File.WriteAllTextAsync(path + ".json", JsonSerializer.Serialize(rows, Plain) + "\n", cancel);
        await File.WriteAllTextAsync(path + ".md", markdown.TrimEnd() + "\n", cancel);
    }

    /// <summary>One sentence: processors, memory, kernel, commit.</summary>
    public static async Task<string> Machine(CancellationToken cancel)
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var (commit, changed) = (await Output("git", "rev-parse --short HEAD", cancel), await Output("git", "status --porcelain --untracked-files=no", cancel));
        return string.Create(CultureInfo.InvariantCulture, $"{System.Environment.ProcessorCount} × {model}, {memory:0} GB, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}; commit {commit}{(changed.Length > 0 ? " with changes" : "")}.");
    }

    private static async Task<string> Output(string program, string arguments, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return said.Trim();
    }
}
