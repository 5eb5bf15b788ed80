using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>Puts the instruction of a draft into the words that the law wants today.</summary>
internal sealed class RestoreInstruction(Caller caller, RecordsDb db, Sight sight, AppealRules rules, AppealForms forms, IDirectory directory, TimeProvider clock)
    : UseCase<Guid, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { } document || await db.OwnDocuments.FirstOrDefaultAsync(o => o.Id == document.Id, cancel) is not { } own) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (!document.IsDraft || own.AppealRule is not { } rule) return Refusal.Conflict("records.approve.not-draft");
        var office = (await directory.Office(document.Office, cancel))!;
        var today = Prague.Today(clock);
        own.Save(own.Text with { Instruction = rules.On(rule, today).Compose(office, today, forms.Address(office)) }, Caller.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
