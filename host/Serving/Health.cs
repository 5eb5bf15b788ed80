using Npgsql;

namespace Virtuos.Host.Serving;

internal static class Health
{
    /// <summary><c>/health/live</c>: the process answers; <c>/health/ready</c>: so does its database.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live")).ExcludeFromDescription();
        routes.MapGet("/health/ready", async (NpgsqlDataSource database, CancellationToken cancel) =>
        {
            try
            {
                await using var command = database.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancel);
                return Results.Text("ready");
            }
            catch (NpgsqlException)
            {
                return Results.Text("database", statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        }).ExcludeFromDescription();
    }
}
