using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="FilingMark">Kept only while it lies in no file.</param>
internal sealed record ChangeDocumentInput(Guid Document, string Matter, string? FilingMark);

/// <summary>An agenda system corrects what is written of a document: its matter and its place in the file plan.</summary>
internal sealed class ChangeDocument(Caller caller, RecordsDb db, Sight sight, FilePlans plans, TimeProvider clock) : UseCase<ChangeDocumentInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(ChangeDocumentInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (!document.IsOpen) return Refusal.Conflict("records.refusal.not-open");
        if (input.FilingMark is { } mark && (await plans.On(document.Office, Prague.Today(clock), cancel)).RuleUnder(mark) is null) return Refusal.Invalid(nameof(input.FilingMark), "records.refusal.no-such-filing-mark");
        document.Rename(input.Matter, input.FilingMark);
        db.Add(Step.Of(document, StepKind.Changed, Caller, clock.GetUtcNow(), document.Matter));
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>Another official works with a document in the agenda system.</summary>
internal sealed class PassDocument(Caller caller, RecordsDb db, Sight sight, Circulation circulation, IDirectory directory) : UseCase<(Guid Document, Guid Official), Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do((Guid Document, Guid Official) input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (await directory.Official(input.Official, cancel) is not { } official || official.Office != document.Office) return Refusal.Invalid(nameof(input.Official), "records.erms.no-user");
        if (!Caller.May(RecordsPermissions.Handle, official.Unit)) return Refusal.Forbidden();
        var (unit, holder) = (document.Unit, document.Holder);
        if (document.PassTo(official.Unit, official.Id) is { } no) return no;
        await circulation.Note(document, StepKind.HandedOver, unit, holder, official, null, cancel);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>A document is taken out of its file while nothing in it is closed.</summary>
internal sealed class TakeOutOfFile(Caller caller, RecordsDb db, Sight sight, TimeProvider clock) : UseCase<(Guid Document, Guid File), Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do((Guid Document, Guid File) input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document || await sight.FindFile(input.File, cancel) is not { } file) return Refusal.NotFound();
        if (!sight.Handles(document) || !sight.IsFree(file.ManagedBy)) return Refusal.Forbidden();
        if (document.File != file.Id) return Refusal.Conflict("records.erms.not-in-file");
        if (!file.Takes) return Refusal.Conflict("records.refusal.file-closed", ("mark", file.Mark));
        if (!document.IsOpen) return Refusal.Conflict("records.refusal.not-open");
        document.LeaveFile();
        db.Add(Step.Of(document, StepKind.TakenOut, Caller, clock.GetUtcNow(), file.Mark));
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
