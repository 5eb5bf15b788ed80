using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Host;

/// <summary>The rooms of this program and the one way in which the program is put together, for the server, the command line and tests.</summary>
public static class House
{
    public static IReadOnlyList<Module> Modules { get; } =
    [
    ];

    /// <summary>All services over an open database; background work is added by those who serve.</summary>
    public static IServiceCollection AddHouse(this IServiceCollection services, Installation installation, NpgsqlDataSource database) =>
        services.AddKernel(installation, database, Blobs(installation), Modules);

    public static NpgsqlDataSource OpenDatabase(string connectionString) => new NpgsqlDataSourceBuilder(connectionString).Build();

    private static IBlobStore Blobs(Installation installation) => installation.Blobs is { Endpoint: { Length: > 0 } endpoint, Bucket: { Length: > 0 } bucket } s3
        ? new S3BlobStore(new(new(endpoint), bucket, s3.AccessKey ?? "", s3.SecretKey ?? "") { SpoolFolder = Path.Combine(installation.Var, "spool") })
        : new LocalBlobStore(Path.Combine(installation.Var, "blobs"));
}
