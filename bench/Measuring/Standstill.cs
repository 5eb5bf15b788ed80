using System.Runtime.InteropServices;

namespace Virtuos.Measuring;

/// <summary>A process that stands still until the end of the scope.</summary>
public sealed class Standstill : IDisposable
{
    private const int Continue = 18, Stop = 19;
    private readonly int? process;

    private Standstill(int? process)
    {
        this.process = process;
        if (process is { } id) _ = Kill(id, Stop);
    }

    /// <param name="process">Its number; nothing stands still without one.</param>
    public static Standstill Of(int? process) => new(process);

    public void Dispose()
    {
        if (process is { } id) _ = Kill(id, Continue);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
