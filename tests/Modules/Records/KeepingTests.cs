using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>How long files are kept: rules, the highest of documents, events, holds, opening again and moving.</summary>
public sealed class KeepingTests
{
    private static readonly string[] Marks = ["S", "V", "A"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D07", Part = "mark and period of a file are the highest of its documents")]
    [Requirement("obs65"), Requirement("obs67")]
    public void Mark_and_period_are_the_maximum_of_any_set_of_documents_in_any_order()
    {
        var dice = new Random(2026);
        for (var round = 0; round < 20_000; round++)
        {
            var all = Enumerable.Range(0, dice.Next(1, 9)).Select(_ => new Retention(Marks[dice.Next(3)], dice.Next(1000), dice.Next(4) == 0 ? dice.Next(1990, 2100) : null)).ToList();
            var kept = all.Skip(1).Aggregate(all[0], (a, b) => a.With(b));
            Assert.Equal(all.Max(r => Array.IndexOf(Marks, r.Mark)), Array.IndexOf(Marks, kept.Mark));
            Assert.Equal(all.Max(r => r.Years), kept.Years);
            Assert.Equal(all.Max(r => r.DiscardYear), kept.DiscardYear);
            var shuffled = all.OrderBy(_ => dice.Next()).ToList();
            Assert.Equal(kept, shuffled.Skip(1).Aggregate(shuffled[0], (a, b) => a.With(b)));
            Assert.Equal(kept, kept.With(all[dice.Next(all.Count)]));

            // Never before any of its documents could go by itself, and never in the year of the event.
            var eventYear = dice.Next(1950, 2100);
            var year = kept.YearAfter(eventYear);
            Assert.All(all, r => Assert.True(year >= r.YearAfter(eventYear)));
            Assert.True(year > eventYear);
            Assert.Equal(Math.Max(eventYear + 1 + kept.Years, kept.DiscardYear ?? 0), year);
        }
    }

    [Fact, Contract("D07", Part = "year of disposal on the file")]
    public async Task A_document_of_another_group_raises_the_whole_file()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var clerk = desk.Browser("Klára");
        var (first, second) = (await desk.InHand(), await desk.InHand());
        await Press(clerk, await Page(clerk, $"/stul/dokument/{first}"), "Vložit do spisu", ("FilingMark", "104.1"));
        await Press(clerk, await Page(clerk, $"/stul/dokument/{second}"), "Vložit do spisu", ("FilingMark", ""), ("File", "S-PRV 1/2026"));
        var refused = await Press(clerk, await Page(clerk, $"/stul/dokument/{second}"), "Určit skartační režim dokumentu", ("RuleMark", "999"), ("RuleReason", "výkresy mají trvalou hodnotu"));
        Assert.Contains("spisový znak", refused.QuerySelector(".error-summary, [role=alert], main")!.TextContent, StringComparison.OrdinalIgnoreCase);
        var page = await Press(clerk, await Page(clerk, $"/stul/dokument/{second}"), "Určit skartační režim dokumentu", ("RuleMark", "328.1"), ("RuleReason", "výkresy mají trvalou hodnotu"));
        Assert.Contains("Skartační režim dokumentu je zapsaný", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        foreach (var document in (Guid[])[first, second]) await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vyřídit bez rozhodnutí", ("Note", "Vzato na vědomí"));
        var file = await File(room);
        page = await Page(clerk, $"/stul/spis/{file}");
        Assert.Contains("20 let, potom do archivu (A)", page.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        await Press(clerk, page, "Uzavřít spis");
        Assert.Equal([("A", 20, 2026, 2047)], await room.Rows("select retention_mark, retention_years, trigger_year, discard_year from records.case_file", r => (r.GetString(0), r.GetInt32(1), r.GetInt32(2), r.GetInt32(3))));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows("delete from records.document_rule returning 1", r => 1));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows("update records.case_file set retention_years = 1 returning 1", r => 1));
    }

    [Fact]
    public async Task A_document_laid_into_a_lower_file_keeps_the_rule_that_its_form_proposed()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var radek = room.Offices.Who(room.Offices.First, "Radek");
        for (var i = 0; i < 2; i++) await desk.InHand("Radek", "roads");
        await room.Rows("update records.document set filing_mark = case number when 1 then '280.4' else '51.3' end returning 1", r => 1);
        foreach (var id in await room.Rows("select id from records.document order by number", r => r.GetGuid(0)))
        {
            Assert.True((await room.Run<PutIntoFile, PutIntoFileInput, string>(radek, new(id, await room.Rows("select mark from records.case_file", r => r.GetString(0)) is [var mark] ? mark : null, null))).Succeeded);
            Assert.True((await room.Run<SettleWithoutDecision, SettleWithoutDecisionInput, Virtuos.Kernel.Done>(radek, new(id, "noted", "Vzato na vědomí"))).Succeeded);
        }
        Assert.Equal(["51.3"], await room.Rows("select filing_mark from records.document_rule", r => r.GetString(0)));
        Assert.Equal(["280.4"], await room.Rows("select distinct filing_mark from records.document", r => r.GetString(0)));
        Assert.True((await room.Run<CloseFile, Guid, CaseFile>(radek, await File(room))).Succeeded);
        Assert.Equal([("A", 5)], await room.Rows("select retention_mark, retention_years from records.case_file", r => (r.GetString(0), r.GetInt32(1))));
    }

    [Fact, Contract("D07", Part = "an event other than closing")]
    public async Task A_file_kept_from_another_event_waits_for_its_year()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var clerk = desk.Browser("Klára");
        var file = await Settled(desk, "54.1");
        var page = await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");
        Assert.Contains("Čeká na spouštěcí událost", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("skončení pracovního poměru", page.Body!.TextContent, StringComparison.Ordinal);
        foreach (var wrong in (string[])["", "1999", "2027", "dva"])
            Assert.Contains("Napište rok od 2026 do 2026", (await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Zapsat rok", ("Year", wrong))).Body!.TextContent, StringComparison.Ordinal);
        room.Clock.Set(new(2031, 3, 1, 9, 0, 0, TimeSpan.Zero));
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Zapsat rok", ("Year", "2030"));
        Assert.Equal([(2030, 2076)], await room.Rows("select trigger_year, discard_year from records.case_file", r => (r.GetInt32(0), r.GetInt32(1))));
    }

    [Theory]
    [InlineData("2026-12-31T22:59:00Z", true)]
    [InlineData("2026-12-31T23:00:00Z", false)]
    public async Task The_mark_V_of_old_data_closes_until_the_end_of_2026_in_Prague(string at, bool closes)
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var clerk = desk.Browser("Klára");
        var file = await Settled(desk, "104.1");
        // As it came from another system, under a mark that no plan here knows.
        await room.Rows("update records.case_file set retention_mark = 'V', filing_mark = 'X.1' returning 1", r => 1);
        room.Clock.Set(DateTimeOffset.Parse(at));
        var page = await Page(clerk, $"/stul/spis/{file}");
        Assert.Contains("potom výběr v archivu (V)", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(!closes, page.Body.TextContent.Contains("Znak V10 už uzavírané spisy mít nesmějí", StringComparison.Ordinal));
        using var answer = await clerk.PostAsync($"/stul/spis/{file}/uzavrit", new FormUrlEncodedContent([]), Cancel);
        Assert.Equal(closes ? HttpStatusCode.Found : HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal([(closes ? "Closed" : "Settled", closes ? 2037 : 0)], await room.Rows("select state, coalesce(discard_year, 0) from records.case_file", r => (r.GetString(0), r.GetInt32(1))));
    }

    [Fact, Contract("D07", Part = "holds")]
    public async Task A_held_file_is_never_proposed_until_every_hold_is_lifted()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        var file = await Settled(desk, "104.1");
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");
        Assert.Equal(1, await Proposable(room, 2037));
        Assert.Equal(0, await Proposable(room, 2036));

        using (var refused = await clerk.PostAsync($"/stul/spis/{file}/pozastaveni", new FormUrlEncodedContent([new("HoldReason", "soudní spor")]), Cancel)) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var page = await Press(petra, await Page(petra, $"/stul/spis/{file}"), "Pozastavit vyřazení spisu", ("HoldReason", " "));
        Assert.Contains("Napište důvod", page.Body!.TextContent, StringComparison.Ordinal);
        foreach (var reason in (string[])["Kontrola krajského úřadu", "Soudní spor 12 C 34/2026"])
        {
            room.Clock.Advance(TimeSpan.FromMinutes(1));
            page = await Press(petra, await Page(petra, $"/stul/spis/{file}"), "Pozastavit vyřazení spisu", ("HoldReason", reason));
        }
        Assert.Contains("Soudní spor 12 C 34/2026", (await Page(clerk, $"/stul/spis/{file}")).QuerySelector(".notice")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await Proposable(room, 2037));
        foreach (var hold in await room.Rows("select id from records.legal_hold order by put_at desc", r => r.GetGuid(0)))
        {
            Assert.Equal(0, await Proposable(room, 2037));
            page = await Press(petra, await Page(petra, $"/stul/spis/{file}"), "Zrušit pozastavení", (LiftHold.FieldOf(hold), "spor skončil smírem"));
            if (page.QuerySelector(".notice") is null) Assert.Fail(page.Body!.TextContent);
        }
        Assert.Equal([0], await room.Rows("select count(*)::int from records.legal_hold where lifted_at is null", r => r.GetInt32(0)));
        Assert.Equal(1, await Proposable(room, 2037));
        Assert.Equal(["Closed", "HoldPut", "HoldPut", "HoldLifted", "HoldLifted"], await room.Rows("select kind from records.file_step order by at, id", r => r.GetString(0)));
    }

    [Fact]
    public async Task Opening_again_and_moving_keep_what_was()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, head, petra) = (desk.Browser("Klára"), desk.Browser("Hana"), desk.Browser("Petra"));
        var file = await Settled(desk, "104.1");
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");
        Assert.DoesNotContain("Znovu otevřít spis", (await Page(clerk, $"/stul/spis/{file}")).Body!.TextContent, StringComparison.Ordinal);
        await Press(head, await Page(head, $"/stul/spis/{file}"), "Znovu otevřít spis", ("ReopenReason", "přišlo další podání v téže věci"));
        Assert.Equal([("Open", true)], await room.Rows("select state, discard_year is null and closed_at is null from records.case_file", r => (r.GetString(0), r.GetBoolean(1))));
        var page = await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Přesunout spis", ("FilingMark", "51.3"), ("MoveReason", "jde o stížnost"));
        Assert.Contains("Spis je přesunutý", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("104.1 → 51.3", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["51.3"], await room.Rows("select distinct filing_mark from records.document", r => r.GetString(0)));
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");
        Assert.Equal([("A", 5, 2032)], await room.Rows("select retention_mark, retention_years, discard_year from records.case_file", r => (r.GetString(0), r.GetInt32(1), r.GetInt32(2))));
        Assert.Equal(2, (await room.Rows("select 1 from records.settlement where thing = 'File'", r => 1)).Count);
        Assert.Equal([("Closed", null), ("Reopened", null), ("Moved", "104.1"), ("Closed", null)], await room.Rows("select kind, from_mark from records.file_step order by at, id", r => (r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1))));
        using var late = await petra.PostAsync($"/stul/spis/{file}/presunout", new FormUrlEncodedContent([new("FilingMark", "51.2"), new("MoveReason", "omylem zařazeno")]), Cancel);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        foreach (var act in (string[])["presunout", "otevrit", "ulozeni", "odkaz", "udalost", "pozastaveni"])
        {
            using var stranger = await room.Browser(room.Offices.Who(room.Offices.Second, "Petra")).PostAsync($"/stul/spis/{file}/{act}", new FormUrlEncodedContent([]), Cancel);
            Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        }
    }

    internal static async Task<Guid> File(OfficeTown room) => (await room.Rows("select id from records.case_file order by number desc limit 1", r => r.GetGuid(0))).Single();

    /// <summary>A settled document in a new file under the mark; returns the file.</summary>
    internal static async Task<Guid> Settled(OwnDesk desk, string mark)
    {
        var (clerk, document) = (desk.Browser("Klára"), await desk.InHand());
        await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vložit do spisu", ("FilingMark", mark));
        await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vyřídit bez rozhodnutí", ("Note", "Vzato na vědomí"));
        return await File(desk.Room);
    }

    internal static Task<int> Proposable(OfficeTown room, int year) =>
        room.As(room.Offices.Who(room.Offices.First, "Petra"), scope => scope.GetRequiredService<DueFiles>().Proposable(year).CountAsync(Cancel));
}
