using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Virtuos.Modules.Tests.Services;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>Offices as tenants: the base context filters, row-level security is the second lock, and no page or endpoint tells a stranger anything.</summary>
[Contract("A01")]
public sealed class TenantTests : IAsyncLifetime
{
    private static readonly string[] Owners = [Town.FilingRoom, Town.Clerk, Town.Head, Town.Mayor, Town.Administrator];
    private Town town = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        town = await Town.Found();
        using var citizen = new Citizen(town);
        foreach (var name in (string[])["Alík", "Brok"])
        {
            await citizen.FillDog(name);
            await citizen.Send();
        }
        await town.Settle();
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task The_second_lock_hides_every_row_of_another_office()
    {
        var owner = await town.Scalar<Guid>("select id from directory.office where slug = 'chomutov'");
        var stranger = await town.Scalar<Guid>("select id from directory.office where slug = 'jirkov'");
        // The directory is a public register: everybody reads it, only the office itself writes it.
        var tables = await town.Scalar<string[]>("select array_agg(c.oid::regclass::text order by 1) from pg_class c where c.relrowsecurity and c.relkind in ('r', 'p') and c.relnamespace <> 'directory'::regnamespace");
        Assert.True(tables!.Length > 5);

        await using var connection = new NpgsqlConnection(town.ConnectionString);
        await connection.OpenAsync(Cancel);
        var seen = 0L;
        foreach (var table in tables)
        {
            Assert.Equal(0L, await Count(connection, table, owner, stranger.ToString()));
            Assert.Equal(0L, await Count(connection, table, owner, ""));
            seen += await Count(connection, table, owner, owner.ToString());
        }
        Assert.True(seen > 10, "The owner sees rows, so that their absence means something.");
    }

    private static async Task<long> Count(NpgsqlConnection connection, string table, Guid office, string turnedTo)
    {
        await using var turn = new NpgsqlCommand("select set_config('virtuos.office', $1, false)", connection) { Parameters = { new() { Value = turnedTo } } };
        await turn.ExecuteNonQueryAsync(Cancel);
        await using var command = new NpgsqlCommand($"select count(*) from {table} where office = $1", connection) { Parameters = { new() { Value = office } } };
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }

    [Fact]
    public async Task A_row_of_another_office_cannot_be_written_either()
    {
        var owner = await town.Scalar<Guid>("select id from directory.office where slug = 'chomutov'");
        await using var connection = new NpgsqlConnection(town.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var turn = new NpgsqlCommand("select set_config('virtuos.office', (select gen_random_uuid()::text), false)", connection);
        await turn.ExecuteNonQueryAsync(Cancel);

        await using var insert = new NpgsqlCommand("insert into records.register_counter (office, register, year, last) values ($1, 'documents', 2099, 1)", connection) { Parameters = { new() { Value = owner } } };

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => insert.ExecuteNonQueryAsync(Cancel))).SqlState);
    }

    /// <summary>Every page and endpoint with an id in its address, for every id that its owner has just been answered.</summary>
    [Fact]
    public async Task No_page_tells_a_stranger_whether_a_thing_exists()
    {
        var ids = await Ids();
        List<HttpClient> owners = [];
        foreach (var email in Owners) owners.Add(await town.SignedIn(email));
        using var stranger = await town.SignedIn(Town.OtherOffice);
        using var otherAdministrator = await town.SignedIn(Town.Village);
        using var nobody = town.Browser();
        var tried = 0;

        foreach (var pattern in Patterns(HttpMethods.Get))
        {
            foreach (var address in await Answered(pattern, ids, owners))
            {
                tried++;
                var unknown = ids.Aggregate(address, (a, id) => a.Replace(id.ToString(), Guid.CreateVersion7().ToString(), StringComparison.Ordinal));
                foreach (var client in (HttpClient[])[stranger, otherAdministrator, nobody])
                    Assert.Equal(await Answer(client, HttpMethod.Get, unknown), await Answer(client, HttpMethod.Get, address));
            }
        }
        Assert.True(tried >= 6, $"Only {tried} addresses were answered to their owner.");
        foreach (var owner in owners) owner.Dispose();
    }

    [Fact]
    public async Task No_form_of_a_stranger_changes_anything_or_tells_anything()
    {
        var ids = await Ids();
        using var stranger = await town.SignedIn(Town.OtherOffice);
        using var nobody = town.Browser();
        var before = await town.Scalar<long>("select count(*) from kernel.ledger where office = (select id from directory.office where slug = 'chomutov')");
        var tried = 0;

        foreach (var pattern in Patterns(HttpMethods.Post))
            foreach (var address in Fill(pattern, ids).Take(40))
            {
                tried++;
                var unknown = ids.Aggregate(address, (a, id) => a.Replace(id.ToString(), Guid.CreateVersion7().ToString(), StringComparison.Ordinal));
                foreach (var client in (HttpClient[])[stranger, nobody])
                    Assert.Equal(await Answer(client, HttpMethod.Post, unknown), await Answer(client, HttpMethod.Post, address));
            }

        Assert.True(tried > 50);
        Assert.Equal(before, await town.Scalar<long>("select count(*) from kernel.ledger where office = (select id from directory.office where slug = 'chomutov')"));
    }

    /// <summary>Every id of every row of the owner's office.</summary>
    private async Task<IReadOnlyList<Guid>> Ids()
    {
        var tables = await town.Scalar<string[]>("""
            select array_agg(a.attrelid::regclass::text) from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
            where c.relrowsecurity and c.relkind = 'r' and c.oid <> 'directory.office'::regclass and a.attname = 'id' and t.typname = 'uuid'
            """);
        List<Guid> ids = [];
        foreach (var table in tables!)
            ids.AddRange(await town.Scalar<Guid[]>($"select array_agg(id) from (select id from {table} where office = (select id from directory.office where slug = 'chomutov') limit 6) t") ?? []);
        return [.. ids.Distinct()];
    }

    private IEnumerable<Addresses> Patterns(string method) => town.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(method) ?? true)
        .Select(e => new Addresses("/" + e.RoutePattern.RawText!.TrimStart('/'), [.. e.RoutePattern.Parameters.Where(p => p.ParameterPolicies.Any(x => x.Content == "guid")).Select(p => p.Name)]))
        .Where(p => p.Parameters.Count is 1 or 2 && p.Parameters.Count == Regex.Count(p.Text, @"\{"))
        .DistinctBy(p => p.Text);

    private sealed record Addresses(string Text, IReadOnlyList<string> Parameters);

    private static IEnumerable<string> Fill(Addresses pattern, IReadOnlyList<Guid> ids) => pattern.Parameters.Aggregate((IEnumerable<string>)[pattern.Text],
        (addresses, parameter) => addresses.SelectMany(a => ids.Select(id => Regex.Replace(a, $@"\{{{parameter}[^}}]*\}}", id.ToString()))));

    // The second id is tried only under a first one that leads somewhere, or pages would be asked for the square of all ids.
    private static async Task<IReadOnlyList<string>> Answered(Addresses pattern, IReadOnlyList<Guid> ids, IReadOnlyList<HttpClient> owners)
    {
        List<string> answered = [];
        var one = pattern with { Parameters = [pattern.Parameters[0]] };
        var candidates = pattern.Parameters.Count == 1 ? Fill(pattern, ids) : Fill(one, ids).Take(12).SelectMany(a => Fill(new(a, [pattern.Parameters[1]]), ids));
        foreach (var address in candidates)
            foreach (var owner in owners)
            {
                using var answer = await owner.GetAsync(address, Cancel);
                if (answer.StatusCode != HttpStatusCode.OK) continue;
                answered.Add(address);
                break;
            }
        return answered;
    }

    // What a stranger can see: the status, where it leads, and the page without what is new in every answer.
    private static async Task<string> Answer(HttpClient client, HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, address);
        if (method == HttpMethod.Post) request.Content = new FormUrlEncodedContent([]);
        using var answer = await client.SendAsync(request, Cancel);
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        var text = $"{(int)answer.StatusCode} {answer.Headers.Location} {answer.Content.Headers.ContentType} {body}";
        return Regex.Replace(text, @"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|""trace"":""[^""]*""|CfDJ8[\w-]+", "…");
    }
}
