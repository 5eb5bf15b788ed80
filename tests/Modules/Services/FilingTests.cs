using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Services.Filing;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

/// <summary>Sending: one filing however often it is sent, a receipt for what is on disk, the paper and the message to the registry after it.</summary>
public sealed partial class FilingTests(OneTown one) : IClassFixture<OneTown>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly Town town = one.Town;

    [Fact, Contract("B08", Part = "receipt with code, time and the SHA-256 that the filer can recompute; as page, e-mail and PDF")]
    public async Task The_receipt_names_the_hash_of_what_was_filed_and_can_be_taken_away()
    {
        using var citizen = new Citizen(town);
        var check = await citizen.FillDog("Brok", email: "brok@example.cz");
        Assert.Contains("do pěti dnů potvrdíte", Citizen.Words(check));
        Assert.Contains("Odeslat přihlášku psa", check.Body!.TextContent);
        var receipt = await citizen.Send();
        var text = Citizen.Words(receipt);
        var code = Code().Match(text).Value;
        Assert.NotNull(TrackingCode.Parse(code));
        var hash = Hash().Match(text).Value;

        var filed = await citizen.Browser.GetByteArrayAsync($"/podani/{citizen.Token}/podani.json", Cancel);
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(filed)));
        Assert.Equal("Brok", JsonDocument.Parse(filed).RootElement.GetProperty("answers").GetProperty("dog-name").GetString());
        foreach (var file in new[] { "potvrzeni.pdf", "podpis.pdf" })
            Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(await citizen.Browser.GetByteArrayAsync($"/podani/{citizen.Token}/{file}", Cancel)));

        await town.Settle();
        var paper = await citizen.Browser.GetByteArrayAsync($"/podani/{citizen.Token}/podani.pdf", Cancel);
        Assert.Contains("/EmbeddedFile", Encoding.Latin1.GetString(paper), StringComparison.Ordinal);
        var mail = await town.Scalar<string>("select text from mailroom.outgoing_mail where recipient = 'brok@example.cz'");
        Assert.Contains(code, mail);
        Assert.Contains(hash, mail!.Replace("\n", "", StringComparison.Ordinal));
        Assert.Contains("/potvrdit-adresu/", mail);
    }

    [Fact, Contract("B26")]
    public async Task Fifty_parallel_sends_of_one_draft_make_one_submission_and_all_get_its_receipt()
    {
        using var citizen = new Citizen(town);
        var check = await citizen.FillDog("Závodník", email: "zavodnik@example.cz");
        var (token, seen) = (citizen.Token, check.QuerySelector("input[name=seen]")!.GetAttribute("value")!);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("seen", seen)]);
            using var answer = await citizen.Browser.PostAsync($"/podani/{token}/kontrola", form, Cancel);
            return (answer.StatusCode, answer.Headers.Location?.OriginalString);
        }));
        Assert.All(answers, a => Assert.Equal((HttpStatusCode.SeeOther, $"/podani/{token}/potvrzeni"), a));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from services.submission where matter like '%Závodník%'"));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from services.tracking_code t join services.submission s on s.id = t.submission where matter like '%Závodník%'"));
    }

    [Fact]
    public async Task Going_back_after_sending_leads_to_the_receipt()
    {
        using var citizen = new Citizen(town);
        await citizen.FillDog("Zpět");
        await citizen.Send();
        foreach (var path in new[] { "drzitel", "kontrola", "ulozit" })
        {
            await citizen.Get($"/podani/{citizen.Token}/{path}");
            Assert.EndsWith("/potvrzeni", citizen.At);
        }
        await citizen.Post($"/podani/{citizen.Token}/cip", ("chip", "203098100123456"));
        Assert.EndsWith("/potvrzeni", citizen.At);
        await citizen.Post($"/podani/{citizen.Token}/kontrola", ("seen", "0"));
        Assert.EndsWith("/potvrzeni", citizen.At);
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from services.submission where matter like '%Zpět%'"));
    }

    [Fact, Contract("B26")]
    public async Task The_registry_hears_of_a_filing_once_it_has_its_paper_and_its_text_stays_what_its_hash_says()
    {
        using var citizen = new Citizen(town);
        await citizen.FillDog("Rejstřík");
        await citizen.Send();
        // The text is in the database before anything else happens, and stays what its hash says.
        var (hash, text) = (await town.Scalar<string>("select hash from services.submission where matter like '%Rejstřík%'"), await town.Scalar<string>("select filing from services.submission where matter like '%Rejstřík%'"));
        Assert.Equal(hash, BlobHash.Of(Encoding.UTF8.GetBytes(text!)).ToString());
        var changed = await Assert.ThrowsAsync<PostgresException>(() => town.Scalar<int>("update services.submission set filing = filing || ' ' where matter like '%Rejstřík%'"));
        Assert.Equal("submission_as_hashed", changed.ConstraintName);

        await town.Settle();
        var told = JsonSerializer.Deserialize<SubmissionFiled>((await town.Scalar<string>("select body::text from kernel.outbox where type = $1 and body ->> 'Matter' like '%Rejstřík%'", typeof(SubmissionFiled).FullName!))!)!;
        Assert.Equal("application/pdf", told.Content[0].MimeType);
        Assert.Equal("local-fees", told.Agenda);
        Assert.Equal(new DateOnly(2026, 3, 16), told.ConfirmBy);
        Assert.Equal("Jana Nováková", told.Filer.Name);
        Assert.Equal(told.TrackingCode, town.Services.GetRequiredService<ITracking>().Keys(told.Submission).Code);
    }

    [Fact]
    public async Task Programs_file_by_the_same_act_and_a_repeated_key_gets_the_same_receipt()
    {
        async Task<(HttpStatusCode Status, JsonElement Body)> File(string key, string dog, params (string Field, string Name, byte[] Content)[] files)
        {
            using var form = ApiDog(dog, files: files);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/services/submissions") { Content = form };
            request.Headers.Add("Idempotency-Key", key);
            using var client = new HttpClient { BaseAddress = town.Address };
            using var answer = await client.SendAsync(request, Cancel);
            return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel));
        }
        var first = await File("k1", "Api", ("proof", "průkaz.pdf", AttachmentTests.Pdf()));
        Assert.True(first.Status == HttpStatusCode.Created, first.Body.ToString());
        var again = await File("k1", "Api", ("proof", "průkaz.pdf", AttachmentTests.Pdf()));
        Assert.Equal(first.Body.ToString(), again.Body.ToString());
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => File("k2", "Api dva")));
        Assert.Single(others.Select(o => o.Body.GetProperty("code").GetString()).Distinct());
        // Another person's key with other content is another filing.
        Assert.NotEqual(first.Body.GetProperty("code").GetString(), (await File("k1", "Jiný")).Body.GetProperty("code").GetString());
        Assert.Equal(3L, await town.Scalar<long>("select count(*) from services.submission where matter in ('Přihláška psa Api', 'Přihláška psa Api dva', 'Přihláška psa Jiný')"));
    }

    [Theory]
    [InlineData("office", "nikde", 404)]
    [InlineData("form", "nic", 404)]
    [InlineData("answers", "{", 422)]
    [InlineData("answers", "[]", 422)]
    [InlineData("answers", """{"nothing":"x"}""", 422)]
    [InlineData("answers", """{"owner-name":{"a":1}}""", 422)]
    [InlineData("answers", """{"owner-name":"Jan"}""", 422)]
    [InlineData("extra", "x", 422)]
    public async Task A_wrong_request_of_a_program_is_explained_as_a_problem(string part, string value, int status)
    {
        using var form = ApiDog("Chyba", part, value);
        using var client = new HttpClient { BaseAddress = town.Address };
        using var answer = await client.PostAsync("/api/services/submissions", form, Cancel);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("urn:virtuos:refusal:services.", (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("type").GetString());
    }

    [Fact]
    public void Tracking_codes_forgive_how_they_are_typed_and_find_typing_errors()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        for (var tries = 0; tries < 200; tries++)
        {
            var code = TrackingCode.Of(Guid.CreateVersion7(), key);
            Assert.Equal(code, TrackingCode.Parse(TrackingCode.Grouped(code).ToLowerInvariant().Replace('0', 'o').Replace('1', 'l').Replace('-', ' ')));
            for (var at = 0; at < code.Length; at++)
                Assert.Null(TrackingCode.Parse(code[..at] + (code[at] == 'Z' ? 'Y' : 'Z') + code[(at + 1)..]));
        }
        Assert.Null(TrackingCode.Parse(null));
        Assert.Null(TrackingCode.Parse(new string('A', 10_000)));
    }

    internal static MultipartFormDataContent ApiDog(string dog, string? part = null, string? value = null, params (string Field, string Name, byte[] Content)[] files)
    {
        var answers = $$"""
            {"owner-name":"Karel Api","owner-birth":"1980-05-06","owner-address":{"street":"Lipová 1","municipality":"Chomutov","postcode":"43001"},"dog-name":"{{dog}}","breed":"pudl","sex":"male",
            "dog-birth":"2025-09-01","chip":"203098100123456","kept-since":"2025-11-01","kept-at":"flat","further-dog":false,"relief":"{{(files.Length > 0 ? "disability" : "none")}}"}
            """;
        var parts = new Dictionary<string, string> { ["office"] = "chomutov", ["form"] = "prihlaska-psa", ["answers"] = answers };
        if (part is not null) parts[part] = value!;
        var form = new MultipartFormDataContent();
        foreach (var (name, text) in parts) form.Add(new StringContent(text), name);
        foreach (var (field, name, content) in files) form.Add(new ByteArrayContent(content), field, name);
        return form;
    }

    [GeneratedRegex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")]
    private static partial Regex Code();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
