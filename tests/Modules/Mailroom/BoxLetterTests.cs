using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Blobs;
using Virtuos.Mailroom;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>Letters of an office go into data boxes, each accepted once, and their delivery is proven.</summary>
public sealed class BoxLetterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly string[] SentAndDelivered = ["sent", "delivered"], SentAndFiction = ["sent", "delivered by fiction"];

    [Fact, Contract("B18", Part = "into a data box: sent, delivered by signing in, the signed proof kept and whole")]
    public async Task A_letter_is_delivered_when_the_addressee_signs_in_and_the_proof_is_kept()
    {
        await using var town = await BoxTown.Found();
        var letter = await town.Order("PRV 1/2026");
        await town.Send();
        var sent = Assert.Single((await town.State.Look()).Messages);
        Assert.Equal(("PRV 1/2026", "SP 12/2026", "true", "Rozhodnutí o poplatku", 4), (sent.Number, sent.Mark, sent.Personal, sent.Matter, sent.State));
        Assert.Equal("rozhodnuti.txt", Assert.Single(sent.Files));

        await town.Watch();
        Assert.Equal("Sent", await town.One<string>("select state from mailroom.box_letter"));
        await town.Advance(TimeSpan.FromDays(2));
        await town.State.Steer("login", ("box", BoxTown.Citizen));
        await town.Watch();
        Assert.Equal(SentAndDelivered, await town.Steps(letter));
        Assert.Equal(town.Room.Clock.GetUtcNow(), new DateTimeOffset(await town.One<DateTime>("select delivered_at from mailroom.box_letter")));

        var proof = await town.One<string>("select proof ->> 'Blob' from mailroom.box_letter");
        await using var bytes = await town.Room.Services.GetRequiredService<IBlobStore>().Open(BlobHash.Parse(proof), Cancel);
        using var content = new MemoryStream();
        Assert.True(ZfoFile.Unpack(bytes!, content));
        Assert.Contains($"<dmID>{sent.Id}</dmID>", Encoding.UTF8.GetString(content.ToArray()), StringComparison.Ordinal);
        Assert.Equal("", town.State.Wrong);
    }

    [Fact, Contract("B18", Part = "fiction on the tenth day in a data box")]
    public async Task Nobody_signs_in_and_the_letter_is_delivered_on_the_tenth_day()
    {
        await using var town = await BoxTown.Found();
        var laid = town.Room.Clock.GetUtcNow();
        var letter = await town.Order("PRV 2/2026");
        await town.Send();
        await town.Advance(TimeSpan.FromDays(10) - TimeSpan.FromMinutes(1));
        await town.Watch();
        Assert.Equal("Sent", await town.One<string>("select state from mailroom.box_letter"));
        await town.Advance(TimeSpan.FromDays(20));
        await town.Watch();
        Assert.Equal(SentAndFiction, await town.Steps(letter));
        Assert.Equal(laid.AddDays(10), new DateTimeOffset(await town.One<DateTime>("select delivered_at from mailroom.box_letter")));
        Assert.Equal("", town.State.Wrong);
    }

    [Theory, Contract("B18", Part = "accepted once whatever the line to the state's system does")]
    [InlineData("CreateMessage:lose")]
    [InlineData("CreateMessage:lose GetListOfSentMessages:drop GetListOfSentMessages:outage GetListOfSentMessages:lose")]
    [InlineData("CreateMessage:drop CreateMessage:lose CreateMessage:lose CreateMessage:drop")]
    [InlineData("CreateMessage:outage CreateMessage:outage CreateMessage:drop CreateMessage:outage CreateMessage:lose")]
    public async Task Whatever_the_line_does_every_letter_is_accepted_once(string faults)
    {
        await using var town = await BoxTown.Found();
        // Two that differ in nothing: only their numbers there tell them apart.
        await town.Order("PRV 3/2026");
        await town.Order("PRV 3/2026");
        await town.Order("PRV 4/2026");
        await town.State.Fail(faults);
        await town.SendAll();
        Assert.Equal(["PRV 3/2026", "PRV 3/2026", "PRV 4/2026"], (await town.State.Look()).Messages.Select(m => m.Number).Order());
        Assert.Equal(3, await town.One<long>("select count(distinct number) from mailroom.box_letter where state = 'Sent'"));
        Assert.Equal("", town.State.Wrong);
    }

    [Fact]
    public async Task A_message_that_is_accepted_long_after_the_line_broke_is_not_sent_again()
    {
        await using var town = await BoxTown.Found();
        await town.Order("PRV 5/2026");
        await town.State.Fail("CreateMessage:late");
        await town.Send();
        for (var i = 0; i < 3; i++)
        {
            await town.Advance(TimeSpan.FromMinutes(3));
            await town.Send();
        }
        Assert.Equal("Doubtful", await town.One<string>("select state from mailroom.box_letter"));
        await town.State.Steer("ripen");
        await town.SendAll(4);
        Assert.Single((await town.State.Look()).Messages);
        Assert.Equal("Sent", await town.One<string>("select state from mailroom.box_letter"));
    }

    [Fact]
    public async Task An_outage_of_a_day_only_makes_letters_wait_and_a_refusal_is_for_people()
    {
        await using var town = await BoxTown.Found();
        await town.State.Steer("down", ("is", "true"));
        await town.Order("PRV 6/2026");
        var toNobody = await town.Order("PRV 7/2026", "neniaaa");
        var toClosed = await town.Order("PRV 8/2026", BoxTown.Closed);
        for (var hour = 0; hour < 24; hour++)
        {
            await town.Advance(TimeSpan.FromHours(1));
            await town.Send();
        }
        Assert.Empty((await town.State.Look()).Messages);
        // The clock is set back by a day meanwhile.
        await town.State.Steer("down", ("is", "false"));
        town.Room.Clock.Advance(-TimeSpan.FromDays(1));
        await town.Send();
        Assert.Equal(2, (await town.State.Look()).Messages.Count);
        Assert.Equal("Failed", await town.One<string>($"select state from mailroom.box_letter where id = '{toNobody}'"));
        await town.Watch();
        foreach (var letter in (Guid[])[toClosed, toNobody]) Assert.Equal(["failed"], await town.Steps(letter));

        using var administrator = town.Room.Browser(town.Room.Offices.Who(town.Room.Offices.First, "Správce"));
        var page = await Records.DeskPageTests.Page(administrator, "/sprava/datove-schranky");
        Assert.Contains("1205 Schránka příjemce neexistuje.", page.Body!.TextContent, StringComparison.Ordinal);
        using var again = await Records.DeskPageTests.Send(administrator, page, "Zkusit hned");
        Assert.Equal(303, (int)again.StatusCode);
    }

    [Theory, Contract("K07", Part = "vault of passwords and system certificates of data boxes: locked by the installation's key, every use noted, warnings 60, 30 and 7 days ahead")]
    [InlineData("Password")]
    [InlineData("Certificate")]
    [InlineData("Hosted")]
    public async Task Each_way_of_signing_in_works_and_its_secret_is_locked_and_its_use_noted(string login)
    {
        await using var town = await BoxTown.Found(login);
        await town.Order("PRV 9/2026");
        await town.Send();
        Assert.Single((await town.State.Look()).Messages);
        Assert.Equal(0, await town.One<long>($"select count(*) from mailroom.data_box where position('{DataBoxesProcess.Password}'::bytea in coalesce(password, '')) > 0 or position('\\x2a864886f70d01'::bytea in coalesce(certificate, '')) > 0"));
        Assert.Equal("send", await town.One<string>("select operation from mailroom.data_box_use"));

        if (login == "Hosted") return;
        // It stops working in between: nothing is lost, and it goes on with the new one.
        if (login == "Password") await town.State.Steer("set", ("box", BoxTown.Own), ("password", "jine-heslo"));
        else await town.State.Steer("box", ("id", BoxTown.Own), ("type", "10"), ("name", "Obec PRV"), ("user", "nikdo"));
        await town.Order("PRV 10/2026");
        await town.SendAll(2);
        Assert.Contains("does not let us in", await town.One<string>("select error from mailroom.data_box_line"), StringComparison.Ordinal);
        using (var saved = await town.Set(login, null, ("Password", "jine-heslo"))) Assert.Equal(303, (int)saved.StatusCode);
        await town.SendAll(3);
        Assert.Equal(2, (await town.State.Look()).Messages.Count);
    }

    [Fact, Contract("K07", Part = "vault of passwords and system certificates of data boxes: locked by the installation's key, every use noted, warnings 60, 30 and 7 days ahead")]
    public async Task Administrators_are_warned_sixty_thirty_and_seven_days_ahead_once_each()
    {
        await using var town = await BoxTown.Found();
        var end = town.Room.Clock.GetUtcNow().AddDays(100);
        await town.State.Steer("set", ("box", BoxTown.Own), ("until", end.ToString("O")));
        List<int> warned = [];
        for (var left = 100; left > 0; left--)
        {
            await town.Room.Job<WarnOfBoxExpiry>();
            if (await town.One<long>("select count(*) from kernel.outbox where type like '%MailOrdered%' and body ->> 'Title' like '%urad001%'") > warned.Count) warned.Add(left);
            await town.Advance(TimeSpan.FromDays(1));
        }
        Assert.Equal([60, 30, 7], warned);
    }

    [Fact]
    public async Task The_settings_tell_what_is_wrong_and_belong_to_the_administrator_of_one_office()
    {
        await using var town = await BoxTown.Found();
        using var wrong = await town.Set("Password", "http://example.org/DS/", ("UserName", "a:b"));
        var page = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await wrong.Content.ReadAsStringAsync(Cancel), Cancel);
        foreach (var field in (string[])["Address", "BigAddress", "UserName"]) Assert.True(page.QuerySelector($"[name={field}]")!.GetAttribute("aria-invalid") == "true", field);
        Assert.Equal(town.State.Address, await town.One<string>("select address from mailroom.data_box"));

        using var administrator = town.Room.Browser(town.Room.Offices.Who(town.Room.Offices.First, "Správce"));
        using (var tried = await Records.DeskPageTests.Send(administrator, await Records.DeskPageTests.Page(administrator, "/sprava/datove-schranky"), "Vyzkoušet přihlášení")) Assert.Equal("/sprava/datove-schranky?hotovo=2", tried.Headers.Location?.ToString());
        using var other = town.Room.Browser(town.Room.Offices.Who(town.Room.Offices.Second, "Správce"));
        Assert.DoesNotContain(BoxTown.Own, (await Records.DeskPageTests.Page(other, "/sprava/datove-schranky")).Body!.TextContent, StringComparison.Ordinal);
        using var clerk = town.Room.Browser(town.Room.Offices.Who(town.Room.Offices.First, "Klára"));
        await Records.DeskPageTests.Page(clerk, "/sprava/datove-schranky", System.Net.HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_state_is_asked_which_box_somebody_has_and_whether_it_is_open()
    {
        await using var town = await BoxTown.Found();
        var (company, person, nobody) = await town.Room.Town.As(town.Office, async scope =>
        {
            var boxes = scope.GetRequiredService<IDataBoxes>();
            return (await boxes.OfOrganisation(town.Office, "27082440", Cancel), await boxes.OfName(town.Office, "Jana Tichá", Cancel), await boxes.OfId(town.Office, "neniaaa", Cancel));
        });
        Assert.Equal((BoxTown.Closed, "PO", false), (company.Boxes.Single().Box, company.Boxes[0].Type, company.Boxes[0].Accessible));
        Assert.Equal((BoxTown.Citizen, "FO", true), (person.Boxes.Single().Box, person.Boxes[0].Type, person.Boxes[0].Accessible));
        Assert.True(nobody is { Answered: true, Boxes.Count: 0 });
        await town.State.Steer("down", ("is", "true"));
        Assert.False((await town.Room.Town.As(town.Office, scope => scope.GetRequiredService<IDataBoxes>().OfId(town.Office, BoxTown.Citizen, Cancel))).Answered);
    }
}
