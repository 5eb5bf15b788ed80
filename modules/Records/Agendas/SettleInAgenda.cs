using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="How"><c>decision</c>, <c>passed-on</c>, <c>noted</c> or <c>other</c>.</param>
internal sealed record SettleInAgendaInput(Guid Document, string How, string? Note, DateTimeOffset At);

/// <summary>A document was settled in the agenda system that manages it (requirement 3.2.7 of the national standard); it has to lie in a file.</summary>
internal sealed class SettleInAgenda(Caller caller, RecordsDb db, Sight sight, FileShelf shelf, SettlementPen pen, TimeProvider clock) : UseCase<SettleInAgendaInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(SettleInAgendaInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        var now = clock.GetUtcNow();
        if (input.At > now.AddMinutes(10) || input.At < document.CreatedAt.AddDays(-1)) return Refusal.Invalid(nameof(input.At), "records.erms.moment");
        if (document.File is not { } file) return Refusal.Conflict("records.refusal.no-file");
        if (document.SettleInAgenda(input.How, input.Note, input.At, Prague.Day(input.At)) is { } no) return no;
        await pen.Settled(document, cancel);
        await shelf.SettleIfDone(file, document, cancel);
        db.Add(Step.Of(document, input.How == "cancelled" ? StepKind.Cancelled : StepKind.Settled, Caller, now, input.Note ?? input.How));
        db.Publish(new DocumentSettled(document.Id, document.Origin, input.How, now), document.Office);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>A settled document is taken up again, unless its file is closed.</summary>
internal sealed class ReopenDocument(Caller caller, RecordsDb db, Sight sight, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (document.File is { } id && await db.Files.FirstAsync(f => f.Id == id, cancel) is var file)
        {
            if (!file.Takes) return Refusal.Conflict("records.refusal.file-closed", ("mark", file.Mark));
            file.Reopen();
        }
        if (document.Reopen() is { } no) return no;
        db.Add(Step.Of(document, StepKind.Reopened, Caller, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>A document is cancelled (storno): its number stays in the register with the word why it has no content.</summary>
internal sealed class CancelDocument(Caller caller, RecordsDb db, Sight sight, SettlementPen pen, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        var at = clock.GetUtcNow();
        if (document.SettleInAgenda("cancelled", "Stornováno", at, Prague.Day(at)) is { } no) return no;
        await pen.Settled(document, cancel);
        db.Add(Step.Of(document, StepKind.Cancelled, Caller, at));
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
