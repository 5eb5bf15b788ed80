using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Who may see and do what: own unit, other unit, filing room, mayor, other office, nobody.</summary>
public sealed class RightsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_of_another_unit_or_office_looks_exactly_like_one_that_does_not_exist()
    {
        await using var room = await OfficeTown.Found();
        var (id, part, file) = await Taken(room);
        foreach (var stranger in (OfficialCard?[])[room.Offices.Who(room.Offices.First, "Radek"), room.Offices.Who(room.Offices.Second, "Klára"), room.Offices.Who(room.Offices.Second, "Petra")])
        {
            using var browser = room.Browser(stranger);
            foreach (var (real, absent) in (List<(string, string)>)[
                ($"/stul/dokument/{id}", $"/stul/dokument/{Guid.CreateVersion7()}"),
                ($"/stul/dokument/{id}/vyzva", $"/stul/dokument/{Guid.CreateVersion7()}/vyzva"),
                ($"/stul/dokument/{id}/slozka/{part}", $"/stul/dokument/{Guid.CreateVersion7()}/slozka/{part}"),
                ($"/stul/dokument/{id}/stitek.svg", $"/stul/dokument/{Guid.CreateVersion7()}/stitek.svg"),
                ($"/stul/spis/{file}", $"/stul/spis/{Guid.CreateVersion7()}")])
            {
                var (one, other) = (await browser.GetAsync(real, Cancel), await browser.GetAsync(absent, Cancel));
                Assert.Equal(other.StatusCode, one.StatusCode);
                Assert.NotEqual(HttpStatusCode.OK, one.StatusCode);
                Assert.Equal(await other.Content.ReadAsStringAsync(Cancel), await one.Content.ReadAsStringAsync(Cancel));
            }
            foreach (var act in (string[])["prevzit", "predat", "do-spisu", "vyridit", "vyzva"])
            {
                var fields = new Dictionary<string, string> { ["to"] = $"u:{room.Offices.Unit(room.Offices.First, "transport").Id}", ["Note"] = "x", ["How"] = "noted", ["Defects"] = "x" };
                var (one, other) = (await browser.PostAsync($"/stul/dokument/{id}/{act}", new FormUrlEncodedContent(fields), Cancel),
                    await browser.PostAsync($"/stul/dokument/{Guid.CreateVersion7()}/{act}", new FormUrlEncodedContent(fields), Cancel));
                Assert.Equal((other.StatusCode, await other.Content.ReadAsStringAsync(Cancel)), (one.StatusCode, await one.Content.ReadAsStringAsync(Cancel)));
            }
        }
        Assert.Equal(["InHand"], await room.Rows("select state from records.document", r => r.GetString(0)));
    }

    [Fact]
    public async Task Nobody_is_asked_to_sign_in_and_the_mayor_sees_numbers_but_no_document()
    {
        await using var room = await OfficeTown.Found();
        var (id, _, _) = await Taken(room);
        using (var nobody = room.Browser(null))
            foreach (var address in (string[])["/stul", $"/stul/dokument/{id}", "/stul/prijem", "/prehled", "/stul/hledat?q=pes"])
            {
                using var answer = await nobody.GetAsync(address, Cancel);
                Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
                Assert.Contains("/prihlaseni?returnUrl=%2F", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            }

        using var mayor = room.Browser(room.Offices.Who(room.Offices.First, "Starosta"));
        var numbers = await DeskPageTests.Page(mayor, "/prehled");
        Assert.DoesNotContain(numbers.QuerySelectorAll("main table a"), _ => true);
        Assert.DoesNotContain("Dvořáková", numbers.Body!.TextContent, StringComparison.Ordinal);
        // A mayor has a desk for what they approve; nothing else is there for them.
        await DeskPageTests.Page(mayor, $"/stul/dokument/{id}", HttpStatusCode.NotFound);
        Assert.Empty((await DeskPageTests.Page(mayor, "/stul?kdo=odbor&fronta=ke-zpracovani")).QuerySelectorAll("tbody tr a"));
    }

    [Fact]
    public async Task The_filing_room_sees_a_document_until_somebody_takes_it_over()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow()));
        var id = (await room.Rows("select id from records.document", r => r.GetGuid(0)))[0];
        var petra = room.Offices.Who(office, "Petra");
        using var browser = room.Browser(petra);
        await DeskPageTests.Page(browser, $"/stul/dokument/{id}");

        var radek = room.Offices.Who(office, "Radek");
        Assert.True((await room.Run<HandOver, HandOverInput, Done>(petra, new(id, null, radek.Id, "cesty"))).Succeeded);
        Assert.True((await room.Run<TakeOver, TakeOverInput, Done>(radek, new(id))).Succeeded);
        await DeskPageTests.Page(browser, $"/stul/dokument/{id}", HttpStatusCode.NotFound);
        Assert.Equal(RefusalKind.NotFound, (await room.Run<HandOver, HandOverInput, Done>(petra, new(id, petra.Unit, null, null))).Refusals[0].Kind);
    }

    [Fact]
    public async Task Work_of_a_colleague_is_taken_by_the_head_or_a_substitute_only()
    {
        await using var room = await OfficeTown.Found();
        var (id, _, _) = await Taken(room);
        var office = room.Offices.First;
        Assert.Equal("records.refusal.held-by-other", (await room.Run<TakeOver, TakeOverInput, Done>(room.Offices.Who(office, "Karel"), new(id))).Refusals[0].Code);

        var (radek, klara) = (room.Offices.Who(office, "Radek"), room.Offices.Who(office, "Klára"));
        Assert.True(await room.As(radek, async scope => (await scope.GetRequiredService<TakeOver>().Run(new(id), Cancel)).Succeeded, klara));
        Assert.Equal([klara.Id], await room.Rows("select on_behalf_of from records.step where kind = 'TakenOver' order by at desc, id desc limit 1", r => r.GetGuid(0)));
        Assert.Equal([klara.Id], await room.Rows("select distinct on_behalf_of from kernel.ledger where act = 'TakeOver' and on_behalf_of is not null", r => r.GetGuid(0)));
        Assert.True((await room.Run<TakeOver, TakeOverInput, Done>(room.Offices.Who(office, "Hana"), new(id))).Succeeded);
    }

    [Fact]
    public async Task Opening_a_document_and_its_bytes_is_written_in_the_ledger()
    {
        await using var room = await OfficeTown.Found();
        var (id, _, _) = await Taken(room);
        var klara = room.Offices.Who(room.Offices.First, "Klára");
        using var browser = room.Browser(klara);
        await DeskPageTests.Page(browser, $"/stul/dokument/{id}");
        Assert.Equal([klara.Id], await room.Rows($"select actor from kernel.ledger where deed = 'read' and kind = 'Document' and thing = '{id}'", r => r.GetGuid(0)));
    }

    /// <summary>A document of the fees unit that Klára holds, with its part and file.</summary>
    internal static async Task<(Guid Document, Guid Part, Guid File)> Taken(OfficeTown room)
    {
        var office = room.Offices.First;
        await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow()));
        var id = (await room.Rows("select id from records.document order by number desc", r => r.GetGuid(0)))[0];
        var klara = room.Offices.Who(office, "Klára");
        Assert.True((await room.Run<TakeOver, TakeOverInput, Done>(klara, new(id))).Succeeded);
        Assert.True((await room.Run<PutIntoFile, PutIntoFileInput, string>(klara, new(id, null, null))).Succeeded);
        return (id, (await room.Rows($"select id from records.component where document = '{id}' order by position", r => r.GetGuid(0)))[0],
            (await room.Rows($"select file from records.document where id = '{id}'", r => r.GetGuid(0)))[0]);
    }
}
