using System.Diagnostics;
using System.Globalization;

namespace Virtuos.Packages;

/// <summary>A program that ran: wall time and the most memory it held.</summary>
internal sealed record Ran(double Seconds, double Megabytes)
{
    /// <exception cref="InvalidOperationException">It did not end with 0.</exception>
    public static async Task<Ran> Program(string name, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var most = Most(process);
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = await process.StandardError.ReadToEndAsync();
        var output = await said;
        await process.WaitForExitAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        return process.ExitCode == 0 ? new(seconds, await most) : throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {complained}{output[..Math.Min(output.Length, 2000)]}");
    }

    private static async Task<double> Most(Process process)
    {
        var most = 0.0;
        while (!process.HasExited)
        {
            try
            {
                var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
                if (line is not null) most = Math.Max(most, long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0);
            }
            catch (IOException)
            {
                // It has just ended.
            }
            await Task.Delay(20);
        }
        return most;
    }
}
