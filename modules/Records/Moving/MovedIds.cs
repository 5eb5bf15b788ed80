using System.Text.RegularExpressions;
using Npgsql;

namespace Virtuos.Records;

/// <summary>
/// Units and officials as the installation called them where the records began, and as this one calls them. A batch always speaks the
/// former, so that records that came and leave again say the same.
/// </summary>
internal sealed partial class MovedIds
{
    private readonly Dictionary<string, string> ours, theirs;

    public MovedIds(IEnumerable<(Guid Theirs, Guid Ours)> pairs)
    {
        ours = pairs.ToDictionary(p => $"{p.Theirs}", p => $"{p.Ours}", StringComparer.Ordinal);
        theirs = ours.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    }

    /// <summary>For what is said in the words of where it began already.</summary>
    public static readonly MovedIds None = new([]);

    /// <summary>Those under which records came to an office; none where they began here.</summary>
    public static async Task<MovedIds> Of(RecordsDb db, Guid office, CancellationToken cancel) =>
        new(await db.Ask("select theirs, ours from records.moved_id where office = $1", [office], r => (r.GetGuid(0), r.GetGuid(1)), cancel));

    public string Ours(string text) => Replace(text, ours);

    public string Theirs(string text) => Replace(text, theirs);

    public Guid Theirs(Guid id) => theirs.TryGetValue($"{id}", out var known) ? Guid.Parse(known) : id;

    public async Task Keep(NpgsqlConnection connection, Guid office, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("insert into records.moved_id (office, theirs, ours) select $1, t, o from unnest($2::uuid[], $3::uuid[]) as p(t, o) where t <> o", connection);
        foreach (var value in (object[])[office, ours.Keys.Select(Guid.Parse).ToArray(), ours.Values.Select(Guid.Parse).ToArray()]) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static string Replace(string text, Dictionary<string, string> by) => by.Count == 0 ? text : Id().Replace(text, m => by.GetValueOrDefault(m.Value, m.Value));

    [GeneratedRegex("(?<![0-9a-f-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f-])")]
    private static partial Regex Id();
}
