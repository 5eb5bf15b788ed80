using Microsoft.AspNetCore.DataProtection;
using Npgsql;
using Virtuos.Directory;
using Virtuos.Identity;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Mailroom;
using Virtuos.Records;
using Virtuos.Services;
using Virtuos.Ui;

namespace Virtuos.Host;

/// <summary>The rooms of this program and the one way in which the program is put together, for the server, the command line and tests.</summary>
public static class House
{
    public static IReadOnlyList<Module> Modules { get; } =
    [
        new UiModule(),
        new DirectoryModule(),
        new IdentityModule(),
        new ServicesModule(),
        new RecordsModule(),
        new MailroomModule(),
    ];

    /// <summary>All services over an open database; background work is added by those who serve.</summary>
    public static IServiceCollection AddHouse(this IServiceCollection services, Installation installation, NpgsqlDataSource database) =>
        services.AddKernel(installation, database, Blobs(installation), Modules, typeof(House).Assembly);

    /// <summary>Protected values, such as second factors, under keys that lie with the installation's others and are backed up with them.</summary>
    public static void AddDataProtection(this IServiceCollection services, Installation installation) =>
        services.AddDataProtection().SetApplicationName("virtuos").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(installation.Keys, "protection")));

    public static NpgsqlDataSource OpenDatabase(string connectionString) => new NpgsqlDataSourceBuilder(connectionString).Build();

    public static IBlobStore Blobs(Installation installation) => installation.Blobs is { Endpoint: { Length: > 0 } endpoint, Bucket: { Length: > 0 } bucket } s3
        ? new S3BlobStore(new(new(endpoint), bucket, s3.AccessKey ?? "", s3.SecretKey ?? "") { SpoolFolder = Path.Combine(installation.Var, "spool") })
        : new LocalBlobStore(Path.Combine(installation.Var, "blobs"));
}
