using System.Diagnostics;

namespace Virtuos.Testing;

/// <summary>
/// A folder that can lose its power: what was not synced is gone afterwards, bytes as well as names. A filing layer in user space (FUSE),
/// see <c>forgetful.py</c>.
/// </summary>
public sealed class ForgetfulFolder : IAsyncDisposable
{
    private const string Interpreter = "/usr/bin/python3";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string kept;
    private Process? layer;

    private ForgetfulFolder(string folder) => (Folder, kept) = (folder, folder + ".kept");

    public string Folder { get; }

    /// <summary>Why it cannot be used here; null when it can.</summary>
    public static async Task<string?> Missing(CancellationToken cancel)
    {
        if (!File.Exists("/dev/fuse")) return "There is no /dev/fuse.";
        if (!System.Environment.IsPrivilegedProcess) return "Mounting for the account of the database takes root.";
        if (!File.Exists(Interpreter) || await Run([Interpreter, "-c", "import fusepy"], cancel) != 0) return "The Debian package python3-fusepy is not installed.";
        var trial = new ForgetfulFolder(PrivatePostgres.NewFolder("forgetful"));
        try
        {
            await trial.Mount(0, cancel);
            await trial.LosePower(cancel);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return $"FUSE is not permitted: {e.Message}";
        }
        finally
        {
            await trial.DisposeAsync();
            System.IO.Directory.Delete(trial.Folder, recursive: true);
        }
    }

    /// <summary>Everything that is in the folder now is certain; from here on the layer stands before it.</summary>
    /// <param name="survival">The chance of each unsynced block of 4 kB to be on the disk all the same, 0 to 1.</param>
    public static async Task<ForgetfulFolder> Over(string folder, double survival, CancellationToken cancel)
    {
        var forgetful = new ForgetfulFolder(folder);
        await forgetful.Mount(survival, cancel);
        return forgetful;
    }

    /// <summary>Power is back: the folder is there again as the disk kept it.</summary>
    public async Task Mount(double survival, CancellationToken cancel)
    {
        if (!System.IO.Directory.Exists(kept))
        {
            System.IO.Directory.Move(Folder, kept);
            System.IO.Directory.CreateDirectory(Folder);
        }
        var start = new ProcessStartInfo(Interpreter, [Path.Combine(AppContext.BaseDirectory, "forgetful.py"), kept, Folder, survival.ToString(System.Globalization.CultureInfo.InvariantCulture)]) { RedirectStandardError = true };
        layer = Process.Start(start)!;
        var said = layer.StandardError.ReadToEndAsync(cancel);
        var watch = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await Run(["mountpoint", "-q", Folder], cancel) != 0)
        {
            if (layer.HasExited) throw new InvalidOperationException((await said).Trim());
            if (watch.Elapsed > Patience) throw new InvalidOperationException("The layer did not come up.");
            await pause.WaitForNextTickAsync(cancel);
        }
    }

    /// <summary>From this moment nothing reaches the disk any more; whoever writes is told of an error.</summary>
    public void CutPower()
    {
        try
        {
            File.WriteAllText(Path.Combine(Folder, ".power-off"), "");
        }
        catch (IOException)
        {
            // The last thing the layer says.
        }
    }

    /// <summary>After <see cref="CutPower"/>, when everybody who had files open here is dead.</summary>
    public async Task LosePower(CancellationToken cancel)
    {
        CutPower();
        var watch = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await Run(["umount", Folder], cancel) != 0)
        {
            if (watch.Elapsed > Patience) throw new InvalidOperationException("Somebody still has files open in the folder that lost its power.");
            await pause.WaitForNextTickAsync(cancel);
        }
        await layer!.WaitForExitAsync(cancel);
        layer.Dispose();
        layer = null;
    }

    private static async Task<int> Run(string[] command, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync(cancel);
        return process.ExitCode;
    }

    /// <summary>The folder stays as the disk kept it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (layer is not null)
        {
            await Run(["umount", "-l", Folder], CancellationToken.None);
            await layer.WaitForExitAsync();
            layer.Dispose();
        }
        if (!System.IO.Directory.Exists(kept)) return;
        System.IO.Directory.Delete(Folder);
        System.IO.Directory.Move(kept, Folder);
    }
}
