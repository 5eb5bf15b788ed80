using System.Collections.Concurrent;
using Npgsql;

namespace Virtuos.Kernel.Database;

/// <summary>
/// Connections for what is done in somebody's name. Each remembers whose rows it may see, so that a request of the same caller costs no
/// further round trip; nothing but that may be set on them beyond a transaction, because nothing is reset when they go back.
/// </summary>
public sealed class CallerConnections : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, (string Office, string Person)> turned = new();

    public CallerConnections(NpgsqlDataSource common)
    {
        var builder = new NpgsqlDataSourceBuilder(common.ConnectionString);
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        // A process of the database may get the number of one that is gone.
        builder.UsePhysicalConnectionInitializer(Begin, connection =>
        {
            Begin(connection);
            return Task.CompletedTask;
        });
        Source = builder.Build();
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>Tells PostgreSQL whose rows the connection may see from now on.</summary>
    public async Task Turn(NpgsqlConnection connection, Caller caller, CancellationToken cancel)
    {
        var wanted = Of(caller);
        if (turned.TryGetValue(connection.ProcessID, out var known) && known == wanted) return;
        turned.TryRemove(connection.ProcessID, out _);
        await Set(connection, wanted, cancel);
        turned[connection.ProcessID] = wanted;
    }

    /// <summary>The same within a transaction, whose end may take it back.</summary>
    public async Task TurnWithin(NpgsqlConnection connection, Caller caller, CancellationToken cancel)
    {
        turned.TryRemove(connection.ProcessID, out _);
        await Set(connection, Of(caller), cancel);
    }

    private static (string Office, string Person) Of(Caller caller) => (caller.AllOffices ? "*" : caller.Office?.ToString() ?? "", caller.Person?.ToString() ?? "");

    private static async Task Set(NpgsqlConnection connection, (string Office, string Person) caller, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select set_config('virtuos.office', $1, false), set_config('virtuos.person', $2, false)";
        command.Parameters.Add(new() { Value = caller.Office });
        command.Parameters.Add(new() { Value = caller.Person });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private void Begin(NpgsqlConnection connection) => turned.TryRemove(connection.ProcessID, out _);

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
