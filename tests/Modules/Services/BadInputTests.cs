using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Virtuos.Kernel.Blobs;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

/// <summary>Whatever is typed, posted or missing: a message a person understands, never a 500, nothing half-done.</summary>
public sealed class BadInputTests(OneTown one) : IClassFixture<OneTown>
{
    private const int NoSpace = 28, InputOutput = 5;
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly Town town = one.Town;

    [Fact]
    public async Task Over_long_text_is_refused_with_by_how_much_and_kept_on_the_page()
    {
        using var citizen = await AtDog();
        var page = await Dog(citizen, new string('ž', 41));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        Assert.Contains("nejvýše 40 znaků, zkraťte ho o 1", page.QuerySelector("[role=alert]")!.TextContent);
        Assert.Equal(new string('ž', 41), page.GetElementById("dog-name")!.GetAttribute("value"));
        await Dog(citizen, string.Concat(Enumerable.Repeat("\U0001F415", 40)));
        Assert.EndsWith("/cip", citizen.At);
        try
        {
            await Dog(citizen, new string('x', 3_000_000));
            Assert.InRange((int)citizen.Status, 400, 422);
        }
        catch (HttpRequestException e) when (e.InnerException is IOException)
        {
            // The answer came while the rest was being sent, and the line was closed behind it.
        }
        await citizen.Get($"/podani/{citizen.Token}/cip");
        Assert.Equal(HttpStatusCode.OK, citizen.Status);
    }

    [Theory]
    [InlineData("Al\u0001ík\u0007", "Alík")]
    [InlineData("\u202ekilA\u202c", "kilA")]
    [InlineData("A\u200bl\u00adík\u2066", "Alík")]
    [InlineData("Ali\u0301k\r\nBrok", "Alík Brok")]
    [InlineData("<b>&amp;Alík", "<b>&amp;Alík")]
    [InlineData("'; drop table services.draft; --", "'; drop table services.draft; --")]
    public async Task Signs_that_deceive_are_dropped_and_others_stay_as_they_are(string typed, string kept)
    {
        using var citizen = await AtDog();
        var page = await Dog(citizen, typed);
        Assert.True(citizen.At.EndsWith("/cip", StringComparison.Ordinal), citizen.Status + page.Body!.TextContent);
        Assert.EndsWith("/cip", citizen.At);
        Assert.Equal(kept, (await citizen.Get($"/podani/{citizen.Token}/pes")).GetElementById("dog-name")!.GetAttribute("value"));
    }

    [Fact]
    public async Task An_answer_of_invisible_signs_only_is_no_answer()
    {
        using var citizen = await AtDog();
        await Dog(citizen, "\u200b\u202e \t");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1e9")]
    [InlineData("999999999999999999999999999999999999")]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("2,5")]
    [InlineData("∞")]
    [InlineData("NaN")]
    [InlineData("٣")]
    public async Task Empty_huge_and_strange_numbers_are_explained(string number)
    {
        using var citizen = new Citizen(town);
        await citizen.FillDog();
        await citizen.Post($"/podani/{citizen.Token}/dalsi-pes?zpet=kontrola", ("further-dog", "yes"));
        var page = await citizen.Answer(("dogs-before", number));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        Assert.NotEmpty(page.QuerySelector("[role=alert] a")!.TextContent);
        Assert.Equal(number, page.GetElementById("dogs-before")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("31", "2", "2026")]
    [InlineData("0", "0", "0000")]
    [InlineData("1", "1", "99999")]
    [InlineData("1", "1", "26")]
    [InlineData("x", "", "")]
    [InlineData("-1", "13", "2026")]
    [InlineData("2.", "5.", "3026")]
    public async Task Days_that_do_not_exist_or_are_out_of_time_are_explained(string day, string month, string year)
    {
        using var citizen = await AtDog();
        await citizen.Post($"/podani/{citizen.Token}/pes", ("dog-name", "Alík"), ("breed", "x"), ("sex", "male"), ("dog-birth.day", day), ("dog-birth.month", month), ("dog-birth.year", year));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
    }

    [Fact]
    public async Task Unknown_fields_foreign_options_and_ten_thousand_of_them_do_no_harm()
    {
        using var citizen = await AtDog();
        await citizen.Post($"/podani/{citizen.Token}/pes", ("dog-name", "Alík"), ("breed", "x"), ("sex", "dragon"), ("dog-birth.day", "1"), ("dog-birth.month", "9"), ("dog-birth.year", "2025"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        await citizen.Post($"/podani/{citizen.Token}/pes", ("dog-name", "Alík"), ("breed", "x"), ("sex", "male"), ("dog-birth.day", "1"), ("dog-birth.month", "9"), ("dog-birth.year", "2025"), ("state", "Rejected"), ("chip", "1"), ("owner-name", "Někdo jiný"));
        Assert.EndsWith("/cip", citizen.At);
        Assert.Equal("Jana Nováková", (await citizen.Get($"/podani/{citizen.Token}/drzitel")).GetElementById("owner-name")!.GetAttribute("value"));
        await citizen.Post($"/podani/{citizen.Token}/pes", [.. Enumerable.Range(0, 10_000).Select(n => ($"f{n}", "x"))]);
        Assert.InRange((int)citizen.Status, 400, 422);
    }

    [Fact]
    public async Task A_form_of_another_kind_than_expected_is_a_bad_request()
    {
        using var citizen = await AtDog();
        foreach (var path in new[] { "pes", "kontrola", "ulozit", "prilohy/proof", "tabulka/stays/radky", "tabulka/stays/vlozit", "prilohy/nic", "tabulka/nic/radky" })
            foreach (var type in new[] { "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "nonsense" })
            {
                using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("{\"a\":"));
                content.Headers.TryAddWithoutValidation("Content-Type", type);
                await citizen.PostContent($"/podani/{citizen.Token}/{path}", content);
                Assert.True((int)citizen.Status is >= 400 and < 500, $"{path} as {type}: {(int)citizen.Status}");
            }
    }

    [Fact]
    public async Task Posting_from_a_foreign_page_is_refused()
    {
        using var citizen = await AtDog();
        citizen.Browser.DefaultRequestHeaders.Remove("Origin");
        citizen.Browser.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        await Dog(citizen, "Cizí");
        Assert.Equal(HttpStatusCode.Forbidden, citizen.Status);
    }

    [Fact]
    public async Task A_store_that_takes_nothing_refuses_files_with_words_and_the_draft_stays()
    {
        var store = new FailingStore();
        await using var own = await Town.Found(b =>
        {
            b.Logging.AddProvider(new ErrorsShown());
            var real = b.Services.Last(s => s.ServiceType == typeof(IBlobStore));
            b.Services.Replace(ServiceDescriptor.Singleton<IBlobStore>(all => store.Over((IBlobStore)(real.ImplementationInstance ?? real.ImplementationFactory!(all)))));
        });
        using var citizen = new Citizen(own);
        await citizen.FillDog("Plný disk");
        await citizen.Post($"/podani/{citizen.Token}/uleva?zpet=kontrola", ("relief", "disability"));
        foreach (var (reason, words) in ((int, string)[])[(NoSpace, "Úložiště je plné"), (InputOutput, "Do úložiště teď nejde zapisovat")])
        {
            store.Fails = reason;
            using var form = new MultipartFormDataContent { { new ByteArrayContent(AttachmentTests.Pdf()), "proof", "a.pdf" } };
            var page = await citizen.PostContent($"/podani/{citizen.Token}/prilohy/proof", form);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, citizen.Status);
            Assert.Contains(words, page.QuerySelector("[role=alert]")!.TextContent);
        }
        Assert.Equal(0L, await own.Scalar<long>("select count(*) from services.draft_file"));

        // What needs no room for files is filed all the same; its paper waits.
        await citizen.Post($"/podani/{citizen.Token}/uleva?zpet=kontrola", ("relief", "none"));
        await citizen.Send();
        Assert.EndsWith("/potvrzeni", citizen.At);
        Assert.Equal(1L, await own.Scalar<long>("select count(*) from services.submission where paper is null"));
    }

    private async Task<Citizen> AtDog()
    {
        var citizen = new Citizen(town);
        await citizen.Begin("prihlaska-psa");
        await citizen.Answer(("owner-name", "Jana Nováková"), ("owner-birth.day", "3"), ("owner-birth.month", "5"), ("owner-birth.year", "1985"));
        await citizen.Answer(("owner-address.street", "Lipová 12"), ("owner-address.municipality", "Chomutov"), ("owner-address.postcode", "430 01"));
        await citizen.Answer(("email", ""), ("phone", ""));
        return citizen;
    }

    private static Task<AngleSharp.Dom.IDocument> Dog(Citizen citizen, string name) =>
        citizen.Post($"/podani/{citizen.Token}/pes", ("dog-name", name), ("breed", "x"), ("sex", "male"), ("dog-birth.day", "1"), ("dog-birth.month", "9"), ("dog-birth.year", "2025"));

    internal sealed class FailingStore : IBlobStore
    {
        private IBlobStore inner = null!;

        public int? Fails { get; set; }

        public IBlobStore Over(IBlobStore store)
        {
            inner = store;
            return this;
        }

        public Task<IncomingBlob> Receive(Stream content, long limit, CancellationToken cancel) => Fails is { } reason ? throw new BlobStoreUnwritableException(new IOException("", reason)) : inner.Receive(content, limit, cancel);

        public Task<Stream?> Open(BlobHash hash, CancellationToken cancel) => Fails is { } reason ? throw new IOException("", reason) : inner.Open(hash, cancel);

        public Task<bool> Exists(BlobHash hash, CancellationToken cancel) => inner.Exists(hash, cancel);

        public Task<bool> Verify(BlobHash hash, CancellationToken cancel) => inner.Verify(hash, cancel);

        public IAsyncEnumerable<BlobHash> All(CancellationToken cancel) => inner.All(cancel);

        public Task Delete(BlobHash hash, CancellationToken cancel) => inner.Delete(hash, cancel);

        public Task<bool> DeleteIfStagedBefore(BlobHash hash, DateTimeOffset time, CancellationToken cancel) => inner.DeleteIfStagedBefore(hash, time, cancel);
    }
}
