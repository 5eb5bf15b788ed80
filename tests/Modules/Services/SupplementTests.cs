using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

[Contract("B17")]
public sealed class SupplementTests : IAsyncLifetime
{
    private static readonly DateOnly Due = new(2026, 3, 25);
    private FollowedTown place = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => place = await FollowedTown.Found();

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    public async Task The_reply_form_asks_exactly_what_is_wrong_with_the_words_of_the_official_at_the_field()
    {
        await place.File();
        await place.Call(Due, new Defect("chip", "Číslo čipu nesedí s očkovacím průkazem."), new Defect(null, "Doložte prosím očkování."));
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        var text = FollowedTown.Text(await citizen.Get(path));
        Assert.Contains("Úřad čeká na vás", text);
        Assert.Contains("Lhůta stojí", text);

        var page = await citizen.Get(path + "/doplnit");
        SituationTests.Levels(page);
        Assert.Equal("203098100123456", page.QuerySelector("input[name=chip]")!.GetAttribute("value"));
        Assert.Contains("Číslo čipu nesedí", page.QuerySelector("section .inset")!.TextContent);
        Assert.Null(page.QuerySelector("input[name='dog-name']"));

        var wrong = await citizen.Post(path + "/doplnit", ("chip", "12"), ("zprava", "Omlouvám se."), ("act", "send"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        Assert.Equal("12", wrong.QuerySelector("input[name=chip]")!.GetAttribute("value"));
        Assert.Contains("Omlouvám se.", wrong.QuerySelector("textarea")!.TextContent);
        Assert.Equal("#chip", wrong.QuerySelector(".summary a")!.GetAttribute("href"));

        text = FollowedTown.Text(await citizen.Post(path + "/doplnit", ("chip", "203 098 100 123 457"), ("zprava", "Omlouvám se."), ("act", "send")));
        Assert.Contains("Doplnění je uložené", text);
        Assert.DoesNotContain("Úřad čeká na vás", text);
        await place.Town.Settle();
        Assert.Contains("Odpověděli jste na výzvu", FollowedTown.Text(await citizen.Get(path)));
        Assert.Contains("203098100123457", await place.Town.Scalar<string>("select answer from services.supplement"));

        var id = await place.Town.Scalar<Guid>("select id from services.supplement");
        using var pdf = await citizen.Browser.GetAsync($"{path}/doplneni/{id}.pdf", Cancel);
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        Assert.Contains("už jste odpověděli", FollowedTown.Text(await citizen.Get(path + "/doplnit")));
    }

    [Fact]
    public async Task The_records_take_the_answer_in_and_the_clock_runs_again()
    {
        await place.File();
        // The call is made by the records themselves, so that they know it.
        var call = await place.Town.As(place.Office, async services =>
        {
            var db = (Virtuos.Records.RecordsDb)services.GetService(typeof(Virtuos.Records.RecordsDb))!;
            var document = await db.Documents.SingleAsync(d => d.Id == place.Document, Cancel);
            document.WaitForCitizen(Virtuos.Kernel.Calendar.Prague.Today(place.Town.Clock));
            var made = new Virtuos.Records.CompletionCall { Office = place.Office, Document = document.Id, Origin = place.Submission, Defects = [new(null, "Doplňte.")], Due = Due, CalledAt = place.Town.Clock.GetUtcNow() };
            db.Add(made);
            db.Publish(new CompletionCalled(made.Id, document.Id, place.Submission, made.Defects, Due, made.CalledAt), place.Office);
            await db.SaveChangesAsync(Cancel);
            return made.Id;
        });
        await place.Town.Settle();
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        await citizen.Post(path + "/doplnit", ("zprava", "Posílám doplnění."), ("act", "send"));
        await place.Town.Settle();
        Assert.True(await place.Town.Scalar<bool>("select answered from services.completion_call where id = $1", call));
        Assert.Contains("lhůta zase běží", FollowedTown.Text(await citizen.Get(path)));
        Assert.Equal(1L, await place.Town.Scalar<long>("select count(*) from records.document where origin = $1 and id <> $2", place.Submission, place.Document));
    }

    [Fact]
    public async Task Sent_twenty_times_at_once_it_is_filed_once()
    {
        await place.File();
        await place.Call(Due, new Defect(null, "Doplňte."));
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => citizen.Browser.PostAsync(path + "/doplnit", Multipart(("zprava", $"Pokus {i}"), ("act", "send")), Cancel)));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.SeeOther, a.StatusCode));
        await place.Town.Settle();
        Assert.Equal(1L, await place.Town.Scalar<long>("select count(*) from services.supplement"));
        Assert.Equal(1L, await place.Town.Scalar<long>("select count(*) from services.milestone where kind = 'supplemented'"));
    }

    [Fact]
    public async Task Files_are_kept_when_something_is_wrong_and_go_with_the_answer()
    {
        await place.File();
        await place.Call(Due, new Defect("chip", "Opravte číslo."));
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        using var first = await citizen.Browser.PostAsync(path + "/doplnit", Multipart(("chip", "1"), ("zprava", "text"), ("act", "send"), ("prilohy", "\u0001ockovani.txt")), Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, first.StatusCode);
        Assert.Contains("ockovani.txt", await first.Content.ReadAsStringAsync(Cancel));
        using var again = await citizen.Browser.PostAsync(path + "/doplnit", Multipart(("chip", "1"), ("act", "attach"), ("prilohy", "\u0001ockovani.txt"), ("prilohy", "\u0001druhy.txt")), Cancel);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(2L, await place.Town.Scalar<long>("select count(*) from services.supplement_file"));

        using var program = await citizen.Browser.PostAsync(path + "/doplnit", Multipart(("chip", "1"), ("act", "attach"), ("prilohy", "\u0002virus.pdf")), Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, program.StatusCode);

        var other = await place.Town.Scalar<Guid>("select id from services.supplement_file where name = 'druhy.txt'");
        using var removed = await citizen.Browser.PostAsync($"{path}/doplnit/{other}/odebrat", Multipart(("chip", "203098100123457"), ("zprava", "x")), Cancel);
        Assert.Contains("203098100123457", await removed.Content.ReadAsStringAsync(Cancel));
        using var sent = await citizen.Browser.PostAsync(path + "/doplnit", Multipart(("chip", "203098100123457"), ("act", "send")), Cancel);
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal(0L, await place.Town.Scalar<long>("select count(*) from services.supplement_file"));
        Assert.Contains("ockovani.txt", await place.Town.Scalar<string>("select files::text from services.supplement"));
    }

    [Fact]
    public async Task An_empty_or_late_answer_is_refused_in_words()
    {
        await place.File();
        await place.Call(Due, new Defect(null, "Doplňte."));
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        var empty = await citizen.Post(path + "/doplnit", ("zprava", "  "), ("act", "send"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        Assert.Contains("napište zprávu", empty.QuerySelector(".summary")!.TextContent);
        place.Town.Clock.Advance(TimeSpan.FromDays(16));
        Assert.Contains("uplynula", FollowedTown.Text(await citizen.Get(path + "/doplnit")));
        await citizen.Post(path + "/doplnit", ("zprava", "pozdě"), ("act", "send"));
        Assert.Equal(HttpStatusCode.Conflict, citizen.Status);
        Assert.Equal(0L, await place.Town.Scalar<long>("select count(*) from services.supplement"));
    }

    [Fact]
    public async Task Paper_is_completed_by_words_and_attachments()
    {
        var (origin, document, now) = (Guid.CreateVersion7(), Guid.CreateVersion7(), place.Town.Clock.GetUtcNow());
        await place.Say(
            new PaperReceived(document, origin, place.Office, "Žádost o kácení", new("Karel Dub", null, null, null, null), now),
            new DocumentRegistered(document, origin, place.Office, "MUCH 99/2026", now, new DateOnly(2026, 4, 9)),
            new CompletionCalled(Guid.CreateVersion7(), document, origin, [new(null, "Chybí snímek z katastru.")], Due, now));
        var keys = ((Virtuos.Contracts.Services.ITracking)place.Town.Services.GetService(typeof(Virtuos.Contracts.Services.ITracking))!).Keys(origin);
        using var citizen = new Citizen(place.Town);
        await citizen.Post("/sledovat", ("kod", keys.Code), ("pin", keys.Pin));
        var path = citizen.At;
        var page = await citizen.Get(path + "/doplnit");
        Assert.Contains("Chybí snímek z katastru.", FollowedTown.Text(page));
        Assert.Equal(["zprava"], page.QuerySelectorAll("main textarea, main input[type=text]").Select(f => f.GetAttribute("name")));
        using var sent = await citizen.Browser.PostAsync(path + "/doplnit", Multipart(("zprava", ""), ("act", "send"), ("prilohy", "\u0001katastr.txt")), Cancel);
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Contains("katastr.txt", await place.Town.Scalar<string>("select files::text from services.supplement"));
    }

    [Fact]
    public async Task Without_a_call_there_is_nothing_to_answer()
    {
        await place.File();
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        await citizen.Get(path + "/doplnit");
        Assert.Equal(HttpStatusCode.NotFound, citizen.Status);
        using var posted = await citizen.Browser.PostAsync(path + "/doplnit", Multipart(("zprava", "x"), ("prilohy", "\u0001a.txt")), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
    }

    // A value that begins with \u0001 is a text file of that name, with \u0002 a program that pretends to be one.
    private static MultipartFormDataContent Multipart(params (string Name, string Value)[] fields)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            if (value is not ['\u0001' or '\u0002', ..])
            {
                content.Add(new StringContent(value), name);
                continue;
            }
            var file = new ByteArrayContent(value[0] == '\u0001' ? Encoding.UTF8.GetBytes($"Očkování {value[1..]}\n") : [0x4D, 0x5A, .. new byte[200]]);
            file.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
            content.Add(file, name, value[1..]);
        }
        return content;
    }
}
