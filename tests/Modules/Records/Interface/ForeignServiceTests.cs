using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Virtuos as the agenda: an office whose records live in a foreign service (a peer written from the WSDL alone).</summary>
public sealed class ForeignServiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly string[] Story = ["document", "file", "DokumentVlozeniDoSpisu", "DokumentVyrizeni", "SpisVyrizeni", "SpisUzavreni"];

    private static async Task<ForeignRecordsService> Connect(OfficeTown room)
    {
        var service = new ForeignRecordsService();
        await service.Start(Samples.PathOf("standards/nsesss/official-2023/src"), Cancel);
        using var administrator = room.Browser(room.Offices.Who(room.Offices.First, "Správce"));
        var page = await Page(administrator, "/sprava/spisova-sluzba");
        using var answer = await Send(administrator, page, "Uložit", ("Name", "GINIS kraje"), ("Address", service.Address), ("Code", "CIZI"), ("OwnCode", "AGVIRT"),
            ("SignIn", ForeignRecordsService.SignIn), ("Secret", ForeignRecordsService.Secret), ("OnBehalfOf", ForeignRecordsService.User), ("IsOn", "true"));
        Assert.Equal(303, (int)answer.StatusCode);
        Assert.Equal([0], await room.Rows($"select count(*)::int from records.foreign_service where position('{ForeignRecordsService.Secret}'::bytea in secret) > 0", r => r.GetInt32(0)));
        return service;
    }

    // A submission from filing to the closing of its file, as officials do it.
    private static async Task<Guid> Case(OwnDesk desk)
    {
        var document = await desk.InHand();
        await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/dokument/{document}"), "Vyřídit bez rozhodnutí", ("Note", "Vzato na vědomí"));
        var file = (await desk.Room.Rows($"select file from records.document where id = '{document}'", r => r.GetGuid(0))).Single();
        var page = await Press(desk.Browser("Klára"), await Page(desk.Browser("Klára"), $"/stul/spis/{file}"), "Uzavřít spis");
        Assert.Contains("Spis je uzavřený", page.Body!.TextContent, StringComparison.Ordinal);
        return document;
    }

    private static async Task Work(OfficeTown room, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            await room.Job<SendToForeign>();
            room.Clock.Advance(TimeSpan.FromHours(2));
        }
    }

    [Fact, Contract("D10", Part = "agenda side: registration, filing, settling and closing in a foreign records service")]
    public async Task A_filing_is_founded_filed_settled_and_closed_in_the_foreign_service_and_its_number_is_shown()
    {
        await using var room = await OfficeTown.Found();
        await using var service = await Connect(room);
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await Case(desk);
        await room.Job<SendToForeign>();

        Assert.Equal("", service.Wrong);
        Assert.Equal(Story, service.Done.Select(d => d.What));
        Assert.Equal($"AGVIRT:{document}", service.Done[0].Thing);
        var page = await Page(desk.Browser("Klára"), $"/stul/dokument/{document}");
        Assert.Contains("Ve spisové službě GINIS kraje", page.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("CIZI/1/2026", page.Body.TextContent, StringComparison.Ordinal);

        // The other office keeps its records here.
        await room.File(RegisterTests.Filed(room.Offices.Second.Id, room.Clock.GetUtcNow()));
        await room.Job<SendToForeign>();
        Assert.Equal(Story.Length, service.Done.Count);
    }

    [Theory, Contract("D10", Part = "exactly once in effect over lost answers, outages and maintenance")]
    [InlineData("lose lose lose lose lose lose lose lose lose lose lose lose")]
    [InlineData("drop lose maintenance lose garbage lose drop drop lose")]
    [InlineData("maintenance maintenance garbage lose ok lose ok lose ok lose ok lose ok lose")]
    public async Task Whatever_the_line_does_everything_is_done_there_once(string faults)
    {
        await using var room = await OfficeTown.Found();
        await using var service = await Connect(room);
        await service.Fail(faults, Cancel);
        var desk = new OwnDesk(room, room.Offices.First);
        await Case(desk);
        await Work(room, 30);
        Assert.Equal("", service.Wrong);
        Assert.Equal(Story, service.Done.Select(d => d.What));
        Assert.All(await room.Rows("select state from records.foreign_task", r => r.GetString(0)), s => Assert.Equal("Done", s));
    }

    [Fact]
    public async Task What_the_service_refuses_holds_up_its_own_matter_alone_until_people_try_again()
    {
        await using var room = await OfficeTown.Found();
        await using var service = await Connect(room);
        await service.Fail("refuse", Cancel);
        var desk = new OwnDesk(room, room.Offices.First);
        var refused = await Case(desk);
        var other = await Case(desk);
        await Work(room, 3);
        Assert.Equal(Story, service.Done.Select(d => d.What));
        Assert.Equal($"AGVIRT:{other}", service.Done[0].Thing);
        Assert.DoesNotContain(service.Done, d => d.Thing == $"AGVIRT:{refused}");

        using var administrator = room.Browser(room.Offices.Who(room.Offices.First, "Správce"));
        var page = await Page(administrator, "/sprava/spisova-sluzba");
        Assert.Contains("Založení dokumentu PRV 1/2026", page.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("0042 Tohle tu nechceme", page.Body.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("Spisová služba odmítla", (await Page(desk.Browser("Klára"), $"/stul/dokument/{refused}")).Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        using (var again = await Send(administrator, page, "Zkusit znovu")) Assert.Equal(303, (int)again.StatusCode);
        await Work(room, 2);
        Assert.Equal(Story.Length * 2, service.Done.Count);
        Assert.Equal("", service.Wrong);
    }

    [Fact]
    public async Task The_settings_tell_what_is_wrong_and_keep_the_secret()
    {
        await using var room = await OfficeTown.Found();
        using var administrator = room.Browser(room.Offices.Who(room.Offices.First, "Správce"));
        var page = await Press(administrator, await Page(administrator, "/sprava/spisova-sluzba"), "Uložit", ("Name", ""), ("Address", "http://example.org/"), ("Code", "a b"), ("OwnCode", "PRILISDLOUHY"), ("SignIn", "x:y"), ("Secret", ""), ("OnBehalfOf", "U"));
        foreach (var field in (string[])["Name", "Address", "Code", "OwnCode", "SignIn", "Secret"]) Assert.True(page.QuerySelector($"[name={field}]")!.GetAttribute("aria-invalid") == "true", field);
        Assert.Empty(await room.Rows("select 1 from records.foreign_service", r => 1));
        using var clerk = room.Browser(room.Offices.Who(room.Offices.First, "Klára"));
        await Page(clerk, "/sprava/spisova-sluzba", System.Net.HttpStatusCode.Forbidden);
    }
}
