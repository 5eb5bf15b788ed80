using System.Diagnostics;
using System.Globalization;

namespace Virtuos.Measuring;

/// <summary>Processes by number, some of them killed by the next line of a test.</summary>
public static class Processes
{
    public static void Kill(int id, bool tree = false)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill(tree);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // Gone already.
        }
    }

    /// <summary>Processes started by this one.</summary>
    public static List<int> Children(int parent)
    {
        var file = $"/proc/{parent}/task/{parent}/children";
        return File.Exists(file) ? [.. File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)] : [];
    }

    /// <summary>The number in the first line of a file, null when there is none.</summary>
    public static int? FirstLine(string file) => File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), out var id) ? id : null;

    /// <summary>Processor time in seconds that a process and those it started have used, the ended ones included.</summary>
    public static double Burnt(int id) => Children(id).Sum(Burnt) + Used(id).User + Used(id).System;

    /// <summary>Processor time in seconds of a process and of its ended children.</summary>
    public static (double User, double System) Used(int id)
    {
        try
        {
            // Utime, stime, cutime and cstime, in hundredths; the name before them may hold spaces.
            var fields = File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ')[11..15].Select(f => long.Parse(f, CultureInfo.InvariantCulture) / 100.0).ToArray();
            return (fields[0] + fields[2], fields[1] + fields[3]);
        }
        catch (IOException)
        {
            return default;
        }
    }

    /// <summary>Seconds that the machine's processors have been idle.</summary>
    public static double Idle() => long.Parse(File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[4], CultureInfo.InvariantCulture) / 100.0;

    /// <summary>Resident memory in MB.</summary>
    public static double Resident(int id) => long.Parse(File.ReadLines($"/proc/{id}/status").First(l => l.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
}
