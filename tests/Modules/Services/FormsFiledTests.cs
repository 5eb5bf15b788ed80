using System.Net;
using System.Net.Http.Headers;
using Virtuos.Services.FormEngine;
using Virtuos.Testing;

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
