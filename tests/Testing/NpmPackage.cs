using System.Diagnostics;
using System.Security.Cryptography;
using Xunit;

namespace Virtuos.Testing;

/// <summary>A package of npm that serves tests as a stand-in for an outside party; kept in a cache outside the tree.</summary>
public static class NpmPackage
{
    /// <summary>
    /// The folder <c>node_modules</c> with the package and what it needs, installed without running its scripts. Skips the test with a
    /// message when npm is missing or cannot fetch it.
    /// </summary>
    public static async Task<string> Install(string name, string version, CancellationToken cancel)
    {
        // Not in the home folder: the database server's own account has to reach it.
        var cache = Path.Combine("/var/tmp", $"virtuos-tests-{Environment.UserName}");
        var folder = Path.Combine(cache, $"{name.Replace('/', '-').TrimStart('@')}-{version}");
        var modules = Path.Combine(folder, "node_modules");
        if (System.IO.Directory.Exists(modules))
            return modules;
        var work = $"{folder}.{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
        System.IO.Directory.CreateDirectory(work);
        try
        {
            var code = await Run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", work, $"{name}@{version}"], work, cancel);
            if (code != 0)
                Assert.Skip(code < 0 ? $"npm is not installed, so {name} cannot be fetched." : $"npm could not fetch {name} {version}.");
            // Two test processes may have fetched it at once: the second finds the name taken.
            if (!System.IO.Directory.Exists(modules))
                System.IO.Directory.Move(work, folder);
        }
        catch (IOException) when (System.IO.Directory.Exists(modules))
        {
            // It is there now, which is all we wanted.
        }
        finally
        {
            if (System.IO.Directory.Exists(work))
                System.IO.Directory.Delete(work, recursive: true);
        }
        return modules;
    }

    /// <summary>Exit code of a program, -1 when it is not installed.</summary>
    public static async Task<int> Run(string program, IEnumerable<string> arguments, string folder, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
            await process.WaitForExitAsync(cancel);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
