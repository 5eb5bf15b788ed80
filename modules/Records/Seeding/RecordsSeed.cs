using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Seeding;

namespace Virtuos.Records.Seeding;

/// <summary>Registers the seeded submissions, hands them round and settles most of them.</summary>
internal sealed class RecordsSeed(FindingWords finding, ShippedPlans plans, PermissionCatalogue permissions) : IRegionSeed
{
    private static readonly TimeSpan registering = TimeSpan.FromSeconds(4);
    private readonly Dictionary<Guid, OfficeStaff> staffs = [];

    // What an office's chunks have told already in this run; one writer an office at a time.
    private readonly ConcurrentDictionary<Guid, Dictionary<string, long>> words = new();
    private SeedSheet documentSheet = null!;
    private SeedSheet componentSheet = null!;
    private SeedSheet fileSheet = null!;
    private SeedSheet stepSheet = null!;
    private SeedSheet callSheet = null!;
    private SeedSheet findingSheet = null!;

    public async Task Prepare(RegionPlan plan, IServiceProvider services, CancellationToken cancel)
    {
        var db = services.GetRequiredService<RecordsDb>();
        (documentSheet, componentSheet, fileSheet) = (SeedSheet.Of<Document>(db), SeedSheet.Of<Component>(db), SeedSheet.Of<CaseFile>(db));
        (stepSheet, callSheet, findingSheet) = (SeedSheet.Of<Step>(db), SeedSheet.Of<CompletionCall>(db), SeedSheet.Of<Finding>(db));
        var directory = services.GetRequiredService<IDirectory>();
        foreach (var office in plan.Offices) staffs[office.Id] = await OfficeStaff.Read(office.Id, directory, permissions, cancel);
    }

    public async Task Write(SeedChunk chunk, CancellationToken cancel)
    {
        var staff = staffs[chunk.Office.Id];
        var filings = chunk.Matters.Select(m => (Matter: m, Filed: (SubmissionFiled)m.Events[0].Message, At: m.Events[0].At + registering)).ToList();
        var numbers = await Numbers(chunk, RegisterBook.Documents, NumberPattern.Documents, staff, filings.ConvertAll(f => f.At), cancel);
        var stories = filings.Zip(numbers, (f, number) => Tell(chunk, f.Matter, f.Filed, f.At, number, staff)).ToList();

        var filed = stories.Where(s => s.IntoFile is not null).OrderBy(s => s.IntoFile!.Value.At).ToList();
        var marks = await Numbers(chunk, RegisterBook.Files, NumberPattern.Files, staff, filed.ConvertAll(s => s.IntoFile!.Value.At), cancel);
        var files = filed.Zip(marks, Lay).ToList();

        await chunk.Save(fileSheet, files, f => f.OpenedAt, cancel);
        await chunk.Save(documentSheet, stories.ConvertAll(s => s.Document), d => d.CreatedAt, cancel);
        await chunk.Save(componentSheet, filings.Zip(stories, (f, s) => Parts(s.Document, f.Filed)).SelectMany(c => c).ToList(), c => c.AddedAt, cancel);
        await chunk.Save(stepSheet, stories.SelectMany(s => s.Steps).ToList(), s => s.At, cancel);
        await chunk.Save(callSheet, stories.Select(s => s.Call).OfType<CompletionCall>().ToList(), c => c.CalledAt, cancel);
        await Find(chunk, stories, cancel);
    }

    private async Task Find(SeedChunk chunk, List<DocumentStory> stories, CancellationToken cancel)
    {
        var known = words.GetOrAdd(chunk.Office.Id, _ => new(StringComparer.Ordinal));
        List<Finding> findings = [];
        List<(long Beginning, long Word)> beginnings = [];
        foreach (var document in stories.Select(s => s.Document))
            foreach (var lexeme in FindingWords.Lexemes(document))
            {
                if (!known.TryGetValue(lexeme, out var word))
                {
                    known[lexeme] = word = finding.Word(document.Office, lexeme);
                    beginnings.AddRange(finding.Beginnings(document.Office, lexeme));
                }
                findings.Add(new() { Office = document.Office, Word = word, Document = document.Id, Unit = document.Unit });
            }
        // In the order of the index, so that each of its pages is visited once.
        findings.Sort((a, b) => a.Word == b.Word ? a.Document.CompareTo(b.Document) : a.Word.CompareTo(b.Word));
        await chunk.Save(findingSheet, findings, _ => default, cancel);
        await using var command = chunk.Command("insert into records.finding_word (office, beginning, word) select $1, b, w from unnest($2::bigint[], $3::bigint[]) as n(b, w) on conflict do nothing");
        foreach (var value in (object[])[chunk.Office.Id, beginnings.ConvertAll(p => p.Beginning).ToArray(), beginnings.ConvertAll(p => p.Word).ToArray()]) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
    }

    public Task Finish(IServiceProvider services, CancellationToken cancel) => services.GetRequiredService<JobRunner>().RunNow<FoldCounts>(cancel);

    private DocumentStory Tell(SeedChunk chunk, SeedMatter matter, SubmissionFiled filed, DateTimeOffset at, RegisterNumber number, OfficeStaff staff)
    {
        var reception = new Reception(filed.Submission, filed.Submission, "portal", filed.Matter, filed.Filer, filed.FiledAt, Prague.Day(filed.FiledAt), filed.Agenda)
        {
            Form = filed.Form,
            FormVersion = filed.FormVersion,
            Language = filed.Language,
            TrackingCode = filed.TrackingCode,
            FilingMark = filed.FilingMark,
            DeadlineRule = filed.DeadlineRule,
            ConfirmBy = filed.ConfirmBy,
        };
        var document = Document.Receive(filed.Office, reception, number, staff.Unit(filed.Agenda).Id, at, id: chunk.Dice.Id(at));
        var story = new DocumentStory(chunk, matter, staff, plans, document);
        story.Live(at);
        return story;
    }

    private static CaseFile Lay(DocumentStory story, RegisterNumber mark)
    {
        var (document, (at, by, place)) = (story.Document, story.IntoFile!.Value);
        var file = CaseFile.Open(document.Office, mark, document.Matter, place, document.Unit, document.Holder, at);
        document.LieIn(file, 1);
        if (story.IsSettled) file.Settle();
        story.Steps.Add(Step.Of(document, StepKind.PutIntoFile, by, at, file.Mark));
        story.Tell(at, new DocumentFiled(document.Id, document.Origin, file.Mark, at));
        return file;
    }

    private static IEnumerable<Component> Parts(Document document, SubmissionFiled filed) =>
        filed.Content.Select((part, at) => Component.Of(document, at + 1, ComponentRole.Original, at == 0 ? "filing" : "attachment", part, document.CreatedAt));

    /// <summary>As many numbers as there are moments, in their order, out of the counters themselves.</summary>
    private static async Task<List<RegisterNumber>> Numbers(SeedChunk chunk, string register, NumberPattern pattern, OfficeStaff staff, IReadOnlyList<DateTimeOffset> moments, CancellationToken cancel)
    {
        var years = moments.Select(m => Prague.Day(m).Year).ToList();
        Dictionary<int, int> last = [];
        foreach (var year in years.Distinct().Order())
        {
            var count = years.Count(y => y == year);
            await using var command = chunk.Command("""
                insert into records.register_counter as c (office, register, year, last) values ($1, $2, $3, $4)
                on conflict (office, register, year) do update set last = c.last + excluded.last returning last
                """);
            foreach (var value in (object[])[chunk.Office.Id, register, year, count]) command.Parameters.Add(new() { Value = value });
            last[year] = (int)(await command.ExecuteScalarAsync(cancel))! - count;
        }
        return years.ConvertAll(year => ++last[year] is var number ? new RegisterNumber(register, year, number, pattern.Write(staff.Office.Mark, number, year)) : null!);
    }
}
