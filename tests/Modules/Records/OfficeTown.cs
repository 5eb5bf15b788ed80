using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Identity;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Outbox;
using Virtuos.Services;
using Virtuos.Services.Filing;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>A whole town seen from the desks of two offices: what is filed there, who acts, what the tables say.</summary>
internal sealed class OfficeTown : IAsyncDisposable
{
    private readonly Town town;
    private readonly NpgsqlDataSource database;

    private OfficeTown(Town town, TwoOffices offices) => (this.town, Offices, database) = (town, offices, NpgsqlDataSource.Create(town.ConnectionString));

    public TwoOffices Offices { get; }

    public FakeClock Clock => town.Clock;

    /// <summary>The town itself, for its folders and its database.</summary>
    public Town Town => town;

    public IServiceProvider Services => town.Services;

    public string ConnectionString => town.ConnectionString;

    /// <param name="furniture">The two offices under ids of another installation.</param>
    public static async Task<OfficeTown> Found(Action<Installation>? settings = null, Furniture? furniture = null)
    {
        var town = await Town.Found(settings: settings, furniture: furniture ?? TwoOffices.Furniture);
        return new(town, await TwoOffices.Of(town));
    }

    /// <summary>A browser in which the official signs in, and again after every longer pause; or nobody.</summary>
    public HttpClient Browser(OfficialCard? official)
    {
        var wire = new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All };
        var browser = new HttpClient(official is null ? wire : new SigningIn(wire, official.Email, town)) { BaseAddress = town.Address };
        browser.DefaultRequestHeaders.Add("Origin", town.Address.GetLeftPart(UriPartial.Authority));
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        browser.DefaultRequestHeaders.Add("Accept-Language", "cs");
        return browser;
    }

    /// <summary>A filing as the services store and announce it.</summary>
    public async Task File(SubmissionFiled filed)
    {
        await town.As(filed.Office, async scope =>
        {
            var (db, code) = (scope.GetRequiredService<ServicesDb>(), TrackingCode.Of(filed.Submission, scope.GetRequiredService<ServiceKeys>().Tracking));
            db.Add(new TrackingCode { Code = code, Office = filed.Office, Submission = filed.Submission });
            db.Add(new Submission
            {
                Office = filed.Office,
                Id = filed.Submission,
                Once = filed.Submission.ToByteArray(),
                Code = code,
                Form = filed.Form,
                FormVersion = filed.FormVersion,
                Language = filed.Language,
                Matter = filed.Matter,
                FilerName = filed.Filer.Name,
                FilerAddress = filed.Filer.Address,
                FilerEmail = filed.Filer.Email,
                Filing = "{}",
                Hash = BlobHash.Of("{}"u8).ToString(),
                Files = filed.Content,
                FiledAt = filed.FiledAt,
                Appeals = filed.Appeals,
            });
            return await db.SaveChangesAsync(Cancel);
        });
        await Tell(filed.Office, filed);
    }

    /// <summary>Tells everybody who listens of a message as the outbox would: each in the transaction of their context.</summary>
    /// <param name="only">The context of the only room that is told.</param>
    public async Task Tell<TMessage>(Guid office, TMessage message, Type? only = null) where TMessage : IMessage
    {
        var body = JsonSerializer.Serialize(message);
        foreach (var subscription in Services.GetRequiredService<Subscriptions>().Of(message).Where(s => only is null || s.Db == only))
        {
            await using var scope = Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office, "Test");
            var db = (ModuleDb)scope.ServiceProvider.GetRequiredService(subscription.Db);
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            await subscription.Deliver(scope.ServiceProvider, body, Cancel);
            await db.SaveChangesAsync(Cancel);
            await transaction.CommitAsync(Cancel);
        }
    }

    /// <summary>Something in a scope of an official, with the permissions of their roles and of those they stand in for.</summary>
    public async Task<T> As<T>(OfficialCard official, Func<IServiceProvider, Task<T>> act, params OfficialCard[] absent)
    {
        await using var scope = Services.CreateAsyncScope();
        var grants = Grants.Of(Services.GetRequiredService<PermissionCatalogue>(), Place(official), [.. absent.Select(Place)]);
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeOfficial(official.Id, official.Name, official.Office, official.Unit, grants, absent.Select(a => a.Id).ToHashSet());
        return await act(scope.ServiceProvider);

        static Place Place(OfficialCard card) => new(card.Id, card.Unit, [], [.. card.Roles]);
    }

    public Task<Result<TOut>> Run<TUseCase, TIn, TOut>(OfficialCard official, TIn input) where TUseCase : UseCase<TIn, TOut> =>
        As(official, scope => scope.GetRequiredService<TUseCase>().Run(input, Cancel));

    /// <summary>Delivers everything that is owed now.</summary>
    public Task Deliver() => Services.GetRequiredService<Dispatcher>().Drain(Cancel);

    /// <summary>One turn of a job now.</summary>
    public Task Job<TJob>() where TJob : IJob => town.Run<TJob>();

    /// <summary>Rows straight from the database, past every filter.</summary>
    public async Task<List<T>> Rows<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = await database.OpenConnectionAsync(Cancel);
        await using var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection);
        await all.ExecuteNonQueryAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        List<T> rows = [];
        while (await reader.ReadAsync(Cancel)) rows.Add(read(reader));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await town.DisposeAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // A session ends when nobody has used it for a while; people sign in again, and so do these.
    private sealed class SigningIn(HttpMessageHandler wire, string email, Town town) : DelegatingHandler(wire)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
        private readonly SemaphoreSlim one = new(1, 1);
        private DateTimeOffset seen;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            await one.WaitAsync(cancel);
            try
            {
                if ((town.Clock.GetUtcNow() - seen).Duration() > Pause) await SignIn(cancel);
            }
            finally
            {
                one.Release();
            }
            return await base.SendAsync(request, cancel);
        }

        private async Task SignIn(CancellationToken cancel)
        {
            using var form = new HttpRequestMessage(HttpMethod.Post, new Uri(town.Address, "/prihlaseni"));
            form.Headers.Add("Origin", town.Address.GetLeftPart(UriPartial.Authority));
            form.Content = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Email", email), new("Password", Town.Password)]);
            using var answer = await base.SendAsync(form, cancel);
            if ((int)answer.StatusCode is < 300 or > 399) throw new InvalidOperationException($"{email} could not sign in: {(int)answer.StatusCode}");
            seen = town.Clock.GetUtcNow();
        }
    }
}
