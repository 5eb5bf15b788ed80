using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Days">How many days the citizen gets where the law lets the official decide; <see cref="CallToComplete.UsualDays"/> when left out.</param>
internal sealed record CallToCompleteInput(Guid Document, IReadOnlyList<Defect> Defects, int? Days = null, uint? Version = null);

/// <summary>
/// The citizen is asked to remove defects, named at the very questions of the form, until a day; meanwhile the deadline stands still
/// (§ 37 (3), § 45 (2) and § 65 (1) of act 500/2004).
/// </summary>
internal sealed class CallToComplete(Caller caller, RecordsDb db, Sight sight, IForms forms, TimeProvider clock)
    : UseCase<CallToCompleteInput, Guid>(caller, RecordsPermissions.Handle)
{
    /// <summary>The deadline rule of requests under act 106/1999, whose calls the law itself gives thirty days.</summary>
    public const string InformationRequest = "information-request";

    public const int UsualDays = 15;
    public const int MostDays = 90;
    public const int LongestMessage = 500;

    /// <summary>The rule by which the citizen's day is reckoned, and its days when the official gives them.</summary>
    public static DateOnly LastDay(string? deadlineRule, DateOnly today, int? days) => deadlineRule == InformationRequest
        ? Deadline.Compute("information-clarify", today).Last
        : Deadline.Compute("call-to-complete", today, days ?? UsualDays).Last;

    protected override async Task<Result<Guid>> Do(CallToCompleteInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        if (input.Days is < 1 or > MostDays) return Refusal.Invalid(nameof(input.Days), "records.refusal.days", ("most", MostDays));

        var named = input.Defects.Select(d => (d.Field, Said: SafeText.Clean(d.Message, LongestMessage))).Where(d => d.Said.Text.Length > 0).ToList();
        if (named.Count == 0) return Refusal.Invalid(nameof(input.Defects), "records.refusal.no-defect");
        if (named.Find(d => d.Said.TooLong) is { Said.TooLong: true } endless)
            return Refusal.Invalid(endless.Field is null ? nameof(input.Defects) : $"defect-{endless.Field}", "records.refusal.too-long", ("count", LongestMessage));
        var defects = named.ConvertAll(d => new Defect(d.Field, d.Said.Text));
        var questions = await forms.Questions(document.Origin, cancel);
        if (defects.Exists(d => d.Field is not null && !questions.Any(q => q.Field == d.Field))) return Refusal.Invalid(nameof(input.Defects), "records.refusal.no-such-question");

        var (at, today) = (clock.GetUtcNow(), Prague.Today(clock));
        if (document.WaitForCitizen(today) is { } no) return no;
        var call = new CompletionCall
        {
            Office = document.Office,
            Document = document.Id,
            Origin = document.Origin,
            Defects = defects,
            Due = LastDay(document.DeadlineRule, today, input.Days),
            CalledAt = at,
            CalledBy = Caller.Person,
        };
        db.Add(call);
        db.Add(Step.Of(document, StepKind.CalledToComplete, Caller, at, string.Join("; ", defects.Select(d => d.Message))));
        db.Publish(new CompletionCalled(call.Id, document.Id, document.Origin, defects, call.Due, at), document.Office);
        await db.SaveChangesAsync(cancel);
        return call.Id;
    }
}
