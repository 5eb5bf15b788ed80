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
    /// <summary>Of each connection.</summary>
    private const int PreparedStatements = 60;

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

    /// <summary>Statements that come again are prepared: planning a list takes longer than reading it.</summary>
    public static NpgsqlDataSource OpenDatabase(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        // Another pool to the same database is opened from it.
        builder.ConnectionStringBuilder.PersistSecurityInfo = true;
        if (builder.ConnectionStringBuilder.MaxAutoPrepare == 0) (builder.ConnectionStringBuilder.MaxAutoPrepare, builder.ConnectionStringBuilder.AutoPrepareMinUsages) = (PreparedStatements, 2);
        return builder.Build();
    }

    public static IBlobStore Blobs(Installation installation) => installation.Blobs is { Endpoint: { Length: > 0 } endpoint, Bucket: { Length: > 0 } bucket } s3
        ? new S3BlobStore(new(new(endpoint), bucket, s3.AccessKey ?? "", s3.SecretKey ?? "") { SpoolFolder = Path.Combine(installation.Var, "spool") })
        : new LocalBlobStore(Path.Combine(installation.Var, "blobs"));
}
