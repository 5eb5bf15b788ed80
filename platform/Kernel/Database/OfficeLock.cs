using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Virtuos.Kernel.Database;

/// <summary>
/// The second lock: tells PostgreSQL at each opening of a connection whose rows this scope may see, so that row-level security
/// hides the rest even from a query that forgot the filter.
/// </summary>
public sealed class OfficeLock(CallerConnections connections) : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        throw new NotSupportedException("Open connections asynchronously.");

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default) =>
        connections.Turn((NpgsqlConnection)connection, ((ModuleDb)eventData.Context!).Caller, cancellationToken);
}
