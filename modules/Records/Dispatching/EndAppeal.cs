using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Outcome">A name of <see cref="AppealOutcome"/>.</param>
/// <param name="Day">Upheld: the day of legal force; withdrawn: the day of withdrawal; annulled, rejected: the day of that decision.</param>
internal sealed record EndAppealInput(Guid Document, string? Outcome, DateOnly? Day);

/// <summary>An official enters how an appeal ended; the decision takes force by it, or never.</summary>
internal sealed class EndAppeal(Caller caller, RecordsDb db, Sight sight, TimeProvider clock) : UseCase<EndAppealInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(EndAppealInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document || await db.Appeals.FirstOrDefaultAsync(a => a.Id == document.Id, cancel) is not { } appeal) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (appeal.Outcome is not null) return Refusal.Conflict("records.dispatch.appeal.ended");
        if (!Enum.TryParse<AppealOutcome>(input.Outcome, ignoreCase: true, out var outcome) || !Enum.IsDefined(outcome)) return Refusal.Invalid(nameof(input.Outcome), "records.dispatch.appeal.outcome-missing");
        if (input.Day is not { } day) return Refusal.Invalid(nameof(input.Day), "records.dispatch.day-missing");
        if (day > Prague.Today(clock)) return Refusal.Invalid(nameof(input.Day), "records.dispatch.day-future");
        if (day < appeal.FiledOn) return Refusal.Invalid(nameof(input.Day), "records.dispatch.day-early", ("day", appeal.FiledOn));

        var decision = await db.Documents.FirstAsync(d => d.Id == appeal.Decision, cancel);
        var own = await db.OwnDocuments.FirstAsync(o => o.Id == appeal.Decision, cancel);
        var at = clock.GetUtcNow();
        appeal.End(outcome, day);
        db.Add(Step.Of(decision, StepKind.AppealEnded, Caller, at, $"{document.ReferenceNumber}, {day:d. M. yyyy}"));
        var others = await db.Appeals.AnyAsync(a => a.Decision == appeal.Decision && a.Id != appeal.Id && a.InTime && a.Outcome == null, cancel);
        if (outcome == AppealOutcome.Annulled) own.Annul(day);
        else if (appeal.InTime && !others && own.FinalOn is null && own.AnnulledOn is null && ForceDay(outcome, day, own) is { } force)
        {
            own.BecomeFinal(force);
            db.Add(Step.Of(decision, StepKind.BecameFinal, Caller, at, $"{force:d. M. yyyy}"));
            db.Publish(new DecisionBecameFinal(decision.Id, decision.Origin, force), decision.Office);
        }
        await db.SaveChangesAsync(cancel);
        return new Done();
    }

    // A withdrawn appeal ends the proceedings on its day, but nothing takes force before the time for appeals is over.
    private static DateOnly? ForceDay(AppealOutcome outcome, DateOnly day, OwnDocument own) => outcome switch
    {
        AppealOutcome.Upheld => day,
        AppealOutcome.Withdrawn => own.AppealUntil > day ? null : day.AddDays(1),
        _ => null,
    };
}
