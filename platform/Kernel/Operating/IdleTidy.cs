using System.Runtime;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Virtuos.Kernel.Operating;

/// <summary>
/// Gives back to the machine what the program needed while it worked, once after each stretch of work: a village's server stands idle
/// most of the day, and beside its database memory is dear.
/// </summary>
public sealed class IdleTidy : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15), Little = TimeSpan.FromMilliseconds(300);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look);
        var (before, tidy) = (Worked, false);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var (now, idle) = (Worked, Worked - before < Little);
            if (idle && !tidy) GiveBack();
            (before, tidy) = (now, idle);
        }
    }

    private static TimeSpan Worked => Environment.CpuUsage.TotalTime;

    private static void GiveBack()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var c) && NativeLibrary.TryGetExport(c, "malloc_trim", out _)) _ = Trim(0);
    }

    /// <summary>What glibc keeps of freed memory; other C libraries keep none that could be given back.</summary>
    [DllImport("libc.so.6", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint keep);
}
