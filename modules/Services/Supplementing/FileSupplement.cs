using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Values;
using Virtuos.Services.Following;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Supplementing;

/// <param name="Given">New answers by question, as typed; only those that the call asks for are looked at.</param>
/// <param name="Text">What the filer adds in their own words.</param>
internal sealed record FileSupplementInput(string Code, string Key, IReadOnlyDictionary<string, Answer?> Given, string? Text, string Language);

/// <summary>
/// Answers a call to complete (§ 37 (3) and § 45 (2) of act 500/2004). The answer, its paper and attachments are on disk before the one
/// transaction that files it; of answers sent at once, one is filed and the others get its receipt.
/// </summary>
internal sealed class FileSupplement(Caller caller, ServicesDb db, MatterReader matters, IBlobStore blobs, PaperPress press, Texts texts, TimeProvider clock)
    : UseCase<FileSupplementInput, Guid>(caller, ServicesPermissions.Follow)
{
    public const int LongestText = 10_000;
    public const string TextField = "zprava";

    protected override async Task<Result<Guid>> Do(FileSupplementInput input, CancellationToken cancel)
    {
        if (await matters.Open(input.Code, input.Key, cancel) is not { } matter || matter.Calls is not [var call, ..]) return Refusal.NotFound();
        if (await Earlier(call.Id, cancel) is { } earlier) return earlier;
        var (now, today) = (clock.GetUtcNow(), Prague.Today(clock));
        if (!call.IsOpen) return Refusal.Conflict("services.supplement.ended");
        if (call.Due < today) return Refusal.Conflict("services.supplement.passed");

        var asked = AskedSupplement.Of(matter, call);
        var files = await db.SupplementFiles.Where(f => f.Call == call.Id).OrderBy(f => f.At).ThenBy(f => f.Id).ToListAsync(cancel);
        var (answers, refusals) = Check(asked, input.Given, files, today);
        var text = SafeText.Clean(input.Text ?? "", int.MaxValue, true).Text.Trim();
        if (text.Length > LongestText) refusals.Add(Refusal.Invalid(TextField, "services.answer.too-long", ("max", LongestText), ("over", text.Length - LongestText)));
        if (refusals.Count == 0 && text.Length == 0 && files.Count == 0 && asked.Questions.All(q => Same(asked.Answers[q.Question.Id], answers[q.Question.Id])))
            refusals.Add(Refusal.Invalid(TextField, "services.supplement.nothing"));
        if (refusals.Count > 0) return refusals;

        var id = Guid.CreateVersion7(now);
        List<FiledPart> parts = [.. files.Select(f => new FiledPart(f.Blob, f.Name, f.MimeType, f.Size))];
        var json = SupplementText.Write(id, matter.Id, call.Id, now, input.Language, asked, answers, text, parts);
        var stored = await blobs.Stage(new MemoryStream(json, writable: false), json.Length, cancel);
        var paper = press.Press(SupplementText.Paper(matter, asked, answers, text, parts, json, stored.Hash.Hex, now, texts.In("cs"))).Bytes;
        var printed = await blobs.Stage(new MemoryStream(paper, writable: false), paper.Length, cancel);

        var supplement = new Supplement
        {
            Office = matter.OfficeId,
            Id = id,
            Submission = matter.Id,
            Call = call.Id,
            Answer = Encoding.UTF8.GetString(json),
            Hash = stored.Hash.ToString(),
            Files = parts,
            Paper = printed.Hash.ToString(),
            PaperSize = printed.Size,
            FiledAt = now,
        };
        db.Add(supplement);
        db.RemoveRange(files);
        db.Publish(new SupplementFiled(id, matter.Id, call.Id, now, [new(supplement.Paper, $"doplneni-{matter.Code}.pdf", "application/pdf", printed.Size), .. parts]), matter.OfficeId);
        try
        {
            await db.SaveChangesAsync(cancel);
            return id;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            if (await Earlier(call.Id, cancel) is { } winner) return winner;
            throw;
        }
    }

    private async Task<Guid?> Earlier(Guid call, CancellationToken cancel) =>
        await db.Supplements.AsNoTracking().Where(s => s.Call == call).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(cancel);

    private static (Answers, List<Refusal>) Check(AskedSupplement asked, IReadOnlyDictionary<string, Answer?> given, List<SupplementFile> files, DateOnly today)
    {
        var answers = new Answers(asked.Answers);
        var check = new AnswerCheck(answers, today);
        foreach (var (question, _) in asked.Questions)
        {
            // Files come on top of those that were filed.
            if (question.Type == QuestionType.File) answers[question.Id] = new FilesAnswer([.. asked.Answers.Files(question.Id), .. files.Where(f => f.Field == question.Id).Select(f => new FiledPart(f.Blob, f.Name, f.MimeType, f.Size))]);
            else answers[question.Id] = check.Check(question, given.GetValueOrDefault(question.Id), asked.Options(question));
        }
        return (answers, check.Refusals);
    }

    private static bool Same(Answer? a, Answer? b) => (a, b) switch
    {
        (ListAnswer x, ListAnswer y) => x.Values.SequenceEqual(y.Values),
        (FilesAnswer x, FilesAnswer y) => x.Files.SequenceEqual(y.Files),
        _ => Equals(a, b),
    };
}
