using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The name index: drawn from documents, suspected duplicates with reasons, merges that can be taken back.</summary>
public sealed class NameIndexTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<OfficeTown> With(params Filer[] filers)
    {
        var room = await OfficeTown.Found();
        foreach (var filer in filers) await File(room, filer);
        await room.Job<DrawParties>();
        return room;
    }

    private static Task File(OfficeTown room, Filer filer) => room.Tell(room.Offices.First.Id, RegisterTests.Filed(room.Offices.First.Id, room.Clock.GetUtcNow()) with { Filer = filer }, typeof(RecordsDb));

    private static Filer Who(string name, string? address = null, string? email = null, string? phone = null) => new(name, address, email, phone, null);

    private static async Task<Guid> Entry(OfficeTown room, string name) => (await room.Rows($"select id from records.party_entry where name = '{name}'", r => r.GetGuid(0))).Single();

    [Fact, Contract("D15", Part = "index with suspected duplicates")]
    public async Task Parties_of_documents_are_entered_once_and_found_by_the_beginnings_of_their_words()
    {
        await using var room = await With(Who("Jana Dvořáková", "Náves 2", "jana@example.cz"), Who("JANA  DVOŘÁKOVÁ", "Náves 2", "Jana@Example.cz"), Who("Jan Dvořák"), Who("Stavby Novák s.r.o., IČO 27082440", "Dlouhá 1"), Who("Stavby Novák", "Krátká 2") with { OrganisationNumber = "27082440" });
        Assert.Equal(4, (await room.Rows("select 1 from records.party_entry", r => 1)).Count);
        Assert.Equal(5, (await room.Rows("select 1 from records.party_of_document", r => 1)).Count);
        Assert.Empty(await room.Rows("select 1 from records.party_pending", r => 1));
        await room.Job<DrawParties>();
        Assert.Equal(5, (await room.Rows("select 1 from records.party_of_document", r => 1)).Count);

        using var petra = room.Browser(room.Offices.Who(room.Offices.First, "Petra"));
        foreach (var (asked, found) in new (string, string[])[]
            {
                ("dvorak", ["Jan Dvořák", "Jana Dvořáková"]), ("Dvořák jana", ["Jana Dvořáková"]), ("jana@ex", ["Jana Dvořáková"]), ("270824", ["Stavby Novák", "Stavby Novák s.r.o., IČO 27082440"]), ("nov", ["Stavby Novák", "Stavby Novák s.r.o., IČO 27082440"]), ("vorak", []), ("'; drop", []),
            })
        {
            var page = await Page(petra, $"/stul/rejstrik?q={Uri.EscapeDataString(asked)}");
            Assert.Equal(found, page.QuerySelectorAll("tbody th").Select(h => h.TextContent.Trim()));
        }
        // Whoever is shown in a list is noted as read: each as often as shown.
        Assert.Equal(8, (await room.Rows("select 1 from kernel.ledger where act = 'ReadNames' and kind = 'PartyEntry' and deed = 'read'", r => 1)).Count);

        var entry = await Entry(room, "Jana Dvořáková");
        var opened = await Page(petra, $"/stul/rejstrik/{entry}");
        Assert.Contains("2 dokumenty", opened.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.NotEmpty(await room.Rows($"select 1 from kernel.ledger where act = 'OpenName' and deed = 'read' and thing = '{entry}'", r => 1));

        // The index is for the filing room of the office: for nobody else, and not for another office.
        foreach (var (stranger, status) in new[] { (room.Browser(room.Offices.Who(room.Offices.First, "Klára")), HttpStatusCode.Forbidden), (room.Browser(room.Offices.Who(room.Offices.Second, "Petra")), HttpStatusCode.NotFound) })
        {
            using var answer = await stranger.GetAsync($"/stul/rejstrik/{entry}", Cancel);
            Assert.Equal(status, answer.StatusCode);
            stranger.Dispose();
        }
        using var other = room.Browser(room.Offices.Who(room.Offices.Second, "Petra"));
        Assert.Empty((await Page(other, "/stul/rejstrik?q=dvorak")).QuerySelectorAll("tbody th"));
    }

    [Fact, Contract("D15", Part = "index with suspected duplicates")]
    public async Task Who_may_be_the_same_is_shown_with_the_reason_and_merged_and_divided_again()
    {
        await using var room = await With(
            Who("Josef Malý", "Dlouhá 1, 430 01 Chomutov", "josef@example.cz"), Who("josef maly", "Dlouhá 1 430 01 Chomutov"), Who("J. Malý", null, "JOSEF@example.cz"),
            Who("Obec Lhota"), Who("OÚ Lhota"), Who("Josef Malý"));
        using var petra = room.Browser(room.Offices.Who(room.Offices.First, "Petra"));
        var (first, second) = (await Entry(room, "Obec Lhota"), await Entry(room, "OÚ Lhota"));
        foreach (var lhota in (Guid[])[first, second])
        {
            var wrong = await Press(petra, await Page(petra, $"/stul/rejstrik/{lhota}"), "Uložit údaje", ("OrganisationNumber", "12345678"), ("BoxId", "!"));
            Assert.Equal(2, wrong.QuerySelectorAll(".field.invalid").Length);
            await Press(petra, await Page(petra, $"/stul/rejstrik/{lhota}"), "Uložit údaje", ("OrganisationNumber", "00006947"), ("BoxId", ""));
        }

        var page = await Page(petra, "/stul/rejstrik/podobne");
        Assert.Equal(["Stejné IČO", "Stejný e-mail", "Stejné jméno a adresa"], page.QuerySelectorAll("main h2").Select(h => h.TextContent));
        // A name without an address tells nobody.
        Assert.DoesNotContain(page.QuerySelectorAll("tbody tr"), r => r.QuerySelector("th")!.TextContent.Trim() == "Josef Malý" && r.QuerySelector("td")!.TextContent.Trim().Length == 0);

        page = await Page(petra, $"/stul/rejstrik/{first}");
        Assert.Contains("Stejné IČO", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var refused = await Press(petra, page, "Sloučit", ("Merged", $"{second}"), ("Reason", " "));
        Assert.Contains("Napište, proč", refused.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(petra, page, "Sloučit", ("Merged", $"{second}"), ("Reason", "Totéž IČO"));
        Assert.Equal(["Obec Lhota", "OÚ Lhota"], page.QuerySelectorAll("tbody tr").Take(2).Select(r => r.QuerySelector("th")!.TextContent.Trim()));
        Assert.Contains("2 dokumenty", page.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("Totéž IČO", page.Body.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Stejné IČO", (await Page(petra, "/stul/rejstrik/podobne")).Body!.TextContent, StringComparison.Ordinal);
        // Whoever asks for the merged one gets the one that stands for it; a second merge of it is refused.
        Assert.Equal("Obec Lhota", (await Page(petra, $"/stul/rejstrik/{second}")).QuerySelector("h1")!.TextContent);
        Assert.Equal(["Obec Lhota"], (await Page(petra, "/stul/rejstrik?q=lhota")).QuerySelectorAll("tbody th").Select(h => h.TextContent.Trim()));
        using (var again = await petra.PostAsync($"/stul/rejstrik/{first}/sloucit", new FormUrlEncodedContent([new("Merged", $"{second}"), new("Reason", "x")]), Cancel)) Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);

        page = await Press(petra, page, "Zrušit sloučení");
        Assert.Equal("OÚ Lhota", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Stejné IČO", (await Page(petra, "/stul/rejstrik/podobne")).Body!.TextContent, StringComparison.Ordinal);
        var merge = (await room.Rows("select id from records.party_merge", r => r.GetGuid(0))).Single();
        using (var twice = await petra.PostAsync($"/stul/rejstrik/{second}/rozdelit/{merge}", new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows("delete from records.party_merge returning 1", r => 1));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows("update records.party_merge set reason = 'x' returning 1", r => 1));
    }

    [Theory, Contract("D15", Part = "duplicate merge with undo")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_trace_of_merges_keeps_every_party_and_undoing_all_gives_the_beginning(int seed)
    {
        const int Parties = 9;
        await using var room = await With([.. Enumerable.Range(0, Parties).Select(i => Who($"Osoba {i}"))]);
        var petra = room.Offices.Who(room.Offices.First, "Petra");
        var entries = await room.Rows("select id from records.party_entry order by name", r => r.GetGuid(0));
        var beginning = await Resolved(room);
        Assert.Equal(Parties, beginning.Count);
        Assert.All(beginning, b => Assert.Equal(b.Entry, b.Root));

        var dice = new Random(seed);
        // The model: who was merged into whom, and nothing else.
        Dictionary<Guid, (Guid Merge, Guid Kept)> model = [];
        Guid Root(Guid entry) => model.TryGetValue(entry, out var up) ? Root(up.Kept) : entry;
        for (var step = 0; step < 80; step++)
        {
            var (a, b) = (entries[dice.Next(Parties)], entries[dice.Next(Parties)]);
            if (dice.Next(5) < 3)
            {
                var merged = await room.Run<MergeNames, MergeNamesInput, Guid>(petra, new(a, b, "zkouška"));
                Assert.Equal(a != b && !model.ContainsKey(a) && !model.ContainsKey(b), merged.Succeeded);
                if (merged.Succeeded) model[b] = (merged.Value, a);
            }
            else if (model.Count > 0)
            {
                // Any merge, not only the last.
                var undone = model.Keys.Order().ElementAt(dice.Next(model.Count));
                Assert.True((await room.Run<UndoMerge, Guid, Guid>(petra, model[undone].Merge)).Succeeded);
                model.Remove(undone);
            }
            if (step % 8 == 0) Assert.All(await Resolved(room), r => Assert.Equal(Root(r.Entry), r.Root));
        }
        foreach (var (merge, _) in model.Values.ToList()) Assert.True((await room.Run<UndoMerge, Guid, Guid>(petra, merge)).Succeeded);
        Assert.Equal(beginning, await Resolved(room));
    }

    [Fact, Contract("D15", Part = "merges at once")]
    public async Task Two_who_merge_each_into_the_other_at_once_make_one_merge()
    {
        await using var room = await With([.. Enumerable.Range(0, 20).Select(i => Who($"Osoba {i}"))]);
        var petra = room.Offices.Who(room.Offices.First, "Petra");
        var entries = await room.Rows("select id from records.party_entry order by name", r => r.GetGuid(0));
        for (var i = 0; i < 20; i += 2)
        {
            var (a, b) = (entries[i], entries[i + 1]);
            var done = await Task.WhenAll(room.Run<MergeNames, MergeNamesInput, Guid>(petra, new(a, b, "tam")), room.Run<MergeNames, MergeNamesInput, Guid>(petra, new(b, a, "zpět")));
            Assert.Single(done, d => d.Succeeded);
        }
        Assert.All((await Resolved(room)).GroupBy(r => r.Root), g => Assert.Equal(2, g.Count()));
    }

    /// <summary>Each document with the entry it is written as and the one that stands for it.</summary>
    private static async Task<List<(Guid Document, Guid Entry, Guid Root)>> Resolved(OfficeTown room)
    {
        var resolved = await room.Rows("select d.id, p.entry, records.party_root(d.office, p.entry) from records.document d left join records.party_of_document p on p.office = d.office and p.document = d.id order by d.id", r => (r.GetGuid(0), r.GetGuid(1), r.GetGuid(2)));
        Assert.Equal((await room.Rows("select count(*) from records.document", r => r.GetInt64(0))).Single(), resolved.Count);
        return resolved;
    }
}
