using System.Xml.Linq;
using Npgsql;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Ledger;

namespace Virtuos.Records;

/// <summary>The transaction log of each entity: what came with it from where it was before, then what the ledger says here.</summary>
internal sealed class MovingLog(RecordsDb db, LogVocabularies vocabularies, IDirectory directory, Texts texts, TimeProvider clock)
{
    /// <param name="rows">Of each entity; a step, a consignment or a hold is told with it.</param>
    public async Task<Dictionary<Guid, IReadOnlyList<XElement>>> Of(Guid office, MovedKind kind, List<Guid> keys, ILookup<Guid, MovedRow> rows, CancellationToken cancel)
    {
        Dictionary<Guid, Guid> entityOf = [];
        foreach (var key in keys)
            foreach (var id in rows[key].Select(r => r.Id).OfType<Guid>()) entityOf[id] = key;
        if (kind == MovedKind.Document)
            foreach (var (id, document) in await db.Ask("select id, document from records.component where office = $1 and document = any($2)", [office, keys.ToArray()], r => (r.GetGuid(0), r.GetGuid(1)), cancel)) entityOf[id] = document;

        await db.Database.OpenConnectionAsync(cancel);
        var lines = (await LedgerBook.Entries((NpgsqlConnection)db.Database.GetDbConnection(), office, entityOf.Keys, cancel)).ConvertAll(e => new LedgerLine(0, e, []));
        await db.Database.CloseConnectionAsync();
        var telling = await LogTelling.Of(vocabularies.On(Prague.Today(clock)), office, lines, db, cancel);
        lines.RemoveAll(l => !telling.IsOwn(l.Entry));
        var people = await LogPeople.Of(office, lines, db, directory, texts.In("cs"), cancel);

        var told = keys.ToDictionary(k => k, _ => new List<XElement>());
        foreach (var (thing, body) in await db.Ask("select thing, body from records.moved_event where office = $1 and thing = any($2) order by thing, position", [office, keys.ToArray()], r => (r.GetGuid(0), r.GetString(1)), cancel))
            told[thing].Add(Read(body));
        foreach (var line in lines)
        {
            var events = told[entityOf[line.Entry.Thing]];
            events.Add(Event(LogXml.One(line with { Seq = events.Count + 1 }, telling, people)));
        }
        return told.ToDictionary(t => t.Key, t => (IReadOnlyList<XElement>)t.Value);
    }

    /// <summary>An event as it is kept where the records arrived.</summary>
    public static string Body(XElement told) => told.ToString(SaveOptions.DisableFormatting);

    public static XElement Read(string body)
    {
        var told = XElement.Parse(body, LoadOptions.PreserveWhitespace);
        Bare(told);
        return told;
    }

    /// <summary>Leaves prefixes to the writer, so that the same is always written the same way.</summary>
    public static void Bare(XElement element) => element.DescendantsAndSelf().Attributes().Where(a => a.IsNamespaceDeclaration).Remove();

    // The event itself is named in the schema of the migration, what is in it in that of logs.
    private static XElement Event(XElement one)
    {
        Bare(one);
        one.Name = Erms.Ns + "Udalost";
        return one;
    }
}
