using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Virtuos.Host;
using Virtuos.Host.Serving;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Testing;

/// <summary>What is put into the database from which towns of a kind are copied.</summary>
public sealed record Furniture(string Name, Func<Town, Task> Put);

/// <summary>
/// A whole Virtuos on a database of its own: the real server on a real port, a clock that the test moves, three offices with their
/// officials and ten citizens. Deliveries and jobs run when the test says so.
/// </summary>
public sealed class Town : IAsyncDisposable
{
    /// <summary>Everybody's password in the demo.</summary>
    public const string Password = "virtuos-demo";

    // People of the demo that tests speak of.
    public const string FilingRoom = "jana.novotna@chomutov.virtuos.localhost";
    public const string Head = "alena.zlatnikova@chomutov.virtuos.localhost";
    public const string Clerk = "eva.mala@chomutov.virtuos.localhost";
    public const string SecondClerk = "jiri.klokoc@chomutov.virtuos.localhost";
    public const string OtherUnit = "lucie.dlazdena@chomutov.virtuos.localhost";
    public const string Mayor = "tomas.vltavsky@chomutov.virtuos.localhost";
    public const string Administrator = "petr.kristal@chomutov.virtuos.localhost";
    public const string OtherOffice = "lenka.stribrna@jirkov.virtuos.localhost";
    public const string Village = "anna.smrckova@krimov.virtuos.localhost";

    private readonly WebApplication site;
    private readonly NpgsqlDataSource database;
    private readonly string folder;

    private Town(WebApplication site, NpgsqlDataSource database, string connectionString, string folder, FakeClock clock) =>
        (this.site, this.database, ConnectionString, this.folder, Clock) = (site, database, connectionString, folder, clock);

    public FakeClock Clock { get; }

    public string ConnectionString { get; }

    public string Var => folder;

    public IServiceProvider Services => site.Services;

    public Uri Address => new(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="adjust">Replaces services or settings before the town starts.</param>
    /// <param name="furniture">What a kind of tests needs in each of its towns besides; done once and copied.</param>
    public static async Task<Town> Found(Action<WebApplicationBuilder>? adjust = null, Action<Installation>? settings = null, Furniture? furniture = null)
    {
        var template = await PrivatePostgres.Shared.Template("town", async connection => await (await Start(connection, null, null, seed: true)).DisposeAsync());
        if (furniture is not null)
        {
            template = await PrivatePostgres.Shared.Template(furniture.Name, async connection =>
            {
                await using var town = await Start(connection, null, null, seed: false);
                await furniture.Put(town);
            }, template);
        }
        return await Start(await PrivatePostgres.Shared.NewDatabase(template), adjust, settings, seed: false);
    }

    /// <summary>A town in a seeded region instead of the demo's.</summary>
    /// <param name="build">Builds the region before the server starts.</param>
    public static async Task<Town> FoundIn(Func<IServiceProvider, Task> build)
    {
        var connectionString = await PrivatePostgres.Shared.NewDatabase();
        return await Start(connectionString, null, null, seed: false, async services =>
        {
            await services.GetRequiredService<Migrator>().Migrate(CancellationToken.None);
            await build(services);
        });
    }

    private static async Task<Town> Start(string connectionString, Action<WebApplicationBuilder>? adjust, Action<Installation>? settings, bool seed, Func<IServiceProvider, Task>? build = null)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-town-").FullName;
        var installation = Settings.Read(null, new Dictionary<string, string?> { ["var"] = folder, ["database"] = connectionString, ["demo"] = "true" });
        settings?.Invoke(installation);
        var clock = new FakeClock();
        var database = House.OpenDatabase(connectionString);
        var site = Site.Build(installation, database, "http://127.0.0.1:0", builder =>
        {
            builder.Host.UseDefaultServiceProvider(o => (o.ValidateOnBuild, o.ValidateScopes) = (true, true));
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Logging.ClearProviders();
            adjust?.Invoke(builder);
        });
        var town = new Town(site, database, connectionString, folder, clock);
        if (seed)
        {
            await site.Services.GetRequiredService<Migrator>().Migrate(CancellationToken.None);
            await DemoRegion.Load(site.Services, _ => { }, CancellationToken.None, People);
        }
        else
        {
            if (build is not null) await build(site.Services);
            await site.StartAsync();
            installation.Address = town.Address.ToString().TrimEnd('/');
        }
        return town;
    }

    // Offices and people only; each test makes its own submissions.
    private static bool People(IDemo demo) => demo.GetType().Namespace!.StartsWith("Virtuos.Directory", StringComparison.Ordinal) || demo.GetType().Namespace!.StartsWith("Virtuos.Identity", StringComparison.Ordinal);

    /// <summary>Delivers everything that is owed now and then seals the ledger.</summary>
    public async Task Settle()
    {
        await Services.GetRequiredService<Dispatcher>().Drain(CancellationToken.None);
        await Run<Kernel.Ledger.LedgerSealer>();
    }

    /// <summary>One turn of a job now.</summary>
    public Task Run<TJob>() where TJob : IJob => Services.GetRequiredService<JobRunner>().RunNow<TJob>(CancellationToken.None);

    /// <summary>Does something in a scope of its own, as the system of one office or of all.</summary>
    public async Task<T> As<T>(Guid? office, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        if (office is { } one) caller.BecomeSystem(one, "Test");
        else caller.BecomeSystem("Test");
        return await act(scope.ServiceProvider);
    }

    /// <summary>One value straight from the database, past every filter.</summary>
    public async Task<T?> Scalar<T>(string sql, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection);
        await all.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        var found = await command.ExecuteScalarAsync();
        return found is null or DBNull ? default : (T)found;
    }

    /// <summary>A browser without an account: keeps cookies, sends the origin, does not follow redirects by itself.</summary>
    public HttpClient Browser()
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), UseCookies = true, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        client.DefaultRequestHeaders.Add("Accept-Language", "cs");
        return client;
    }

    /// <summary>A browser in which the person has signed in by password.</summary>
    public async Task<HttpClient> SignedIn(string email)
    {
        var client = Browser();
        using var answer = await client.PostAsync("/prihlaseni", new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["Email"] = email, ["Password"] = Password }));
        return answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther
            ? client
            : throw new InvalidOperationException($"{email} could not sign in: {(int)answer.StatusCode}");
    }

    public async ValueTask DisposeAsync()
    {
        await site.StopAsync();
        await site.DisposeAsync();
        await database.DisposeAsync();
        await PrivatePostgres.Shared.Drop(ConnectionString);
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
