namespace Virtuos.Kernel.Database;

/// <summary>How to run the private database; Var is the folder with everything the program stores.</summary>
public sealed record EmbeddedPostgresSettings(string Var)
{
    /// <summary>False trades safety for speed: the database is lost with the machine. Tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>A folder with the server's programs, instead of searching for one.</summary>
    public string? Binaries { get; init; }

    public int MaxConnections { get; init; } = 200;

    /// <summary>How long a start may take, recovery after a crash included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>The private database cannot run; Code is stable, the message says in English what to do.</summary>
public sealed class EmbeddedPostgresException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>One of the constants of this class.</summary>
    public string Code { get; } = code;

    public const string Missing = "postgres.missing";
    public const string InUse = "postgres.in-use";
    public const string NotRunning = "postgres.not-running";
    public const string NoAccount = "postgres.no-account";
    public const string NotOurs = "postgres.not-ours";
    public const string WrongVersion = "postgres.wrong-version";
    public const string DidNotStart = "postgres.did-not-start";
    public const string InitFailed = "postgres.init-failed";
    public const string UpgradeFailed = "postgres.upgrade-failed";
}
