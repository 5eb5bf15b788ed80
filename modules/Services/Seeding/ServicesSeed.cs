using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Seeding;
using Virtuos.Services.Filing;
using Virtuos.Services.Following;

namespace Virtuos.Services.Seeding;

/// <summary>Submissions of a year, whether their filers confirmed them, and afterwards the matters as their filers follow them.</summary>
internal sealed class ServicesSeed(ServiceKeys keys) : IRegionSeed
{
    private const double WithEmail = 0.4;
    private const double Confirms = 0.93;
    private static readonly string[] ways = ["counter", "signed-print", "data-box"];
    private readonly SeedWords words = new();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(string, DateOnly), DateOnly> confirmBy = new();
    private IReadOnlyList<FiledSample> samples = [];
    private SeedFilers filers = null!;
    private SeedSheet submissionSheet = null!;
    private SeedSheet codeSheet = null!;
    private SeedSheet matterSheet = null!;
    private SeedSheet milestoneSheet = null!;
    private SeedSheet watcherSheet = null!;
    private SeedSheet callSheet = null!;

    public async Task Prepare(RegionPlan plan, IServiceProvider services, CancellationToken cancel)
    {
        var db = services.GetRequiredService<ServicesDb>();
        (submissionSheet, codeSheet) = (SeedSheet.Of<Submission>(db), SeedSheet.Of<TrackingCode>(db));
        (matterSheet, milestoneSheet, watcherSheet, callSheet) = (SeedSheet.Of<Matter>(db), SeedSheet.Of<Milestone>(db), SeedSheet.Of<Watcher>(db), SeedSheet.Of<CompletionCall>(db));
        samples = await new FiledSamples(services, plan).Make(cancel);
        filers = new(plan);
    }

    public async Task Write(SeedChunk chunk, CancellationToken cancel)
    {
        var submissions = chunk.Matters.Select(m => File(chunk, m)).ToList();
        await chunk.Save(submissionSheet, submissions, s => s.FiledAt, cancel);
        await chunk.Save(codeSheet, submissions.ConvertAll(s => new TrackingCode { Code = s.Code, Office = s.Office, Submission = s.Id }), _ => default, cancel);
    }

    public async Task Follow(SeedChunk chunk, CancellationToken cancel)
    {
        List<Matter> matters = [];
        List<Milestone> milestones = [];
        List<Watcher> watchers = [];
        List<CompletionCall> calls = [];
        foreach (var story in chunk.Matters)
        {
            var filed = (SubmissionFiled)story.Events[0].Message;
            var matter = new Matter { Office = filed.Office, Id = filed.Submission, Kind = MatterKind.Portal, Code = TrackingCode.Of(filed.Submission, keys.Tracking), Title = filed.Matter, Person = filed.Filer.Person, ReceivedAt = filed.FiledAt };
            matters.Add(matter);
            if (filed.Filer.Email is { } address) watchers.Add(Watcher.OfFiler(matter, address, filed.Language, filed.FiledAt));
            foreach (var told in story.Events.OrderBy(e => e.At)) Apply(matter, told, chunk.Dice, milestones, calls);
        }
        await chunk.Save(matterSheet, matters, m => m.ReceivedAt, cancel);
        await chunk.Save(milestoneSheet, milestones, m => m.At, cancel);
        await chunk.Save(watcherSheet, watchers, w => w.AskedAt, cancel);
        await chunk.Save(callSheet, calls, c => c.CalledAt, cancel);
    }

    private Submission File(SeedChunk chunk, SeedMatter story)
    {
        var (dice, plan) = (chunk.Dice, chunk.Plan);
        var sample = dice.Pick(samples);
        var person = filers.Of(chunk.Office, story.Index, dice);
        var name = person?.Name ?? SeedNames.Person(dice);
        var at = plan.Moment(story.Index, chunk.Office.Submissions, dice.Share());
        var id = dice.Id(at);
        var submission = new Submission
        {
            Office = chunk.Office.Id,
            Id = id,
            Once = SHA256.HashData(id.ToByteArray()),
            Code = TrackingCode.Of(id, keys.Tracking),
            Form = sample.Form.Slug,
            FormVersion = sample.Form.Version,
            Language = sample.Language,
            Matter = Matter(sample, dice, plan),
            FilerName = name,
            FilerAddress = $"{SeedNames.Address(dice)}, {chunk.Office.PostalCode} {chunk.Office.Place}",
            FilerEmail = person?.Email ?? (dice.Chance(WithEmail) ? $"{Kernel.Search.Folding.Fold(name).Replace(' ', '.')}@posta.example" : null),
            FilerPhone = dice.Chance(0.5) ? $"+420{dice.Between(601_000_000, 779_999_999)}" : null,
            FilerPerson = person?.Id,
            Filing = sample.Text,
            Hash = sample.Hash,
            Files = sample.Files,
            FiledAt = at,
        };
        submission.HandOver(sample.Paper, sample.PaperSize);
        var day = Prague.Day(at);
        if (sample.Form.WorthOn(day).ConfirmRule is { } rule) submission.MustBeConfirmedBy(confirmBy.GetOrAdd((rule, day), r => Deadline.Compute(r.Item1, r.Item2).Last));
        var paper = new FiledPart(sample.Paper, $"{submission.Form}-{submission.Code}.pdf", "application/pdf", sample.PaperSize);
        Tell(at, new SubmissionFiled(id, chunk.Office.Id, submission.Form, submission.FormVersion, TrackingCode.Grouped(submission.Code), submission.Matter, sample.Form.Agenda,
            sample.Form.FilingMark, sample.Form.DeadlineRule, submission.Filer, at, submission.ConfirmBy, [paper, .. submission.Files], null, submission.Language));
        Confirm(submission, day);
        return submission;

        void Tell(DateTimeOffset moment, IMessage message) => story.Events.Add(new(moment, message));

        void Confirm(Submission unconfirmed, DateOnly filed)
        {
            if (unconfirmed.ConfirmBy is not { } last) return;
            var came = WorkingDays.OnOrAfter(filed.AddDays(dice.Below(3)));
            if (dice.Chance(Confirms) && came <= last)
            {
                var moment = Prague.Start(came).AddHours(8 + (dice.Share() * 9)) is var counter && counter > at ? counter : at.AddMinutes(20);
                if (moment >= plan.End) return;
                unconfirmed.Confirm(dice.Pick(ways), moment.ToUniversalTime());
                Tell(moment.ToUniversalTime(), new SubmissionConfirmed(unconfirmed.Id, unconfirmed.ConfirmedWay!, unconfirmed.ConfirmedAt!.Value));
                return;
            }
            // As the job does: one working day is left after the last day.
            var end = Prague.Start(WorkingDays.Next(last).AddDays(1)).AddMinutes(30).ToUniversalTime();
            if (end >= plan.End) return;
            unconfirmed.Lapse();
            Tell(end, new SubmissionLapsed(unconfirmed.Id, end));
        }
    }

    private string Matter(FiledSample sample, SeedDice dice, RegionPlan plan)
    {
        var text = sample.Form.Slug switch
        {
            "obecne-podani" when sample.Language == "cs" => words.Subject(dice, plan.Offices),
            "zadost-o-informace" => $"{sample.Matter[..(sample.Matter.IndexOf(':', StringComparison.Ordinal) + 1)]} {words.Question(dice)}",
            "prihlaska-psa" => $"{sample.Matter[..sample.Matter.LastIndexOf(' ')]} {words.Dog(dice)}",
            "zvlastni-uzivani-komunikace" => $"{sample.Matter[..sample.Matter.LastIndexOf(',')]}, {SeedNames.Street(dice)}",
            _ => sample.Matter,
        };
        return text.Length <= 200 ? text : text[..200];
    }

    private static void Apply(Matter matter, SeedEvent told, SeedDice dice, List<Milestone> milestones, List<CompletionCall> calls)
    {
        switch (told.Message)
        {
            case SubmissionFiled: Step("filed"); break;
            case SubmissionConfirmed: Step("confirmed"); break;
            case SubmissionLapsed: matter.Lapse(); Step("lapsed"); break;
            case DocumentRegistered e: matter.Apply(e); Step("registered", e.ReferenceNumber, e.Deadline); break;
            case DocumentAssigned e: matter.Apply(e); Step(e.OfficialName is null ? "assigned" : "taken", e.OfficialName ?? e.UnitName); break;
            case DocumentFiled e: matter.Apply(e); Step("put", e.FileMark); break;
            case DocumentSettled e: matter.Apply(e); Step("settled", e.How); break;
            case CompletionCalled e:
                matter.Apply(e);
                calls.Add(new() { Office = matter.Office, Id = e.Call, Matter = matter.Id, Defects = e.Defects, Due = e.Due, CalledAt = e.At });
                Step("called", null, e.Due);
                break;
        }

        void Step(string kind, string? said = null, DateOnly? day = null) =>
            milestones.Add(new() { Office = matter.Office, Id = dice.Id(told.At), Matter = matter.Id, Kind = kind, At = told.At, Said = said, Day = day });
    }
}
