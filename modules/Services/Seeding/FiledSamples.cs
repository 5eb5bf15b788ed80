using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Seeding;
using Virtuos.Services.Demo;
using Virtuos.Services.Certificates;
using Virtuos.Services.Filing;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Seeding;

/// <summary>A filing whose text, paper and attachments are stored once and cited by many seeded submissions.</summary>
/// <param name="Text">The filing as JSON; its hash is <paramref name="Hash"/>.</param>
internal sealed record FiledSample(FormDefinition Form, string Language, string Matter, string Text, string Hash, string Paper, long PaperSize, IReadOnlyList<FiledPart> Files);

/// <summary>Fills in the forms in several ways, checks the answers as any others, presses their papers and stores all of it.</summary>
internal sealed class FiledSamples(IServiceProvider services, RegionPlan plan)
{
    private const int Ways = 6;
    private const int Attachments = 40;

    // What answers something that is not there, and what is held as spam, is left out.
    private static readonly string[] leftOut = ["odvolani"];
    private readonly IBlobStore blobs = services.GetRequiredService<IBlobStore>();
    private readonly PaperPress press = services.GetRequiredService<PaperPress>();
    private readonly ServiceCatalogue catalogue = services.GetRequiredService<ServiceCatalogue>();
    private readonly Texts texts = services.GetRequiredService<Texts>();
    private readonly FormShelf forms = services.GetRequiredService<FormShelf>();

    /// <returns>Samples, each as often as its filing is usual.</returns>
    public async Task<IReadOnlyList<FiledSample>> Make(CancellationToken cancel)
    {
        var all = DemoFilings.Read();
        var office = (await services.GetRequiredService<IDirectory>().Office(plan.Offices[0].Id, cancel))!;
        List<FiledPart> attachments = [];
        for (var number = 1; number <= Attachments; number++) attachments.Add(await Attachment(number, cancel));
        List<FiledSample> samples = [];
        foreach (var filing in all.Filings.Where(f => !leftOut.Contains(f.Form) && !f.Answers.GetValueOrDefault("subject", "").StartsWith("Výhodná", StringComparison.Ordinal)))
            for (var way = 0; way < Ways; way++)
            {
                var dice = new SeedDice($"sample {filing.Form} {samples.Count} {way}");
                var people = filing.Company ? all.Companies : [.. all.People.Where(p => filing.Languages.Count == 0 ? p.Language == "cs" : filing.Languages.Contains(p.Language))];
                var made = await Sample(filing, dice.Pick(people), office, dice.Pick(attachments), dice, cancel);
                samples.AddRange(Enumerable.Repeat(made, filing.Weight));
            }
        return samples;
    }

    private async Task<FiledSample> Sample(DemoFiling filing, DemoFiler filer, OfficeCard office, FiledPart attachment, SeedDice dice, CancellationToken cancel)
    {
        var form = forms.Today(filing.Form, TimeProvider.System) ?? throw new InvalidOperationException($"There is no form {filing.Form}.");
        var answers = new DemoAnswers(filing, filer, office, attachment, new Random(dice.Below(int.MaxValue)), plan.Last).Fill(form);
        var (route, refusals) = AnswerCheck.All(form, answers, plan.Last);
        if (refusals.Count > 0) throw new InvalidOperationException($"The sample of {filing.Form} is refused: {string.Join(", ", refusals.Select(r => $"{r.Field} {r.Code}"))}");
        var at = plan.Moment(0, 1, 0.5);
        var id = dice.Id(at);
        var text = FilingText.Write(id, office.Id, at, filer.Language, route);
        var submission = new Submission
        {
            Id = id,
            Office = office.Id,
            Once = [],
            Code = new string('0', 12),
            Form = form.Slug,
            FormVersion = form.Version,
            Language = filer.Language,
            Matter = texts.In("cs").Fill(form.Matter, route, whole: false)!,
            FilerName = filer.Name,
            Filing = Encoding.UTF8.GetString(text),
            Hash = BlobHash.Of(text).ToString(),
            Files = [.. route.Questions.Where(q => q.Type == QuestionType.File).SelectMany(q => route.Answers.Files(q.Id))],
            FiledAt = at,
        };
        var paper = press.Press(FilingPaper.Of(submission, form, office, "", FiledFacts.Metadata(submission, form, office, catalogue.On(at), Identification.None), texts)).Bytes;
        var printed = await blobs.Stage(new MemoryStream(paper, writable: false), paper.Length, cancel);
        return new(form, filer.Language, submission.Matter, submission.Filing, submission.Hash, printed.Hash.ToString(), printed.Size, submission.Files);
    }

    private async Task<FiledPart> Attachment(int number, CancellationToken cancel)
    {
        var paper = press.Press(new PaperDocument
        {
            Title = $"Příloha podání č. {number}",
            Language = "cs",
            Created = Prague.Start(plan.Last),
            Blocks = [.. Enumerable.Range(1, number).Select(line => (Block)new Paragraph($"Doklad č. {line} přiložený k podání v ukázkovém kraji."))],
        }).Bytes;
        var stored = await blobs.Stage(new MemoryStream(paper, writable: false), paper.Length, cancel);
        return new(stored.Hash.ToString(), $"priloha-{number}.pdf", "application/pdf", stored.Size);
    }
}
