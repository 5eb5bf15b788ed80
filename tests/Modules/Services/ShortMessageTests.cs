using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Mailroom;
using Virtuos.Services.Following;
using Virtuos.Services.Texting;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

public sealed class ShortMessageTests : IAsyncLifetime
{
    private const string Phone = "+420601234567";
    private readonly SmsGatewayProcess gateway = new();
    private FollowedTown place = null!;
    private Citizen citizen = null!;
    private string path = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await gateway.Start(Cancel);
        await Found(sms =>
        {
            sms.Url = $"http://127.0.0.1:{gateway.Port}/json";
            sms.Authorization = "Bearer trial-token";
            sms.PerDay = 6;
        });
    }

    public async ValueTask DisposeAsync()
    {
        citizen.Dispose();
        await place.DisposeAsync();
        await gateway.DisposeAsync();
    }

    [Fact]
    [Contract("B10")]
    public async Task A_phone_gets_news_after_its_code_was_typed_and_until_it_is_stopped()
    {
        await Ask("601 234 567");
        var code = Regex.Match(Assert.Single(gateway.Received).Text, @"^\d{6}\b").Value;
        Assert.Equal(Phone, gateway.Received[0].To);
        await place.Call(new DateOnly(2026, 3, 25), new Defect("chip", "Číslo čipu nesedí."));
        await Send();
        Assert.Single(gateway.Received);

        await Confirm(code == "000000" ? "111111" : "000000");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        await Confirm(code[..3] + " " + code[3..]);
        Assert.Contains("hotovo=phone-on", citizen.At);
        var page = await citizen.Get(path);
        SituationTests.Levels(page);
        Assert.Contains("SMS posíláme na +420 … 567", FollowedTown.Text(page));

        await place.Deliver();
        await Send();
        var news = gateway.Received[^1];
        Assert.Equal(2, gateway.Received.Count);
        Assert.StartsWith("Dokument MUCH 7/2026 na vas ceka", news.Text, StringComparison.Ordinal);
        Assert.Contains($"/sledovat/{place.Keys.Code}", news.Text);
        Assert.DoesNotContain(path.Split('/')[^1], news.Text);
        Assert.Equal(1, ShortMessage.Segments(news.Text));

        await citizen.Post(path + "/sms", ("act", "stop"), ("watcher", await Watcher()));
        await place.Say(new DocumentSettled(place.Document, place.Submission, "noted", place.Town.Clock.GetUtcNow()));
        await Send();
        Assert.Equal(2, gateway.Received.Count);
    }

    [Fact]
    [Contract("B10")]
    public async Task An_outage_of_the_gateway_makes_texts_wait_and_each_is_taken_once()
    {
        await On();
        await gateway.Stop();
        await place.Call(new DateOnly(2026, 3, 25), new Defect(null, "Doplňte."));
        await Send();
        Assert.Equal("Waiting", await place.Town.Scalar<string>("select state from mailroom.outgoing_sms order by id desc limit 1"));
        await gateway.Start(Cancel);
        place.Town.Clock.Advance(TimeSpan.FromMinutes(1));
        await Send();
        await Send();
        Assert.Equal(2, gateway.Received.Count);
        Assert.StartsWith("Urad vas vyzval k doplneni do 25. 3. 2026", gateway.Received[^1].Text, StringComparison.Ordinal);

        // News that nobody took for two days is news no more.
        await gateway.Stop();
        await place.Say(new DocumentSettled(place.Document, place.Submission, "noted", place.Town.Clock.GetUtcNow()));
        await Send();
        place.Town.Clock.Advance(TimeSpan.FromDays(2));
        await Send();
        Assert.Equal("Failed", await place.Town.Scalar<string>("select state from mailroom.outgoing_sms order by id desc limit 1"));
    }

    [Fact]
    [Contract("B10")]
    public async Task Codes_hold_ten_minutes_and_five_tries_and_phones_have_quotas()
    {
        await Ask(Phone);
        var code = Regex.Match(gateway.Received[0].Text, @"^\d{6}").Value;
        for (var i = 0; i < 5; i++) await Confirm($"{(int.Parse(code) + 1 + i) % 1_000_000:000000}");
        await Confirm(code);
        Assert.Equal(HttpStatusCode.TooManyRequests, citizen.Status);

        place.Town.Clock.Advance(TimeSpan.FromMinutes(1));
        await Ask(Phone);
        code = Regex.Match(gateway.Received[1].Text, @"^\d{6}").Value;
        place.Town.Clock.Advance(TimeSpan.FromMinutes(11));
        await Confirm(code);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        await Ask(Phone);
        await Ask(Phone);
        Assert.Equal(HttpStatusCode.TooManyRequests, citizen.Status);
        Assert.Equal(3, gateway.Received.Count);

        await Ask("+882 123 456 789");
        Assert.Contains("začínají +420", FollowedTown.Text(await citizen.Post(path + "/sms", ("act", "add"), ("phone", "+882 123 456 789"))));
        await Ask("nesmysl");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
    }

    [Fact]
    public async Task An_office_sends_its_number_of_texts_in_a_day_and_the_rest_the_next_day()
    {
        await On();
        for (var i = 0; i < 7; i++) await place.Say(new DocumentSettled(place.Document, place.Submission, "noted", place.Town.Clock.GetUtcNow()));
        await Send();
        Assert.Equal(6, gateway.Received.Count);
        place.Town.Clock.Advance(TimeSpan.FromDays(1));
        await Send();
        Assert.Equal(8, gateway.Received.Count);
    }

    [Theory]
    [Contract("B10")]
    [InlineData("form")]
    [InlineData("query")]
    public async Task Other_gateways_are_a_matter_of_settings(string manner)
    {
        await DisposePlace();
        await Found(sms =>
        {
            if (manner == "form")
            {
                sms.Url = $"http://127.0.0.1:{gateway.Port}/form";
                sms.ContentType = "application/x-www-form-urlencoded";
                sms.Body = "To={to}&From={from}&Body={text}&Reference={id}";
                sms.From = "Chomutov";
                sms.Authorization = "Basic b2ZmaWNlOnRyaWFsLXBhc3N3b3Jk";
            }
            else
            {
                sms.Method = "GET";
                sms.Url = $"http://127.0.0.1:{gateway.Port}/query?login=office&password=trial-password&number={{to}}&message={{text}}&user_id={{id}}";
                sms.Accepted = "<err>0</err>";
                sms.Refused = "<err>7</err>";
            }
        });
        await Ask(Phone);
        Assert.Equal(Phone, Assert.Single(gateway.Received).To);
        Assert.Contains("je kod pro SMS o vasem podani", gateway.Received[0].Text);
        await Ask("+420601234999");
        Assert.Equal("Failed", await place.Town.Scalar<string>("select state from mailroom.outgoing_sms where recipient = '+420601234999'"));
        if (manner != "query") return;
        await Ask("+420601234888");
        Assert.Equal("Waiting", await place.Town.Scalar<string>("select state from mailroom.outgoing_sms where recipient = '+420601234888'"));
    }

    [Fact]
    [Contract("B10")]
    public void Every_text_in_every_language_is_one_segment()
    {
        using var scope = place.Town.Services.CreateScope();
        var phones = scope.ServiceProvider.GetRequiredService<PhoneNews>();
        var texts = scope.ServiceProvider.GetRequiredService<Texts>();
        var title = "Žádost o zvláštní užívání místní komunikace – ulice Příčná, Ťukova a „Nad Žďárem“";
        foreach (var language in (string[])["cs", "en", "de"])
        {
            foreach (var (kind, said) in ((string, string?)[])[("registered", "MUCH 123456/2026"), ("called", null), ("completed", null), ("passed", null), ("delivered", "MUCH 123456/2026"), ("settled", "decision"), ("settled", "answer"), ("settled", "lapsed"), ("settled", "passed-on")])
            {
                var text = phones.Words(title, new Milestone { Matter = Guid.Empty, Kind = kind, At = default, Said = said, Day = new DateOnly(2026, 12, 24) }, "ABCD-EFGH-JKLM", texts.In(language));
                Assert.Equal((text, 1), (text, ShortMessage.Segments(text)));
                Assert.Equal(text, ShortMessage.Plain(text));
                Assert.EndsWith("/sledovat/ABCD-EFGH-JKLM", text);
            }
            var code = ShortMessage.Plain(texts.In(language)["services.sms.code-text", ("code", "123456"), ("host", "virtuos.chomutov-mesto.example")]);
            Assert.Equal((code, 1), (code, ShortMessage.Segments(code)));
        }
        Assert.Equal("Prilis zlutoucky kun ä ö ü ß EUR 5 - \"ano\"...", ShortMessage.Plain("Příliš žluťoučký kůň ä ö ü ß EUR 5 – „ano“…"));
        Assert.Equal((160, 1, 161, 2), (ShortMessage.Length(new string('a', 160)), ShortMessage.Segments(new string('a', 160)), ShortMessage.Length(new string('a', 159) + "€"), ShortMessage.Segments(new string('a', 159) + "€")));
    }

    private async Task Found(Action<SmsSettings> sms)
    {
        place = await FollowedTown.Found(i => sms(i.Sms));
        citizen = new(place.Town);
        await place.File();
        path = await place.Path(citizen);
    }

    private async Task DisposePlace()
    {
        citizen.Dispose();
        await place.DisposeAsync();
    }

    private async Task Ask(string phone)
    {
        await citizen.Post(path + "/sms", ("act", "add"), ("phone", phone));
        await Send();
    }

    private async Task Confirm(string code) => await citizen.Post(path + "/sms", ("act", "confirm"), ("watcher", await Watcher()), ("sms-code", code));

    private async Task On()
    {
        await Ask(Phone);
        await Confirm(Regex.Match(gateway.Received[^1].Text, @"^\d{6}").Value);
        Assert.Contains("hotovo=phone-on", citizen.At);
    }

    private async Task<string> Watcher() => $"{await place.Town.Scalar<Guid>("select id from services.phone_watcher order by id desc limit 1")}";

    private async Task Send()
    {
        await place.Town.Settle();
        await place.Town.Run<SendSms>();
    }
}
