using Npgsql;

namespace Virtuos.Kernel.Database;

/// <summary>Direct access for hot paths and the kernel's own tables; a connection is turned to the caller's office when it opens.</summary>
public sealed class Db(CallerConnections connections, Caller caller)
{
    public async Task<NpgsqlConnection> Open(CancellationToken cancel)
    {
        var connection = await connections.Source.OpenConnectionAsync(cancel);
        try
        {
            await connections.Turn(connection, caller, cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
