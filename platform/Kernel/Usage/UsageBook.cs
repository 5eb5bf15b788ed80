using Npgsql;
using Virtuos.Kernel.Database;

namespace Virtuos.Kernel.Usage;

/// <summary>How often a route was used.</summary>
/// <param name="Slow">Of these, how many took more than a second.</param>
public sealed record RouteUse(string Route, long N, long Slow);

/// <summary>Searches with the same stems that found nothing.</summary>
public sealed record EmptySearch(string Words, long N);

/// <summary>A field into which something was entered that an act refused.</summary>
public sealed record RefusedField(string Act, string Field, long N);

/// <summary>What was counted in a stretch of days, as far as the caller's office may see it.</summary>
/// <param name="Since">The first day that was counted at all; null when nothing was.</param>
/// <param name="FewSearches">Searches without a result whose words are not known, because too few asked the same.</param>
public sealed record UsageSum(DateOnly? Since, IReadOnlyList<RouteUse> Routes, IReadOnlyList<EmptySearch> Searches, long FewSearches, IReadOnlyList<RefusedField> Fields);

/// <summary>Reads what was counted.</summary>
public sealed class UsageBook(Db db)
{
    public async Task<UsageSum> Read(DateOnly from, DateOnly to, CancellationToken cancel)
    {
        await using var connection = await db.Open(cancel);
        async Task<List<T>> Ask<T>(string sql, Func<NpgsqlDataReader, T> row)
        {
            await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = from }, new() { Value = to } } };
            await using var reader = await command.ExecuteReaderAsync(cancel);
            List<T> rows = [];
            while (await reader.ReadAsync(cancel)) rows.Add(row(reader));
            return rows;
        }
        const string Days = "day between $1 and $2";
        var since = await Ask("select min(day) from kernel.usage where day <= $2 and $1 <= $2", row => row.IsDBNull(0) ? (DateOnly?)null : row.GetFieldValue<DateOnly>(0));
        var routes = await Ask($"select what, sum(n)::bigint, coalesce(sum(n) filter (where pace > {(int)Pace.Second}), 0)::bigint from kernel.usage where kind = 'use' and {Days} group by what order by 2 desc, 1", row => new RouteUse(row.GetString(0), row.GetInt64(1), row.GetInt64(2)));
        var searches = await Ask($"select w.words, sum(u.n)::bigint from kernel.usage u left join kernel.usage_words w on w.digest = u.what where u.kind = 'empty' and u.{Days} group by w.words order by 2 desc, 1", row => (Words: row.IsDBNull(0) ? null : row.GetString(0), N: row.GetInt64(1)));
        var fields = await Ask($"select split_part(what, ' ', 1), split_part(what, ' ', 2), sum(n)::bigint from kernel.usage where kind = 'refused' and {Days} group by 1, 2 order by 3 desc, 1, 2", row => new RefusedField(row.GetString(0), row.GetString(1), row.GetInt64(2)));
        return new UsageSum(since[0], routes, [.. searches.Where(s => s.Words is not null).Select(s => new EmptySearch(s.Words!, s.N))], searches.Where(s => s.Words is null).Sum(s => s.N), fields);
    }

    private enum Pace
    {
        Second = 2,
    }
}
