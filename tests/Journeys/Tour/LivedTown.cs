using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Virtuos.Contracts.Services;
using Virtuos.Testing;

namespace Virtuos.Journeys.Tests.Tour;

[CollectionDefinition]
public sealed class LivedTownCollection : ICollectionFixture<LivedTown>;

/// <summary>
/// A town in which people have filed, officials have handled, letters have been mailed and drafts lie unfinished,
/// so that each page of the product has something to show.
/// </summary>
public sealed partial class LivedTown(BrowserFixture browsers) : IAsyncLifetime
{
    private readonly Dictionary<Reader, IBrowserContext> contexts = [];
    private (IReadOnlyList<Stop> Stops, IReadOnlyList<string> Unreached)? plan;

    public Town Town { get; private set; } = null!;

    /// <summary>Drafts of forms that were begun, by form.</summary>
    public Dictionary<string, string> Drafts { get; } = [];

    /// <summary>Draft that is whole and waits for being sent.</summary>
    public string Checked { get; private set; } = "";

    /// <summary>Draft that became a submission.</summary>
    public string Sent { get; private set; } = "";

    /// <summary>Path of the follow page of a decided matter, and of one that the citizen is called to complete.</summary>
    public string Followed { get; private set; } = "";

    public string Called { get; private set; } = "";

    /// <summary>The page of a webhook that waits for its proof.</summary>
    public string Webhook { get; private set; } = "";

    /// <summary>Code of a filing that nobody has confirmed yet.</summary>
    public string Unconfirmed { get; private set; } = "";

    /// <summary>Ids of documents: taken over, waiting for completion, with the decision of the first, came on paper.</summary>
    public Guid Taken { get; private set; }

    public Guid Waiting { get; private set; }

    public Guid Decision { get; private set; }

    public Guid Draft { get; private set; }

    public Guid Paper { get; private set; }

    public Guid File { get; private set; }

    /// <summary>What the town was at when it was given up.</summary>
    private string at = "";

    public async ValueTask InitializeAsync()
    {
        // A browser that stops answering while the town comes to life costs another town, not the journeys.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Live().WaitAsync(TimeSpan.FromSeconds(100));
                return;
            }
            catch (TimeoutException e) when (attempt < 3)
            {
                TestContext.Current.SendDiagnosticMessage("The town stood still at {0}; another one. {1}", at, e.Message);
                BrowserFixture.GiveUp();
                contexts.Clear();
                Drafts.Clear();
            }
        }
    }

    private async Task Live()
    {
        at = "founding";
        Town = await Town.Found();
        at = "filing";
        using (var citizen = new PlainBrowser(await Town.SignedIn(Reader.Citizen.Email()!))) Sent = await FileDog(citizen, "Alík", "");
        using var nobody = new PlainBrowser(Town.Browser());
        await FileDog(nobody, "Brok", "brok@home.example");
        await FileDog(nobody, "Cir", "");
        await FileDog(nobody, "Ema", "");
        await BeginDrafts(nobody);
        at = "registering";
        await Town.Settle();
        Unconfirmed = (await Keys("Ema")).Code;
        at = "mailed links";
        await AskForLinks(nobody);
        at = "confirming";
        await Confirm("Alík", "Brok", "Cir");
        await Town.Settle();
        at = "handling";
        await Handle();
        at = "delivering";
        await Town.Settle();
    }

    private static async Task<string> FileDog(PlainBrowser browser, string name, string email)
    {
        var token = await FillDog(browser, name, email);
        await browser.Press($"/podani/{token}/kontrola", "seen");
        return token;
    }

    private static async Task<string> FillDog(PlainBrowser browser, string name, string email)
    {
        var token = await Begin(browser, "prihlaska-psa");
        await browser.Post(browser.At, ("owner-name", "Jana Nováková"), ("owner-birth.day", "3"), ("owner-birth.month", "5"), ("owner-birth.year", "1985"));
        await browser.Post(browser.At, ("owner-address.street", "Lipová 12"), ("owner-address.municipality", "Chomutov"), ("owner-address.postcode", "430 01"));
        await browser.Post(browser.At, ("email", email), ("phone", "601 234 567"));
        await browser.Post(browser.At, ("dog-name", name), ("breed", "kříženec"), ("colour", ""), ("sex", "male"), ("dog-birth.day", "1"), ("dog-birth.month", "9"), ("dog-birth.year", "2025"));
        await browser.Post(browser.At, ("chip", "203 098 100 123 456"));
        await browser.Post(browser.At, ("kept-since.day", "1"), ("kept-since.month", "11"), ("kept-since.year", "2025"), ("kept-at", "house"));
        await browser.Post(browser.At, ("further-dog", "no"));
        await browser.Post(browser.At, ("relief", "none"));
        return token;
    }

    private static async Task<string> Begin(PlainBrowser browser, string form)
    {
        await browser.Post($"/urad/chomutov/podat/{form}");
        return browser.At.Split('/')[2];
    }

    private async Task BeginDrafts(PlainBrowser nobody)
    {
        Checked = await FillDog(nobody, "Dan", "");
        foreach (var form in (string[])["prihlaska-psa", "obecne-podani", "hlaseni-ubytovanych"]) Drafts[form] = await Begin(nobody, form);
        await nobody.Post($"/podani/{Drafts["prihlaska-psa"]}/ulozit", ("email", "draft@home.example"));
    }

    /// <summary>Everything that is answered by a mailed link.</summary>
    private async Task AskForLinks(PlainBrowser nobody)
    {
        await nobody.Post("/registrace", ("Name", "Eva Nová"), ("Email", "new@home.example"), ("Password", "čtyři slova vedle sebe"));
        await nobody.Post("/prihlaseni/zapomenute-heslo", ("Email", "marie@citizen.example"));
        using var changing = new PlainBrowser(await Town.SignedIn("tomas@citizen.example"));
        await changing.Post("/ucet/email", ("Email", "tomas@home.example"), ("Password", Town.Password));
        (Followed, Called) = (await Follow(nobody, "Alík"), await Follow(nobody, "Brok"));
        await nobody.Post($"{Followed}/novinky", ("act", "add"), ("email", "news@home.example"));
        await nobody.Post($"{Followed}/sms", ("act", "add"), ("phone", "601 234 567"));
        await nobody.Post($"{Followed}/webhook", ("webhook", "http://127.0.0.1:9/hook"));
        Webhook = nobody.At;
        await AddAuthenticator();
    }

    private async Task<TrackingKeys> Keys(string dog) =>
        Town.Services.GetRequiredService<ITracking>().Keys(await Town.Scalar<Guid>("select id from services.submission where filing::text like $1", $"%{dog}%"));

    private async Task Confirm(params string[] dogs)
    {
        using var room = new PlainBrowser(await Town.SignedIn(Town.FilingRoom));
        foreach (var dog in dogs)
            await room.Post("/stul/potvrdit", ("code", (await Keys(dog)).Code), ("way", "counter"), ("received.day", "10"), ("received.month", "3"), ("received.year", "2026"));
    }

    private async Task<string> Follow(PlainBrowser browser, string dog)
    {
        var keys = await Keys(dog);
        await browser.Post("/sledovat", ("kod", keys.Code), ("pin", keys.Pin));
        return browser.At;
    }

    // The officials work in their browsers, as they would.
    private async Task Handle()
    {
        (Taken, Waiting, var third) = (await Document("Alík"), await Document("Brok"), await Document("Cir"));

        var clerk = await Open(Reader.Clerk);
        foreach (var document in (Guid[])[Taken, Waiting, third])
        {
            await clerk.GotoAsync($"/stul/dokument/{document}");
            await Press(clerk, "Převzít");
        }
        await clerk.GotoAsync($"/stul/dokument/{Taken}");
        await Press(clerk, "Vložit do spisu");
        File = await Town.Scalar<Guid>("select file from records.document where id = $1", Taken);
        Decision = await Write(clerk, Taken);
        await clerk.Locator("#Statement").FillAsync("Žádosti se **vyhovuje**.");
        await clerk.Locator("#Reasons").FillAsync("Podmínky zákona jsou splněny.");
        await Press(clerk, "Uložit a předložit ke schválení");
        Draft = await Write(clerk, third);
        await clerk.GotoAsync($"/stul/dokument/{Waiting}/vyzva");
        await clerk.Locator("#defect-chip").FillAsync("Číslo čipu má o jednu číslici méně.");
        await Press(clerk, "Odeslat výzvu");

        var head = await Open(Reader.Head);
        await head.GotoAsync($"/stul/dokument/{Decision}");
        await Press(head, "Schválit a opatřit pečetí");
        await clerk.GotoAsync($"/stul/dokument/{Decision}");
        await clerk.Locator("main button[name=Channel]").First.ClickAsync();

        var room = await Open(Reader.FilingRoom);
        await room.GotoAsync("/stul/prijem");
        await room.Locator("#Sender").FillAsync("Spolek Chomutováků");
        await room.Locator("#Matter").FillAsync("Žádost o zábor chodníku");
        await Press(room, "Přijmout a přidělit číslo");
        Paper = Guid.Parse(room.Url.Split('/')[^1]);
        await Keep(clerk, room);
    }

    private Task<Guid> Document(string dog) => Town.Scalar<Guid>(
        "select d.id from records.document d join services.submission s on s.id = d.origin where s.filing::text like $1", $"%{dog}%");

    private async Task<Guid> Write(IPage clerk, Guid document)
    {
        await clerk.GotoAsync($"/stul/dokument/{document}");
        await clerk.GetByText("Jiná předloha").ClickAsync();
        await clerk.Locator("button[value=rozhodnuti]").ClickAsync();
        return await Town.Scalar<Guid>("select id from records.document where parent = $1 and kind = 'Own'", document);
    }

    private static async Task Press(IPage page, string button) => await page.Locator("main").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();

    private async Task AddAuthenticator()
    {
        var email = Reader.Careful.Email()!;
        var page = await Open(Reader.Careful);
        await page.GotoAsync("/ucet/zabezpeceni/aplikace");
        var secret = (await page.Locator("[data-copy]").First.InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.Locator("#Code").FillAsync(Code(secret, Town.Clock.GetUtcNow()));
        await page.Locator("main form button[type=submit]").First.ClickAsync();
        await SignIn(Reader.HalfSignedIn, email);
    }

    /// <summary>A code of an authenticator application (RFC 6238).</summary>
    internal static string Code(string base32, DateTimeOffset now)
    {
        var bits = string.Concat(base32.Select(sign => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(sign, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2)).ToArray();
        var counter = BitConverter.GetBytes(now.ToUnixTimeSeconds() / 30);
        if (BitConverter.IsLittleEndian) Array.Reverse(counter);
#pragma warning disable CA5350 // What all authenticator applications speak.
        var mac = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = (BitConverter.ToUInt32([.. mac.Skip(mac[^1] & 15).Take(4).Reverse()]) & int.MaxValue) % 1_000_000;
        return $"{number:000000}";
    }

    /// <summary>Path of the last link mailed to an address that begins as given.</summary>
    public async Task<string> MailedTo(string recipient, string begin)
    {
        var text = await Town.Scalar<string>("select text from mailroom.outgoing_mail where recipient = $1 and position($2 in text) > 0 order by ordered_at desc, id desc limit 1", recipient, begin);
        return Regex.Match(text ?? throw new InvalidOperationException($"No link {begin} was mailed to {recipient}."), Regex.Escape(begin) + @"[^\s>)""]*").Value;
    }

    /// <summary>Every page of the route table with its reader; found out once.</summary>
    public async Task<(IReadOnlyList<Stop> Stops, IReadOnlyList<string> Unreached)> Plan()
    {
        if (plan is { } known) return known;
        using var tour = new RouteTour(this);
        return (plan = await tour.Plan()).Value;
    }

    /// <summary>A new page in the reader's own browser, signed in.</summary>
    public Task<IPage> Open(Reader reader) => BrowserFixture.Asked(async () => await (await Browser(reader)).NewPageAsync());

    /// <summary>The reader's own browser, signed in.</summary>
    public async Task<IBrowserContext> Browser(Reader reader)
    {
        if (!BrowserFixture.Alive(contexts.GetValueOrDefault(reader)?.Browser)) await SignIn(reader, reader.Email());
        return contexts[reader];
    }

    private async Task SignIn(Reader reader, string? email)
    {
        var first = await new Visitor().Open(browsers, Town.Address);
        contexts[reader] = first.Context;
        if (email is not null)
        {
            await first.GotoAsync("/prihlaseni");
            await first.Locator("#Email").FillAsync(email);
            await first.Locator("#Password").FillAsync(Town.Password);
            await first.Locator("main form button[type=submit]").First.ClickAsync();
            if (first.Url.EndsWith("/prihlaseni", StringComparison.Ordinal)) throw new InvalidOperationException($"{email} could not sign in.");
        }
        await first.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in contexts.Values.Where(c => BrowserFixture.Alive(c.Browser))) await context.CloseAsync().WaitAsync(TimeSpan.FromSeconds(30));
        if (Town is not null) await Town.DisposeAsync();
    }
}
