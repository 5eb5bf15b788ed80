using Npgsql;

namespace Virtuos.Desk;

/// <summary>What a seeded region offers to be asked for: the official of its busiest unit, the person who files most, words of all kinds.</summary>
internal sealed class Region
{
    private const int Sample = 400;

    public required string Official { get; init; }

    /// <summary>Somebody of the filing room of the same office.</summary>
    public required string Registrar { get; init; }

    public required string Office { get; init; }

    public required string Citizen { get; init; }

    /// <summary>Submissions of that person.</summary>
    public required long Filed { get; init; }

    public required long Documents { get; init; }

    /// <summary>Documents of that official's office, and of those in their unit.</summary>
    public required (long Office, long Unit) Seen { get; init; }

    /// <summary>Ids of documents that the official may open.</summary>
    public required IReadOnlyList<Guid> Opened { get; init; }

    /// <summary>Questions of each class.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Questions { get; init; }

    public static async Task<Region> Read(string database)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Options = "-c virtuos.office=*", CommandTimeout = 0 });
        var office = await One<Guid>(source, "select office from records.register_counter where register = 'documents' group by 1 order by sum(last) desc limit 1");
        var unit = await One<Guid>(source, "select whose from records.work_count where office = $1 and not held group by 1 order by sum(n) desc limit 1", office);
        var rare = (await All<string>(source, $"""
            select party_name from (select party_name, count(*) over (partition by split_part(party_name, ' ', 2)) n from
              (select party_name from records.document where office = $1 and unit = $2 order by id desc limit {Sample * 10}) d) t where n <= 3 limit {Sample}
            """, office, unit)).ConvertAll(n => n.Split(' ')[^1]);
        return new()
        {
            Official = await One<string>(source, "select email from directory.official where office = $1 and unit = $2 and roles = '{clerk}' order by id limit 1", office, unit),
            Registrar = await One<string>(source, "select email from directory.official where office = $1 and 'filing-room' = any(roles) order by id limit 1", office),
            Office = await One<string>(source, "select name from directory.office where id = $1", office),
            Citizen = await One<string>(source, "select email from identity.account where id = (select filer_person from services.submission where filer_person is not null group by 1 order by count(*) desc limit 1)"),
            Filed = await One<long>(source, "select count(*) n from services.submission where filer_person is not null group by filer_person order by 1 desc limit 1"),
            Documents = await One<long>(source, "select count(*) from records.document"),
            Seen = (await One<long>(source, "select count(*) from records.document where office = $1", office), await One<long>(source, "select count(*) from records.document where office = $1 and unit = $2", office, unit)),
            Opened = await All<Guid>(source, $"select id from records.document where office = $1 and unit = $2 order by md5(id::text) limit {Sample}", office, unit),
            Questions = new Dictionary<string, IReadOnlyList<string>>
            {
                ["common"] = ["přihlášky", "žádosti", "poplatku", "přihlášení", "odpadu", "psa", "psů", "přihláškou"],
                ["rare"] = rare,
                ["two words"] = ["přihlášky psů", "poplatek odpad", "přihlášení odpad", "Jana psa", "Marie poplatky", "Novák odpady", "psi Bára", "přihláška Ben"],
                ["common and rare"] = rare.ConvertAll(name => $"přihláška {name}"),
                ["prefix"] = ["přihl", "popl", "svob", "nov", "dvo", "odpa", "mar", "kuč", "pro", "hav"],
            },
        };
    }

    private static async Task<T> One<T>(NpgsqlDataSource source, string sql, params object[] values) => (await All<T>(source, sql, values))[0];

    private static async Task<List<T>> All<T>(NpgsqlDataSource source, string sql, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        List<T> all = [];
        while (await reader.ReadAsync()) all.Add(reader.GetFieldValue<T>(0));
        return all;
    }
}
