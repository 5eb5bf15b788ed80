using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Virtuos.Kernel.Database;

/// <summary>
/// The second lock: tells PostgreSQL at each opening of a connection whose rows this scope may see, so that row-level security
/// hides the rest even from a query that forgot the filter.
/// </summary>
public sealed class OfficeLock : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        throw new NotSupportedException("Open connections asynchronously.");

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default) =>
        Turn((NpgsqlConnection)connection, ((ModuleDb)eventData.Context!).Caller, cancellationToken);

    public static async Task Turn(NpgsqlConnection connection, Caller caller, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select set_config('virtuos.office', $1, false), set_config('virtuos.person', $2, false)";
        command.Parameters.Add(new() { Value = caller.AllOffices ? "*" : caller.Office?.ToString() ?? "" });
        command.Parameters.Add(new() { Value = caller.Person?.ToString() ?? "" });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
