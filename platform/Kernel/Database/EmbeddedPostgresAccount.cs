using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Virtuos.Kernel.Database;

/// <summary>
/// The account the server runs under. PostgreSQL refuses to run as root, so root lends it an unprivileged account;
/// anybody else runs it under their own.
/// </summary>
internal sealed record EmbeddedPostgresAccount(string Name, int User, int Group, bool Lent)
{
    /// <summary>The account that owns the cluster, or the one that a new cluster should belong to.</summary>
    public static async Task<EmbeddedPostgresAccount> Choose(string dataFolder, CancellationToken cancel)
    {
        var me = GetEffectiveUser();
        int? owner = Directory.Exists(dataFolder) ? await OwnerOf(dataFolder, cancel) : null;
        if (me != 0)
        {
            if (owner is { } other && other != me)
                throw new EmbeddedPostgresException(EmbeddedPostgresException.NotOurs,
                    $"The database in {dataFolder} belongs to {Find(a => a.User == other)?.Name ?? $"user {other}"}. Run as that user or as root, or choose another folder.");
            return new EmbeddedPostgresAccount(Environment.UserName, me, 0, Lent: false);
        }
        if (owner is > 0 && Find(account => account.User == owner) is { } existing)
            return existing;
        foreach (var name in (string[])["virtuos", "postgres"])
            if (Find(account => account.Name == name) is { User: > 0 } system)
                return system;
        // No other command than this one makes an account on every distribution that has no PostgreSQL package yet.
        await Run("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "virtuos"], cancel);
        return Find(account => account.Name == "virtuos") ?? throw new EmbeddedPostgresException(EmbeddedPostgresException.NoAccount,
            "PostgreSQL refuses to run as root, and there is no account to lend it. Create a system user named virtuos.");
    }

    /// <summary>The command line that runs a program under this account.</summary>
    public IReadOnlyList<string> Wrap(params IEnumerable<string> command) => Lent
        ? ["setpriv", $"--reuid={User}", $"--regid={Group}", "--clear-groups", "--", .. command]
        : [.. command];

    /// <summary>Whether the account can enter the folder, or run the program, through all folders above it.</summary>
    public async Task<bool> CanEnter(string path, CancellationToken cancel) =>
        !Lent || await Run(Wrap("test", "-x", path), cancel) == 0;

    /// <summary>Makes a folder that only this account can open.</summary>
    public void OwnFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, OwnerOnly);
        File.SetUnixFileMode(folder, OwnerOnly);
        Own(folder);
    }

    public void Own(string path)
    {
        if (Lent && ChangeOwner(path, (uint)User, (uint)Group) != 0)
            throw new IOException($"Cannot give {path} to {Name} (error {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Exit code of a command, -1 when there is no such program.</summary>
    public static async Task<int> Run(IReadOnlyList<string> command, CancellationToken cancel) => await Run(command[0], command.Skip(1), cancel);

    private static async Task<int> Run(string program, IEnumerable<string> arguments, CancellationToken cancel) =>
        (await Output(program, arguments, cancel)).Code;

    private static async Task<(int Code, string Text)> Output(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            })!;
            var errors = process.StandardError.ReadToEndAsync(cancel);
            var text = await process.StandardOutput.ReadToEndAsync(cancel);
            await errors;
            await process.WaitForExitAsync(cancel);
            return (process.ExitCode, text);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");
        }
    }

    private static async Task<int?> OwnerOf(string folder, CancellationToken cancel)
    {
        var (code, text) = await Output("stat", ["-L", "-c", "%u", folder], cancel);
        return code == 0 ? int.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    private static EmbeddedPostgresAccount? Find(Func<EmbeddedPostgresAccount, bool> wanted) => File.ReadLines("/etc/passwd")
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length >= 4)
        .Select(fields => new EmbeddedPostgresAccount(fields[0],
            int.Parse(fields[2], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture), Lent: true))
        .FirstOrDefault(wanted);

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetEffectiveUser();

    [DllImport("libc", EntryPoint = "chown", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
}
