using Npgsql;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;

namespace Virtuos.Host;

/// <summary>The database under the house: the embedded PostgreSQL, started here and stopped on dispose, or the one the settings name.</summary>
public sealed class Ground : IAsyncDisposable
{
    private readonly EmbeddedPostgres? embedded;

    private Ground(EmbeddedPostgres? embedded, string connectionString)
    {
        this.embedded = embedded;
        ConnectionString = connectionString;
        Database = House.OpenDatabase(connectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Database { get; }

    public bool IsEmbedded => embedded is not null;

    public static async Task<Ground> Open(Installation installation, ILogger log, CancellationToken cancel)
    {
        if (installation.Database is { Length: > 0 } external) return new(null, external);
        var embedded = await EmbeddedPostgres.Start(new EmbeddedPostgresSettings(installation.Var), log, cancel);
        return new(embedded, embedded.ConnectionString);
    }

    /// <summary>Like <see cref="Open"/>, but when the program already serves this installation, its running database is used and left running.</summary>
    public static async Task<Ground> OpenBeside(Installation installation, ILogger log, CancellationToken cancel)
    {
        if (installation.Database is { Length: > 0 } external) return new(null, external);
        return EmbeddedPostgres.Join(installation.Var, log) is { } running ? new(running, running.ConnectionString) : await Open(installation, log, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (embedded is not null) await embedded.DisposeAsync();
    }
}
