using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Entries that may be the same party.</summary>
/// <param name="Why"><c>number</c>, <c>box</c>, <c>email</c> or <c>name</c>.</param>
internal sealed record Suspicion(string Why, IReadOnlyList<Guid> Entries)
{
    public string TextKey => $"records.names.why.{Why}";
}

/// <summary>Asks the name index of the caller's office; whoever asks notes the reading.</summary>
internal sealed class NameShelf(RecordsDb db, Caller caller)
{
    private const int MostWords = 8;

    // Every entry with the one that stands for it.
    private const string Resolved = """
        recursive up (entry, root) as (
            select merged, kept from records.party_merge where office = $1 and undone_at is null
            union all
            select up.entry, m.kept from up join records.party_merge m on m.office = $1 and m.merged = up.root and m.undone_at is null),
        top as (select entry, root from up where not exists (select 1 from records.party_merge m where m.office = $1 and m.merged = up.root and m.undone_at is null)),
        resolved as (select e.*, coalesce(t.root, e.id) as root from records.party_entry e left join top t on t.entry = e.id where e.office = $1)
        """;

    private Guid Office => caller.Office ?? Guid.Empty;

    /// <summary>The entry that stands for this one; itself when it is not merged, null when there is none.</summary>
    public async Task<Guid?> Root(Guid entry, CancellationToken cancel) => await db.PartyEntries.AnyAsync(e => e.Id == entry, cancel)
        ? (await db.Database.SqlQuery<Guid>($"select records.party_root({Office}, {entry}) as \"Value\"").ToListAsync(cancel)).Single()
        : null;

    /// <summary>Everything merged into an entry, itself first.</summary>
    public async Task<List<Guid>> Members(Guid root, CancellationToken cancel) => await db.Database.SqlQuery<Guid>($"""
        with recursive down (id, depth) as (
            select {root}::uuid, 0
            union all
            select m.merged, down.depth + 1 from down join records.party_merge m on m.office = {Office} and m.kept = down.id and m.undone_at is null)
        select id as "Value" from down order by depth, id
        """).ToListAsync(cancel);

    /// <summary>Those that stand for what has all these words, or words that begin so, by name; and how many there are.</summary>
    public async Task<(IReadOnlyList<PartyEntry> Entries, int Total)> Find(string text, int most, CancellationToken cancel)
    {
        var words = PartyEntry.WordsOf(text).Take(MostWords).ToList();
        if (words.Count == 0) return ([], 0);
        List<object> values = [Office];
        var found = string.Join(" intersect ", words.Select(w => $"select entry from records.party_word where office = $1 and word >= {values.Place(w)} and word < {values.Place(w + char.ConvertFromUtf32(0x10FFFF))}"));
        var rows = await db.Ask($"""
            with found as ({found}), roots as (select distinct records.party_root($1, entry) as id from found)
            select e.id, count(*) over () from roots join records.party_entry e on e.office = $1 and e.id = roots.id order by e.name, e.id limit {most}
            """, values, r => (Id: r.GetGuid(0), Total: (int)r.GetInt64(1)), cancel);
        return (await Load([.. rows.Select(r => r.Id)], cancel), rows.Count > 0 ? rows[0].Total : 0);
    }

    /// <summary>Groups of entries of the whole office that may be the same party.</summary>
    public Task<(IReadOnlyList<Suspicion> Groups, int Total)> Suspected(int most, CancellationToken cancel) =>
        Groups($"with {Resolved}, suspected as", [Office], most, column => $"resolved where {column} is not null", cancel);

    /// <summary>Groups in which one of these entries may be the same party as others.</summary>
    public Task<(IReadOnlyList<Suspicion> Groups, int Total)> Suspected(IReadOnlyList<PartyEntry> members, int most, CancellationToken cancel)
    {
        List<object> values = [Office];
        return Groups("with suspected as", values, most, column =>
        {
            var same = members.Select(m => column switch { "organisation_number" => m.OrganisationNumber, "box_id" => m.BoxId, "same_email" => m.SameEmail, _ => m.SameName }).OfType<string>().Distinct().ToArray();
            return $"(select e.{column}, records.party_root($1, e.id) as root from records.party_entry e where e.office = $1 and e.{column} = any({values.Place(same)})) r";
        }, cancel);
    }

    private async Task<(IReadOnlyList<Suspicion> Groups, int Total)> Groups(string begin, List<object> values, int most, Func<string, string> rows, CancellationToken cancel)
    {
        string Same(string why, string column) => $"select '{why}' as why, {column} as same, array_agg(distinct root) as roots from {rows(column)} group by 2 having count(distinct root) > 1";
        var found = await db.Ask($"""
            {begin} ({Same("number", "organisation_number")} union all {Same("box", "box_id")} union all {Same("email", "same_email")} union all {Same("name", "same_name")})
            select why, roots, count(*) over () from suspected order by array_position(array['number', 'box', 'email', 'name'], why), same limit {most}
            """, values, r => (Group: new Suspicion(r.GetString(0), r.GetFieldValue<Guid[]>(1)), Total: (int)r.GetInt64(2)), cancel);
        return ([.. found.Select(r => r.Group)], found.Count > 0 ? found[0].Total : 0);
    }

    /// <summary>Entries in the order of their ids given.</summary>
    public async Task<IReadOnlyList<PartyEntry>> Load(IReadOnlyList<Guid> ids, CancellationToken cancel)
    {
        var found = await db.PartyEntries.AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancel);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <summary>Documents that still wait to be entered.</summary>
    public async Task<int> Waiting(CancellationToken cancel) =>
        (int)(await db.Database.SqlQuery<long>($"select count(*) as \"Value\" from records.party_pending where office = {Office}").ToListAsync(cancel)).Single();
}
