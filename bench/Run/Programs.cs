using System.Diagnostics;
using System.Text;
using Virtuos.Measuring;

namespace Virtuos.Running;

/// <summary>The built programs, each a process of its own.</summary>
internal static class Programs
{
    /// <param name="file">Relative to this program's own file.</param>
    /// <returns>What it said, which the terminal has seen as well.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> Run(string file, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, file)), .. arguments]) { RedirectStandardOutput = true })!;
        await using var stop = cancel.Register(() => process.Kill(entireProcessTree: true));
        var said = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            Options.Say(line);
            said.AppendLine(line);
        }
        await process.WaitForExitAsync(cancel);
        cancel.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? said.ToString() : throw new InvalidOperationException($"{Path.GetFileName(file)} ended with {process.ExitCode}.");
    }
}
