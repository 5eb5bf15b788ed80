using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Paper;
using Virtuos.Modules.Tests.Kernel.OpenNorms;
using Virtuos.Services.FormEngine;
using Virtuos.Testing;
using Virtuos.Testing.PdfA;

namespace Virtuos.Modules.Tests.Services;

/// <summary>Every shipped form filled in at a browser without script and filed, files and tables included.</summary>
public sealed class FormsFiledTests(OneTown one) : IClassFixture<OneTown>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    // The smallest picture: one transparent point.
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    private readonly Town town = one.Town;

    public static TheoryData<string> Slugs => FormsContentTests.Slugs;

    [Theory, MemberData(nameof(Slugs))]
    public async Task A_form_is_filled_in_page_by_page_and_filed(string slug)
    {
        var form = FormsContentTests.Form(slug);
        // The longest way asks the most.
        var way = new FormWalker(form, DateOnly.FromDateTime(town.Clock.GetUtcNow().Date)).Ways().MaxBy(w => w.Steps.Count)!;
        await File(form, way);

        var filed = await town.Scalar<string>("select form || '|' || coalesce(appeals, '-') || '|' || (confirm_by is null) || '|' || jsonb_array_length(files) from services.submission where form = $1", slug);
        var files = way.Questions.Sum(q => way.Answers.Files(q.Id).Count);
        Assert.Equal($"{slug}|{(form.Appeals is { } decision ? way.Answers.Text(decision) : "-")}|{(slug == "zadost-o-informace" ? "true" : "false")}|{files}", filed);
    }

    [Theory, MemberData(nameof(Slugs))]
    [Contract("B08", Part = "every shipped form, whoever files: a certificate, and its XML and metadata are valid or left out")]
    public async Task Whoever_files_a_form_gets_a_certificate_that_makes_nothing_up(string slug)
    {
        await using var own = await OneTown.Found();
        var form = FormsContentTests.Form(slug);
        var ways = new FormWalker(form, DateOnly.FromDateTime(own.Clock.GetUtcNow().Date)).Ways().ToList();
        // One way of each kind of filer: with a date of birth, with the number of an organisation, with neither.
        var kinds = ways.GroupBy(w => (w.Questions.Any(q => q.Id.EndsWith("birth", StringComparison.Ordinal) && q.Id != "dog-birth"), w.Questions.Any(q => q.Id == "company-ico"))).Select(g => g.MinBy(w => w.Steps.Count)!).ToList();
        foreach (var way in kinds)
        {
            using var citizen = new Citizen(own);
            await Fill(citizen, form, way);
            await citizen.Send();
        }
        await own.Settle();
        var store = own.Services.GetRequiredService<IBlobStore>();
        async Task<byte[]> Bytes(string blob)
        {
            await using var content = (await store.Open(BlobHash.Parse(blob), Cancel))!;
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, Cancel);
            return bytes.ToArray();
        }
        var rows = (await own.Scalar<string[]>("select array_agg(c.paper || ' ' || coalesce(c.xml, '-') || ' ' || s.paper) from services.submission s join services.certificate c on c.submission = s.id"))!;
        Assert.Equal(await own.Scalar<long>("select count(*) from services.submission where state = 'HandedOver'"), rows.Length);
        foreach (var row in rows.Select(r => r.Split(' ')))
        {
            var paper = await Bytes(row[0]);
            Assert.Empty(PdfACheck.Of(paper));
            Assert.Equal(row[1] != "-", PaperAttachments.Of(paper).Any(a => CertifiedAct.Read(a) is not null));
            foreach (var (inside, schema) in PaperAttachments.Of(paper).Select(a => (a, CertifiedAct.Read(a) is null ? NormSchemas.Document : NormSchemas.Certificate))) Assert.Empty(NormSchemas.Faults(inside, schema));
            var filed = await Bytes(row[2]);
            Assert.Empty(PdfACheck.Of(filed));
            var told = PaperAttachments.Of(filed).Skip(1).ToList();
            Assert.Equal(row[1] == "-" ? 0 : 1, told.Count);
            Assert.All(told, xml => Assert.Empty(NormSchemas.Faults(xml, NormSchemas.Form)));
        }
        // People and organisations are whole, entrepreneurs and the nameless are not.
        Assert.Equal(slug == "hlaseni-ubytovanych", rows.All(r => r.Contains(" - ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_anonymous_complaint_is_accepted_without_a_name()
    {
        await using var own = await OneTown.Found();
        var form = FormsContentTests.Form("stiznost");
        var way = new FormWalker(form, DateOnly.FromDateTime(own.Clock.GetUtcNow().Date)).Ways().First(w => w.Answers.Is("kind", "anonymous"));
        using var citizen = new Citizen(own);
        await Fill(citizen, form, way);
        await citizen.Send();
        Assert.EndsWith("/potvrzeni", citizen.At);
        Assert.Equal("Anonymní stěžovatel", await own.Scalar<string>("select filer_name from services.submission where filer_address is null and filer_email is null"));
    }

    private async Task File(FormDefinition form, FormRoute way)
    {
        using var citizen = new Citizen(town);
        await Fill(citizen, form, way);
        await citizen.Send();
        Assert.Equal(HttpStatusCode.OK, citizen.Status);
        Assert.EndsWith("/potvrzeni", citizen.At);
    }

    private static async Task Fill(Citizen citizen, FormDefinition form, FormRoute way)
    {
        await citizen.Begin(form.Slug);
        foreach (var step in way.Steps)
        {
            Assert.EndsWith("/" + step.Page.Id, citizen.At);
            foreach (var question in step.Questions)
            {
                if (way.Answers[question.Id] is FilesAnswer files) await Attach(citizen, question, files.Files.Count);
                if (way.Answers[question.Id] is TableAnswer table) await citizen.Post($"/podani/{citizen.Token}/tabulka/{question.Id}/vlozit", ("paste", string.Join('\n', table.Rows.Select(r => string.Join('\t', r)))));
            }
            await citizen.Post($"/podani/{citizen.Token}/{step.Page.Id}", [.. step.Questions.SelectMany(q => Fields(q, way.Answers[q.Id]))]);
            Assert.True(citizen.Status == HttpStatusCode.OK, $"{form.Slug}/{step.Page.Id}: {citizen.Status}");
        }
        Assert.EndsWith("/" + FormPage.Check, citizen.At);
    }

    private static async Task Attach(Citizen citizen, Question question, int count)
    {
        using var body = new MultipartFormDataContent();
        for (var at = 1; at <= count; at++)
            body.Add(new ByteArrayContent(Picture) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } }, "file", $"{question.Id}-{at}.png");
        using var answer = await citizen.Browser.PostAsync($"/podani/{citizen.Token}/prilohy/{question.Id}", body, Cancel);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    private static IEnumerable<(string, string)> Fields(Question question, Answer? answer) => answer switch
    {
        TextAnswer date when question.Type == QuestionType.Date => date.Text.Split(". ") is [var day, var month, var year] ? [($"{question.Id}.day", day), ($"{question.Id}.month", month), ($"{question.Id}.year", year)] : [],
        TextAnswer agreed when question.Type == QuestionType.Consent => [(question.Id, agreed.Text == "yes" ? "true" : "")],
        TextAnswer text => [(question.Id, text.Text)],
        ListAnswer list => list.Values.Select(v => (question.Id, v)),
        AddressAnswer a => [($"{question.Id}.street", a.Street), ($"{question.Id}.municipality", a.Municipality), ($"{question.Id}.postcode", a.PostCode)],
        _ => [],
    };
}
