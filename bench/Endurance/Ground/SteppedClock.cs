using System.Globalization;
using Virtuos.Testing;

namespace Virtuos.Endurance;

/// <summary>The wall clock of a server and everything it starts, put forward and back while they run (libfaketime); intervals are measured as ever.</summary>
internal sealed class SteppedClock : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    /// <returns>Null when the library is not installed (Debian: faketime).</returns>
    public static SteppedClock? Under(ServerProcess server)
    {
        if (!System.IO.Directory.Exists("/usr/lib")) return null;
        var library = System.IO.Directory.GetDirectories("/usr/lib", "*-linux-*").Select(d => Path.Combine(d, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);
        if (library is null) return null;
        var clock = new SteppedClock();
        clock.Set(TimeSpan.Zero);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(clock.file, (UnixFileMode)0b110_100_100);
        server.Environment["LD_PRELOAD"] = library;
        server.Environment["FAKETIME_TIMESTAMP_FILE"] = clock.file;
        server.Environment["FAKETIME_CACHE_DURATION"] = "1";
        server.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        server.Environment["FAKETIME_NO_CACHE"] = "0";
        // Its workaround for old C libraries makes every timed wait end at once: the server would only turn in circles.
        server.Environment["FAKETIME_FORCE_MONOTONIC_FIX"] = "0";
        return clock;
    }

    /// <summary>How far the server's clock is ahead of the true one; negative when behind.</summary>
    public void Set(TimeSpan ahead)
    {
        // Written aside: a reader must not find half a number.
        File.WriteAllText(file + ".new", string.Create(CultureInfo.InvariantCulture, $"{(ahead < TimeSpan.Zero ? "-" : "+")}{Math.Abs(ahead.TotalSeconds):0}"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file + ".new", (UnixFileMode)0b110_100_100);
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Removes what the library left of killed processes: another account cannot enter it when the number of the process comes again.</summary>
    public static void Sweep()
    {
        foreach (var left in System.IO.Directory.EnumerateFiles("/dev/shm", "*faketime_*"))
            if (!System.IO.Directory.Exists("/proc/" + left[(left.LastIndexOf('_') + 1)..])) File.Delete(left);
    }

    public void Dispose() => File.Delete(file);
}
