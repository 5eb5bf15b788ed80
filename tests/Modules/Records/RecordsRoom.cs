using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Identity;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Outbox;
using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The records alone on a real database: two offices with units and officials given by hand, a clock that the test moves.</summary>
internal sealed class RecordsRoom : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly NpgsqlDataSource database;
    private readonly string folder;

    private RecordsRoom(ServiceProvider services, NpgsqlDataSource database, string folder, FakeClock clock) =>
        (this.services, this.database, this.folder, Clock) = (services, database, folder, clock);

    public FakeClock Clock { get; }

    public FewOffices Offices => services.GetRequiredService<FewOffices>();

    public NpgsqlDataSource Database => database;

    public static async Task<RecordsRoom> Open()
    {
        var template = await PrivatePostgres.Shared.Template("records", async connection =>
        {
            await using var room = await Start(connection);
            await room.services.GetRequiredService<Migrator>().Migrate(CancellationToken.None);
        });
        return await Start(await PrivatePostgres.Shared.NewDatabase(template));
    }

    private static Task<RecordsRoom> Start(string connection)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-records-").FullName;
        var database = new NpgsqlDataSourceBuilder(connection).Build();
        var clock = new FakeClock();
        var offices = new FewOffices();
        var services = new ServiceCollection();
        services.AddLogging(l => l.ClearProviders());
        services.AddKernel(new Installation { Var = folder, Database = connection }, database, new LocalBlobStore(Path.Combine(folder, "blobs")), [new RecordsModule()]);
        services.AddSingleton<TimeProvider>(clock).AddSingleton(offices).AddSingleton<IDirectory>(offices).AddSingleton<IAccounts>(offices)
            .AddSingleton<ITracking>(offices).AddSingleton<IForms>(offices);
        return Task.FromResult(new RecordsRoom(services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }), database, folder, clock));
    }

    /// <summary>Tells the records of a message as the outbox would: in the transaction of their context.</summary>
    public async Task Tell<TMessage>(Guid office, TMessage message) where TMessage : IMessage
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office, "Test");
        var db = scope.ServiceProvider.GetRequiredService<RecordsDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var body = System.Text.Json.JsonSerializer.Serialize(message);
        foreach (var subscription in services.GetRequiredService<Subscriptions>().Of(message))
            await subscription.Deliver(scope.ServiceProvider, body, TestContext.Current.CancellationToken);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Something in a scope of an official, with the permissions of their roles in their unit.</summary>
    public async Task<T> As<T>(OfficialCard official, Func<IServiceProvider, Task<T>> act, params Guid[] substituted)
    {
        await using var scope = services.CreateAsyncScope();
        var catalogue = services.GetRequiredService<PermissionCatalogue>();
        var whole = official.Roles.All(r => r is Roles.FilingRoom or Roles.Mayor or Roles.Administrator);
        var grants = official.Roles.SelectMany(catalogue.OfRole).Distinct()
            .ToDictionary(p => p, p => whole ? null : (IReadOnlySet<Guid>?)new HashSet<Guid> { official.Unit }, StringComparer.Ordinal);
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeOfficial(official.Id, official.Name, official.Office, official.Unit, grants, new HashSet<Guid>(substituted));
        return await act(scope.ServiceProvider);
    }

    public async Task<Result<TOut>> Run<TUseCase, TIn, TOut>(OfficialCard official, TIn input) where TUseCase : UseCase<TIn, TOut> =>
        await As(official, scope => scope.GetRequiredService<TUseCase>().Run(input, TestContext.Current.CancellationToken));

    /// <summary>One turn of a job now.</summary>
    public Task Job<TJob>() where TJob : IJob => services.GetRequiredService<JobRunner>().RunNow<TJob>(TestContext.Current.CancellationToken);

    /// <summary>Rows straight from the database, past every filter.</summary>
    public async Task<List<T>> Rows<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection);
        await all.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
