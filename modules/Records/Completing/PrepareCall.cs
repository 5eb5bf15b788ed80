using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Questions">The questions the citizen answered; empty for paper.</param>
/// <param name="Fixed">True when the law says how long the citizen has.</param>
internal sealed record CallDraft(Document Document, IReadOnlyList<FormQuestion> Questions, DateOnly Due, bool Fixed);

/// <summary>Lays out the questions of a filing for naming its defects.</summary>
internal sealed class PrepareCall(Caller caller, RecordsDb db, Sight sight, IForms forms, TimeProvider clock) : UseCase<Guid, CallDraft>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<CallDraft>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        db.NoteRead(nameof(Document), document.Id);
        await db.SaveChangesAsync(cancel);
        return new CallDraft(document, await forms.Questions(document.Origin, cancel),
            CallToComplete.LastDay(document.DeadlineRule, Prague.Today(clock), null), document.DeadlineRule == CallToComplete.InformationRequest);
    }
}
