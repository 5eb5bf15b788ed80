using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Virtuos.Kernel.Database;

/// <summary>The folders of one private database: cluster, socket and log.</summary>
internal sealed record EmbeddedPostgresPlace(string Base, string SocketFolder, string LogFile)
{
    // sun_path holds 108 bytes, the closing zero included.
    private const int LongestSocketPath = 107;
    private const long LogRotation = 10 * 1024 * 1024;
    public const string Elsewhere = "/var/lib/virtuos";

    public string DataFolder => DataFolderOf(Base);

    public static string DataFolderOf(string folder) => Path.Combine(folder, "database");

    /// <summary>Where the cluster of this var really is: a link leads away when the server's account cannot enter var.</summary>
    public static string BaseOf(string var)
    {
        var link = new DirectoryInfo(DataFolderOf(var));
        return link.LinkTarget is null ? var : Path.GetDirectoryName(link.ResolveLinkTarget(returnFinalTarget: true)!.FullName)!;
    }

    public static async Task<EmbeddedPostgresPlace> Prepare(string var, EmbeddedPostgresAccount account, ILogger logger, CancellationToken cancel)
    {
        var folder = BaseOf(var);
        if (!await account.CanEnter(folder, cancel))
            folder = LeadAway(var, account, logger);
        var logs = Path.Combine(var, "logs");
        Directory.CreateDirectory(logs);
        var log = Path.Combine(logs, "postgres.log");
        if (File.Exists(log) && new FileInfo(log).Length > LogRotation)
            File.Move(log, log + ".1", overwrite: true);
        return new EmbeddedPostgresPlace(folder, SocketFolderIn(folder, account), log);
    }

    private static string LeadAway(string var, EmbeddedPostgresAccount account, ILogger logger)
    {
        if (Directory.Exists(DataFolderOf(var)))
            throw new EmbeddedPostgresException(EmbeddedPostgresException.NotOurs,
                $"The account {account.Name} cannot reach the database in {DataFolderOf(var)}: every folder above it must allow others to pass (chmod o+x).");
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(var)))[..12];
        var folder = Path.Combine(Elsewhere, name);
        Directory.CreateDirectory(folder);
        Directory.CreateSymbolicLink(DataFolderOf(var), DataFolderOf(folder));
        logger.LogWarning("The account {Account} cannot enter {Var}, so the database is in {Folder}; {Link} leads there", account.Name, var, folder, DataFolderOf(var));
        return folder;
    }

    private static string SocketFolderIn(string folder, EmbeddedPostgresAccount account)
    {
        var socket = Path.Combine(folder, "run");
        if (Encoding.UTF8.GetByteCount(Path.Combine(socket, ".s.PGSQL.5432")) > LongestSocketPath)
            // A name that cannot be guessed, so that nobody waits there for us in a folder open to all.
            socket = Path.Combine(Directory.Exists("/tmp") ? "/tmp" : Path.GetTempPath(), "virtuos-" + RandomNumberGenerator.GetHexString(16, lowercase: true));
        account.OwnFolder(socket);
        return socket;
    }
}
