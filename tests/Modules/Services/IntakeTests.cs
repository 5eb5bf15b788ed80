using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Virtuos.Services.Filing;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

/// <summary>Floods are refused with words, what looks like spam is held before it gets a number, and people decide.</summary>
public sealed class IntakeTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private Town town = null!;

    public async ValueTask InitializeAsync() => town = await OneTown.Found(("limits/intake-limits.yaml", """
        - from: 2026-01-01
          filings-of-network-in-hour: 12
          filings-of-address-in-day: 2
          drafts-of-network-in-hour: 30
          most-links: 2
          same-text-in-day: 2
          unfiled-megabytes-of-network: 60
          unfiled-megabytes-together: 100
        """), ("forms/zprava.v1.yaml", FormEngineTests.Form("zprava").Replace("applicant: { name: [\"{name}\"] }", "applicant: { name: [\"{name}\"], email: mail }", StringComparison.Ordinal)
            + "\n  - id: adresa\n    questions:\n      - { id: mail, type: email, optional: true, label: { cs: E-mail, en: E-mail, de: E-Mail } }\n"));

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_flood_from_one_network_is_refused_until_later_and_nothing_is_lost()
    {
        using var citizen = new Citizen(town);
        await citizen.FillDog();
        for (var at = 0; at < 12; at++) Assert.Equal(HttpStatusCode.Created, (await File($"Karel {at}", "a")).Status);
        var page = await citizen.Send();
        Assert.Equal(HttpStatusCode.TooManyRequests, citizen.Status);
        Assert.Contains("Nic se neztratilo", page.QuerySelector("[role=alert]")!.TextContent);
        town.Clock.Advance(TimeSpan.FromMinutes(61));
        await citizen.Send();
        Assert.EndsWith("/potvrzeni", citizen.At);
    }

    [Fact]
    public async Task One_address_cannot_be_flooded_with_receipts()
    {
        for (var at = 0; at < 2; at++) Assert.Equal(HttpStatusCode.Created, (await File("Karel", "a", mail: "Obet@example.cz")).Status);
        Assert.Equal((HttpStatusCode.TooManyRequests, "urn:virtuos:refusal:services.file.too-many-address"), await Refused("Karel", "a", mail: "obet@EXAMPLE.cz"));
        await town.Settle();
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from mailroom.outgoing_mail"));
    }

    [Fact]
    public async Task What_looks_like_spam_waits_without_a_number_until_the_filing_room_decides()
    {
        var held = await File("Spamer", "b", "Kupte http://a.example a http://b.example a www.c.example hned teď a levně");
        Assert.True(held.Body.GetProperty("held").GetBoolean());
        await town.Settle();
        Assert.Equal("Quarantined", await town.Scalar<string>("select state from services.submission"));
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from kernel.outbox where type like '%SubmissionFiled'"));

        using var clerk = new Citizen(town, await town.SignedIn(Town.Clerk));
        await clerk.Get("/stul/karantena");
        Assert.Equal(HttpStatusCode.Forbidden, clerk.Status);
        using var room = new Citizen(town, await town.SignedIn(Town.FilingRoom));
        var page = await room.Get("/stul/karantena");
        Assert.Contains("neobvykle mnoho odkazů", page.Body!.TextContent);
        var form = page.QuerySelectorAll("form").Select(f => f.GetAttribute("action")!).Single(a => a.Contains("/stul/karantena/", StringComparison.Ordinal));
        var why = $"why-{form.Split('/')[^1]}";
        page = await room.Post(form, ("decision", "release"), (why, ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, room.Status);
        Assert.Contains("Napište důvod", page.QuerySelector("[role=alert]")!.TextContent);
        await room.Post(form, ("decision", "release"), (why, "Odkazy jsou na mapy"));
        await room.Post(form, ("decision", "reject"), (why, "Podruhé"));
        Assert.Equal(HttpStatusCode.Conflict, room.Status);
        await town.Settle();
        Assert.Equal("HandedOver", await town.Scalar<string>("select state from services.submission"));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from kernel.outbox where type like '%SubmissionFiled'"));
    }

    [Fact]
    public async Task The_same_long_text_is_held_when_it_comes_too_often_whatever_its_spaces_and_capitals()
    {
        const string text = "Vážený úřade, tento dopis rozesílám všem obcím v republice a doufám v odpověď.";
        Assert.False((await File("A", "b", text)).Body.GetProperty("held").GetBoolean());
        Assert.False((await File("B", "b", text.ToUpperInvariant())).Body.GetProperty("held").GetBoolean());
        Assert.True((await File("C", "b", text.Replace(" ", "  ", StringComparison.Ordinal))).Body.GetProperty("held").GetBoolean());
        Assert.Equal(IntakeGuard.SameText, await town.Scalar<string>("select quarantine from services.submission where quarantine is not null"));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> File(string name, string kind, string? detail = null, string? mail = null)
    {
        using var form = new MultipartFormDataContent { { new StringContent("chomutov"), "office" }, { new StringContent("zprava"), "form" }, { new StringContent(JsonSerializer.Serialize(new { name, kind, detail, mail })), "answers" } };
        using var client = new HttpClient { BaseAddress = town.Address };
        using var answer = await client.PostAsync("/api/services/submissions", form, Cancel);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

    private async Task<(HttpStatusCode, string?)> Refused(string name, string kind, string? mail)
    {
        var (status, body) = await File(name, kind, mail: mail);
        return (status, body.GetProperty("type").GetString());
    }
}
