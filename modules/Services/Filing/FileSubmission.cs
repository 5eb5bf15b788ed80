using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Operating;
using Virtuos.Services.Filling;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>A filled-in form that is to be filed.</summary>
/// <param name="Once">Makes it the same filing when it comes again.</param>
/// <param name="Network">Where it came from, for quotas.</param>
/// <param name="Person">The signed-in citizen whose filing it is.</param>
/// <param name="Draft">The draft it was filled in, which ends by the same transaction.</param>
internal sealed record Filing(Guid Office, FormDefinition Form, Answers Answers, byte[] Once, string Language, string Network, Guid? Person, Draft? Draft = null, string? Appeals = null)
{
    /// <summary>False for a filing that nobody can send again, because its <see cref="Once"/> was made up for it.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>Ends when the attachments are on the disk.</summary>
    public Task Stored { get; init; } = Task.CompletedTask;

    /// <summary>False when so many bytes may not come from there; counted beside the rest.</summary>
    public Task<bool> Within { get; init; } = Task.FromResult(true);
}

/// <summary>
/// Files a form (podání, § 37 of act 500/2004). The receipt is made only after the attachments are synced in the blob store and the text
/// of the filing in the database, which checks it against its hash; the paper is made by a handler afterwards, so that intake stays fast.
/// The same filing sent again gets the same receipt.
/// </summary>
internal sealed class FileSubmission(Caller caller, ServicesDb db, IntakeGuard guard, ITracking tracking, ServiceKeys keys, Rush rush, Texts texts, TimeProvider clock)
    : UseCase<Filing, Receipt>(caller, ServicesPermissions.File)
{
    protected override async Task<Result<Receipt>> Do(Filing input, CancellationToken cancel)
    {
        if (Caller.IsOfficial && Caller.Office != input.Office) return Refusal.Forbidden("services.file.other-office");
        Caller.TurnTo(input.Office);
        using var waits = rush.Enter();

        var now = clock.GetUtcNow();
        var today = Prague.Day(now);
        var (route, refusals) = AnswerCheck.All(input.Form, input.Answers, today);
        if (refusals.Count > 0) return refusals.ToList();
        var filer = FilerOf(route, input.Person, texts);
        // Counting and the attachments wait for others at the same time.
        var judging = guard.Judge(filer, route, input.Network, input.Repeatable ? input.Once : null, cancel);
        var id = Guid.CreateVersion7(now);
        var text = FilingText.Write(id, input.Office, now, input.Language, route);
        await input.Stored;
        var verdict = await judging;
        if (!await input.Within) return Refusal.TooMany("services.file.too-many-network");
        if (!verdict.Succeeded) return verdict.As<Receipt>();

        var submission = new Submission
        {
            Office = input.Office,
            Id = id,
            Once = input.Once,
            Code = TrackingCode.Of(id, keys.Tracking),
            Form = input.Form.Slug,
            FormVersion = input.Form.Version,
            Language = input.Language,
            Matter = Line(texts.In("cs").Fill(input.Form.Matter, route, whole: false)!, 200),
            FilerName = Line(filer.Name, 200),
            FilerAddress = filer.Address,
            FilerEmail = filer.Email,
            FilerPhone = filer.Phone,
            FilerPerson = filer.Person,
            Filing = Encoding.UTF8.GetString(text),
            Hash = BlobHash.Of(text).ToString(),
            Files = [.. route.Questions.Where(q => q.Type == QuestionType.File).SelectMany(q => route.Answers.Files(q.Id))],
            FiledAt = now,
            Appeals = input.Appeals ?? (input.Form.Appeals is { } decision ? route.Answers.Text(decision) : null),
        };
        if (input.Form.WorthOn(today).ConfirmRule is { } rule) submission.MustBeConfirmedBy(Deadline.Compute(rule, today).Last);
        if (verdict.Value is { } suspicion) submission.Hold(suspicion);
        input.Draft?.Send(id, now);
        db.Add(submission);
        db.Add(new TrackingCode { Code = submission.Code, Office = input.Office, Submission = id });
        if (submission.State == SubmissionState.Received) db.Publish(new FilingPaperOrdered(id), input.Office);
        return await Save(input, submission, cancel);
    }

    private async Task<Result<Receipt>> Save(Filing input, Submission submission, CancellationToken cancel)
    {
        try
        {
            await db.SaveTogetherAsync(cancel);
            return Receipt.Of(submission, tracking.Keys(submission.Id), input.Form);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // The constraint has decided which of the parallel sends is the filing; the others get its receipt.
            db.ChangeTracker.Clear();
            if (await Earlier(input, cancel) is { } winner) return winner;
            if (e is DbUpdateConcurrencyException) return Refusal.Conflict("services.draft.changed");
            throw;
        }
    }

    private async Task<Receipt?> Earlier(Filing input, CancellationToken cancel) =>
        await db.Submissions.AsNoTracking().SingleOrDefaultAsync(s => s.Office == input.Office && s.Once == input.Once, cancel) is { } found
            ? Receipt.Of(found, tracking.Keys(found.Id), input.Form)
            : null;

    /// <summary>Who files, by the answers of the form.</summary>
    public static Filer FilerOf(FormRoute route, Guid? person, Texts texts)
    {
        var (czech, applicant) = (texts.In("cs"), route.Form.Applicant);
        return new(
            applicant.Names.Select(n => czech.Fill(n, route, whole: true)).FirstOrDefault(n => n is not null) ?? "",
            applicant.Addresses.Select(a => czech.Fill(a, route, whole: true)).FirstOrDefault(a => a is not null),
            applicant.Email is { } email ? route.Answers.Text(email) : null,
            applicant.Phone is { } phone ? route.Answers.Text(phone) : null,
            person);
    }

    private static string Line(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
