using Npgsql;
using Virtuos.Kernel.Search;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Search;

public sealed class SearchInPostgresTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_database_reads_every_vector_and_query_and_finds_what_we_expect()
    {
        var typed = HostileTexts.Some(2_000).Concat(CzechGold.Same.SelectMany(line => line.Split(' '))).ToList();
        var vectors = typed.Select(text => CzechAnalyzer.ToVector((text, 'A'), ("Poplatek ze psů a popelnice", 'B'), (text, 'D'))).ToList();
        var queries = typed.Select((text, at) => CzechAnalyzer.ToQuery(text, at % 2 == 0)).ToList();
        await using var connection = await Database();
        await using var command = new NpgsqlCommand(
            "SELECT t.v::tsvector @@ t.q::tsquery FROM unnest($1, $2) WITH ORDINALITY AS t(v, q, at) ORDER BY at", connection)
        {
            Parameters = { new() { Value = vectors }, new() { Value = queries.Select(query => query ?? "'nothing'").ToList() } },
        };
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        for (var at = 0; await reader.ReadAsync(Cancel); at++)
        {
            if (queries[at] is { } query)
                Assert.True(TsMatch.Matches(vectors[at], query) == reader.GetBoolean(0), $"{typed[at]} → {query}");
        }
    }

    [Fact]
    public async Task The_database_takes_the_largest_vector()
    {
        var words = string.Join(' ', Enumerable.Range(0, 200_000).Select(number => $"slovo{number}x"));
        var vector = CzechAnalyzer.ToVector((new string('ž', 100_000), 'A'), (string.Concat(Enumerable.Repeat("pes ", 50_000)), 'D'), (words, 'D'));
        await using var connection = await Database();
        await using var command = new NpgsqlCommand("SELECT length($1::text::tsvector), $1::text::tsvector @@ $2::text::tsquery", connection)
        {
            Parameters = { new() { Value = vector }, new() { Value = CzechAnalyzer.ToQuery(new string('ž', 100_000), true)! } },
        };
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        await reader.ReadAsync(Cancel);
        Assert.True(reader.GetInt32(0) > 40_000);
        Assert.True(reader.GetBoolean(1));
    }

    private static async Task<NpgsqlConnection> Database()
    {
        var connection = new NpgsqlConnection(await PrivatePostgres.Shared.NewDatabase());
        await connection.OpenAsync(Cancel);
        return connection;
    }
}
