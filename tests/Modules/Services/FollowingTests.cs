using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

public sealed class FollowingTests : IAsyncLifetime
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private FollowedTown place = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => place = await FollowedTown.Found();

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    [Contract("B09")]
    public async Task Code_and_PIN_show_state_handler_deadline_and_what_comes_next()
    {
        await place.File(settle: false);
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        Assert.Matches($@"^/sledovat/{place.Keys.Code}/[\w-]{{22}}$", path);
        var page = await citizen.Get(path);
        SituationTests.Levels(page);
        var text = FollowedTown.Text(page);
        Assert.Contains("Podání máme uložené", text);
        Assert.Contains("čeká na vaše potvrzení", text);
        Assert.Contains("16. března 2026", text);
        Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));

        await place.Town.Settle();
        text = FollowedTown.Text(await citizen.Get(path));
        var number = await place.Town.Scalar<string>("select reference_number from services.matter");
        Assert.Contains(number!, text);
        Assert.Contains("Dostalo číslo jednací", text);

        await place.Say(new SubmissionConfirmed(place.Submission, "counter", place.Town.Clock.GetUtcNow()));
        var document = await place.Town.Scalar<Guid>("select document from services.matter");
        await place.Say(new DocumentAssigned(document, place.Submission, "Odbor financí a místních poplatků", "Eva Malá", "eva.mala@example.cz", place.Town.Clock.GetUtcNow()));
        page = await citizen.Get(path);
        text = FollowedTown.Text(page);
        Assert.Contains("Podání vyřizuje Eva Malá", text);
        Assert.Contains("eva.mala@example.cz", text);
        Assert.Contains("Na řadě je úřad", text);
        SituationTests.Levels(page);

        await place.Say(new DocumentSettled(document, place.Submission, "noted", place.Town.Clock.GetUtcNow()));
        Assert.Contains("Věc je vyřízená", FollowedTown.Text(await citizen.Get(path)));
    }

    [Fact]
    [Contract("B09")]
    public async Task Paper_from_the_counter_is_followed_the_same_way()
    {
        var origin = Guid.CreateVersion7();
        var document = Guid.CreateVersion7();
        await place.Say(
            new PaperReceived(document, origin, place.Office, "Stížnost na hluk", new("Karel Dub", null, null, null, null), place.Town.Clock.GetUtcNow()),
            new DocumentRegistered(document, origin, place.Office, "MUCH 99/2026", place.Town.Clock.GetUtcNow(), new DateOnly(2026, 4, 9)));
        var keys = await place.Town.As(null, s => Task.FromResult(((ITracking)s.GetService(typeof(ITracking))!).Keys(origin)));
        using var citizen = new Citizen(place.Town);
        await citizen.Post("/sledovat", ("kod", keys.Code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)), ("pin", keys.Pin));
        var text = FollowedTown.Text(await citizen.Get(citizen.At));
        Assert.Contains("Stížnost na hluk", text);
        Assert.Contains("MUCH 99/2026", text);
        Assert.Contains("9. 4. 2026", text);
        Assert.Contains("Úřad přijal papírové podání", text);
    }

    [Fact]
    public async Task A_wrong_PIN_and_an_unknown_code_have_one_answer_and_a_quota()
    {
        await place.File();
        using var citizen = new Citizen(place.Town);
        var wrong = await citizen.Post("/sledovat", ("kod", place.Keys.Code), ("pin", place.Keys.Pin == "123456" ? "654321" : "123456"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        var unknown = await citizen.Post("/sledovat", ("kod", UnknownCode()), ("pin", "123456"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        Assert.Equal(wrong.QuerySelector(".summary")!.TextContent, unknown.QuerySelector(".summary")!.TextContent);
        Assert.StartsWith("Chyba", wrong.Title);

        for (var i = 0; i < 9; i++) await citizen.Post("/sledovat", ("kod", place.Keys.Code), ("pin", "000000"));
        await citizen.Post("/sledovat", ("kod", place.Keys.Code), ("pin", place.Keys.Pin));
        Assert.Equal(HttpStatusCode.TooManyRequests, citizen.Status);
        place.Town.Clock.Advance(TimeSpan.FromHours(1));
        Assert.NotEqual("/sledovat", await place.Path(citizen));
    }

    [Fact]
    public async Task A_key_that_does_not_fit_is_the_same_as_a_code_that_does_not_exist()
    {
        await place.File();
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        var key = path.Split('/')[^1];
        var foreign = new string('A', 22);
        foreach (var end in (string[])["", "/kanal.xml", "/lhuty.ics", "/podani.pdf", "/potvrzeni.pdf", "/priloha/0", $"/dopis/{Guid.CreateVersion7()}/0", "/doplnit"])
        {
            foreach (var address in (string[])[$"/sledovat/{place.Keys.Code}/{foreign}{end}", $"/sledovat/{UnknownCode()}/{key}{end}"])
            {
                await citizen.Get(address);
                Assert.Equal((address, HttpStatusCode.NotFound), (address, citizen.Status));
            }
        }
        using var stranger = await place.Town.SignedIn(Town.OtherOffice);
        using var answer = await stranger.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task What_was_filed_and_the_receipt_are_there_as_PDF_and_nobody_keeps_them()
    {
        await place.File();
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        foreach (var end in (string[])["/podani.pdf", "/potvrzeni.pdf"])
        {
            using var answer = await citizen.Browser.GetAsync(path + end, Cancel);
            Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
            Assert.StartsWith("%PDF", Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync(Cancel), 0, 8), StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Contains("noindex", answer.Headers.GetValues("X-Robots-Tag").Single(), StringComparison.Ordinal);
            Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        }
        Assert.DoesNotContain("Set-Cookie", citizen.Browser.DefaultRequestHeaders.Select(h => h.Key));
    }

    [Fact]
    [Contract("B10")]
    public async Task News_goes_only_to_confirmed_addresses_and_stops_by_one_click()
    {
        await place.File(email: "jana@example.cz");
        Assert.Equal(0L, await News("jana@example.cz"));
        await place.ConfirmAddress("jana@example.cz");
        var call = await place.Call(new DateOnly(2026, 3, 25), new Defect("chip", "Číslo čipu nesedí."));
        Assert.Equal(1L, await News("jana@example.cz"));
        var text = await place.Town.Scalar<string>("select text from mailroom.outgoing_mail where recipient = 'jana@example.cz' and title like 'Úřad vás vyzval%'");
        Assert.Contains("25. 3. 2026", text);
        var off = Regex.Match(text!, @"/sledovat/novinky/[\w-]+").Value;

        using var citizen = new Citizen(place.Town);
        var page = await citizen.Get(off);
        SituationTests.Levels(page);
        // Reading the page, as programs that check mail do, changes nothing.
        Assert.Null(await place.Town.Scalar<DateTime?>("select stopped_at from services.watcher"));
        await citizen.Post(off);
        Assert.Equal(HttpStatusCode.OK, citizen.Status);
        await place.Say(new CompletionEnded(call, place.Document, place.Submission, true, new DateOnly(2026, 4, 20), place.Town.Clock.GetUtcNow()));
        Assert.Equal(1L, await News("jana@example.cz"));

        var path = await place.Path(citizen);
        Assert.Contains("jsou vypnuté", FollowedTown.Text(await citizen.Get(path)));
        await citizen.Post(path + "/novinky", ("act", "start"));
        await place.Say(new DocumentSettled(place.Document, place.Submission, "noted", place.Town.Clock.GetUtcNow()));
        Assert.Equal(2L, await News("jana@example.cz"));
        Assert.Equal(HttpStatusCode.NotFound, (await citizen.Browser.GetAsync(off[..^2] + "AA", Cancel)).StatusCode);
    }

    [Fact]
    [Contract("B10")]
    public async Task Another_address_gets_news_after_its_owner_said_yes()
    {
        await place.File();
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        await citizen.Post(path + "/novinky", ("act", "add"), ("email", "nesmysl"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        await citizen.Post(path + "/novinky", ("act", "add"), ("email", "karel@example.cz"));
        Assert.Contains("hotovo=asked", citizen.At);
        // Asking again and again sends no second message to somebody who never answered.
        for (var i = 0; i < 5; i++) await citizen.Post(path + "/novinky", ("act", "add"), ("email", "karel@example.cz"));
        await place.Town.Settle();
        Assert.Equal(1L, await place.Town.Scalar<long>("select count(*) from mailroom.outgoing_mail where recipient = 'karel@example.cz'"));

        await place.Call(new DateOnly(2026, 3, 25), new Defect(null, "Doplňte."));
        Assert.Equal(0L, await News("karel@example.cz"));
        var text = await place.Town.Scalar<string>("select text from mailroom.outgoing_mail where recipient = 'karel@example.cz'");
        await citizen.Post(Regex.Match(text!, @"/sledovat/novinky/[\w-]+").Value);
        await place.Deliver();
        Assert.Equal(1L, await News("karel@example.cz"));
    }

    [Fact]
    [Contract("B10")]
    public async Task The_feed_tells_every_step()
    {
        await place.File();
        await place.Call(new DateOnly(2026, 3, 25), new Defect(null, "Doplňte & <opravte>."));
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        using var answer = await citizen.Browser.GetAsync(path + "/kanal.xml", Cancel);
        Assert.Equal("application/atom+xml", answer.Content.Headers.ContentType!.MediaType);
        var feed = XDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).Root!;
        var entries = feed.Elements(Atom + "entry").ToList();
        Assert.Equal(await place.Town.Scalar<long>("select count(*) from services.milestone"), entries.Count);
        foreach (var thing in entries.Prepend(feed))
        {
            Assert.StartsWith("urn:uuid:", thing.Element(Atom + "id")!.Value, StringComparison.Ordinal);
            Assert.NotEmpty(thing.Element(Atom + "title")!.Value);
            Assert.True(DateTimeOffset.TryParse(thing.Element(Atom + "updated")!.Value, out _));
            Assert.Contains(thing.Elements(Atom + "link"), l => (string?)l.Attribute("rel") == "alternate");
        }
        Assert.Equal(entries.Count, entries.Select(e => e.Element(Atom + "id")!.Value).Distinct().Count());
        Assert.Contains("25. 3. 2026", entries[0].Element(Atom + "title")!.Value);
        Assert.Equal(path + "/kanal.xml", (await citizen.Get(path)).QuerySelector("link[rel=alternate][type='application/atom+xml']")!.GetAttribute("href"));
    }

    [Fact]
    [Contract("B10")]
    public async Task The_calendar_has_the_legal_days_and_keeps_RFC_5545()
    {
        await place.File();
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        var events = CalendarLines.Events(await citizen.Browser.GetByteArrayAsync(path + "/lhuty.ics", Cancel));
        Assert.Contains(events, e => e["UID"].StartsWith("confirm-", StringComparison.Ordinal) && e["DTSTART;VALUE=DATE"] == "20260316");

        await place.Say(new SubmissionConfirmed(place.Submission, "counter", place.Town.Clock.GetUtcNow()));
        await place.Call(new DateOnly(2026, 3, 25), new Defect(null, "Doplňte."));
        events = CalendarLines.Events(await citizen.Browser.GetByteArrayAsync(path + "/lhuty.ics", Cancel));
        var call = Assert.Single(events, e => e["UID"].StartsWith("call-", StringComparison.Ordinal));
        Assert.Equal(("20260325", "20260326"), (call["DTSTART;VALUE=DATE"], call["DTEND;VALUE=DATE"]));
        Assert.Contains("\\n", call["DESCRIPTION"]);
        Assert.DoesNotContain(events, e => e["UID"].StartsWith("office-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signed_in_person_sees_their_own_filings_only()
    {
        using var browser = await place.Town.SignedIn(await place.Town.Scalar<string>("select email from identity.account where kind = 'Citizen' order by email limit 1") ?? "");
        var page = await browser.GetStringAsync("/moje", Cancel);
        Assert.Contains("nic nepodali", page);
        await place.File();
        var person = await place.Town.Scalar<Guid>("select id from identity.account where kind = 'Citizen' order by email limit 1");
        await place.Town.Scalar<int>("update services.submission set filer_person = $1", person);
        page = await browser.GetStringAsync("/moje", Cancel);
        Assert.Contains($"/sledovat/{place.Keys.Code}/", page);

        using var other = await place.Town.SignedIn(await place.Town.Scalar<string>("select email from identity.account where kind = 'Citizen' order by email offset 1 limit 1") ?? "");
        Assert.DoesNotContain(place.Keys.Code, await other.GetStringAsync("/moje", Cancel));
        using var nobody = place.Town.Browser();
        Assert.Equal(HttpStatusCode.Found, (await nobody.GetAsync("/moje", Cancel)).StatusCode);
    }

    private string UnknownCode() => place.Town.Services.GetService(typeof(ITracking)) is ITracking tracking ? tracking.Keys(Guid.CreateVersion7()).Code : "";

    // Messages about the matter, without the receipt and the question whether news is wanted.
    private Task<long> News(string to) => place.Town.Scalar<long>("select count(*) from mailroom.outgoing_mail where recipient = $1 and text like '%/sledovat/novinky/%' and title not like 'Potvrďte%' and title not like 'Podání je%'", to)!;
}
