using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
using Virtuos.Mailroom;
using Virtuos.Records;
using Virtuos.Testing;
using Virtuos.Ui;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The records alone on a real database: two offices with units and officials given by hand, a clock that the test moves.</summary>
internal sealed class RecordsRoom : IAsyncDisposable
{
    private readonly WebApplication site;
    private readonly NpgsqlDataSource database;
    private readonly string folder;
    private bool serving;

    private RecordsRoom(WebApplication site, NpgsqlDataSource database, string folder, FakeClock clock) =>
        (this.site, this.database, this.folder, Clock) = (site, database, folder, clock);

    private IServiceProvider services => site.Services;

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
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        ((IHostBuilder)builder.Host).UseDefaultServiceProvider(o => (o.ValidateOnBuild, o.ValidateScopes) = (true, true));
        RecordsSite.Configure(builder);
        builder.Services.AddKernel(new Installation { Var = folder, Database = connection }, database, new LocalBlobStore(Path.Combine(folder, "blobs")), [new UiModule(), new RecordsModule(), new MailroomModule()]);
        builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton(offices).AddSingleton<IDirectory>(offices).AddSingleton<IAccounts>(offices)
            .AddSingleton<ITracking>(offices).AddSingleton<IForms>(offices);
        var site = builder.Build();
        RecordsSite.Map(site);
        return Task.FromResult(new RecordsRoom(site, database, folder, clock));
    }

    /// <summary>A browser in which the official is signed in, or nobody.</summary>
    public async Task<HttpClient> Browser(OfficialCard? official)
    {
        if (!serving) await site.StartAsync();
        serving = true;
        return RecordsSite.Browser(site, official);
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
        SignIn(scope.ServiceProvider, official, substituted);
        return await act(scope.ServiceProvider);
    }

    public static void SignIn(IServiceProvider scope, OfficialCard official, params Guid[] substituted)
    {
        var catalogue = scope.GetRequiredService<PermissionCatalogue>();
        var whole = official.Roles.All(r => r is Roles.FilingRoom or Roles.Mayor or Roles.Administrator);
        var grants = official.Roles.SelectMany(catalogue.OfRole).Distinct()
            .ToDictionary(p => p, p => whole ? null : (IReadOnlySet<Guid>?)new HashSet<Guid> { official.Unit }, StringComparer.Ordinal);
        scope.GetRequiredService<Caller>().BecomeOfficial(official.Id, official.Name, official.Office, official.Unit, grants, new HashSet<Guid>(substituted));
    }

    public async Task<Result<TOut>> Run<TUseCase, TIn, TOut>(OfficialCard official, TIn input) where TUseCase : UseCase<TIn, TOut> =>
        await As(official, scope => scope.GetRequiredService<TUseCase>().Run(input, TestContext.Current.CancellationToken));

    /// <summary>Delivers everything that is owed now.</summary>
    public Task Deliver() => services.GetRequiredService<Dispatcher>().Drain(TestContext.Current.CancellationToken);

    /// <summary>One turn of a job now.</summary>
    public Task Job<TJob>() where TJob : IJob => services.GetRequiredService<JobRunner>().RunNow<TJob>(TestContext.Current.CancellationToken);

    /// <summary>Rows straight from the database, past every filter.</summary>
    public async Task<List<T>> Rows<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection);
        await all.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        if (serving) await site.StopAsync();
        await site.DisposeAsync();
        await database.DisposeAsync();
        await PrivatePostgres.Shared.Drop(database.ConnectionString);
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
