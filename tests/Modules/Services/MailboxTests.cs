using System.Net;
using System.Text;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

[Contract("B18", Part = "the portal's mailbox with a proof of its opening, and e-mail; data boxes and post follow")]
public sealed class MailboxTests : IAsyncLifetime
{
    private FollowedTown place = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => place = await FollowedTown.Found();

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    public async Task Twenty_clicks_at_once_are_one_opening_and_one_proof()
    {
        await place.File();
        var letter = await place.Deliver();
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        var text = FollowedTown.Text(await citizen.Get(path));
        Assert.Contains("Úřad odpověděl", text);
        Assert.Contains("Čeká na otevření", text);

        // Nothing of the document is shown before it is opened.
        Assert.Equal(HttpStatusCode.NotFound, (await citizen.Browser.GetAsync($"{path}/dopis/{letter}/0", Cancel)).StatusCode);
        var clicks = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => citizen.Browser.PostAsync($"{path}/dopis/{letter}", null, Cancel)));
        Assert.All(clicks, c => Assert.Equal(HttpStatusCode.SeeOther, c.StatusCode));
        using var pdf = await citizen.Browser.GetAsync(clicks[0].Headers.Location, Cancel);
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        Assert.Equal("inline", pdf.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("Rozhodnutí č. 1.pdf", pdf.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", pdf.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(pdf.Headers.CacheControl!.NoStore);
        Assert.StartsWith("%PDF", await pdf.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        Assert.Equal(1L, await place.Town.Scalar<long>("select count(*) from kernel.outbox where type like '%LetterOpened'"));
        await place.Town.Settle();
        Assert.Equal(1L, await place.Town.Scalar<long>("select count(*) from mailroom.letter where opened_at is not null and proof is not null"));
        Assert.Equal(1L, await place.Town.Scalar<long>("select count(*) from services.milestone where kind = 'opened'"));
        text = FollowedTown.Text(await citizen.Get(path));
        Assert.Contains("Otevřeli jste dokument MUCH 7/2026", text);
    }

    [Fact]
    public async Task An_attachment_that_is_no_PDF_is_only_saved_never_shown()
    {
        await place.File();
        var store = (IBlobStore)place.Town.Services.GetService(typeof(IBlobStore))!;
        var bytes = Encoding.UTF8.GetBytes("<script>alert(1)</script>");
        var staged = await store.Stage(new MemoryStream(bytes), 1000, Cancel);
        var letter = await place.Deliver("answer", new FiledPart(staged.Hash.ToString(), "priloha.html", "text/html", staged.Size));
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        await citizen.Browser.PostAsync($"{path}/dopis/{letter}", null, Cancel);
        using var answer = await citizen.Browser.GetAsync($"{path}/dopis/{letter}/1", Cancel);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await citizen.Browser.GetAsync($"{path}/dopis/{letter}/2", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await citizen.Browser.PostAsync($"{path}/dopis/{Guid.CreateVersion7()}", null, Cancel)).StatusCode);
    }
}
