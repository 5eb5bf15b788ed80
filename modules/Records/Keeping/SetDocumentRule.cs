using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="FilingMark">The group whose rule the document follows; empty to follow its file again.</param>
internal sealed record SetDocumentRuleInput(Guid Document, string? FilingMark, string? Reason);

/// <summary>One document of an open file is kept by the rule of another group, with a reason; the whole file is then kept at least so.</summary>
internal sealed class SetDocumentRule(Caller caller, RecordsDb db, Sight sight, FilePlans plans, TimeProvider clock) : UseCase<SetDocumentRuleInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(SetDocumentRuleInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (document.File is not { } id || await db.Files.FirstOrDefaultAsync(f => f.Id == id, cancel) is not { } file) return Refusal.Conflict("records.keep.no-file");
        if (!file.Takes) return Refusal.Conflict("records.refusal.file-closed", ("mark", file.Mark));
        var reason = Reason.Read(input.Reason, "RuleReason");
        if (!reason.Succeeded) return reason.As<Done>();
        var at = clock.GetUtcNow();
        var own = await db.DocumentRules.FirstOrDefaultAsync(r => r.Id == document.Id, cancel);
        if (input.FilingMark?.Trim() is not { Length: > 0 } mark)
        {
            if (own is not null) db.Remove(own);
        }
        else if (await plans.Place(document.Office, mark, Prague.Today(clock), cancel) is not { } place) return Refusal.Invalid("RuleMark", "records.refusal.no-such-filing-mark");
        else if (own is not null) (own.Plan, own.FilingMark, own.Reason, own.SetAt, own.SetByName) = (place.Plan, place.Mark, reason.Value, at, Caller.Name);
        else db.Add(new DocumentRule { Office = document.Office, Id = document.Id, Plan = place.Plan, FilingMark = place.Mark, Reason = reason.Value, SetAt = at, SetByName = Caller.Name });
        db.Add(Step.Of(document, StepKind.RuleSet, Caller, at, $"{(string.IsNullOrWhiteSpace(input.FilingMark) ? file.FilingMark : input.FilingMark.Trim())}: {reason.Value}"));
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
