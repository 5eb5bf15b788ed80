using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="System">The agenda system that gets it; the caller itself when left out.</param>
/// <param name="Official">In whose hand it is there.</param>
internal sealed record LendInput(Guid Thing, Guid? System, Guid Official);

/// <summary>
/// A document passes into the sole management of an agenda system (postoupení, requirement 8.1.8 c of the national standard): it asks for
/// it, or an official sends it there.
/// </summary>
internal sealed class LendDocument(Caller caller, RecordsDb db, Sight sight, IDirectory directory, TimeProvider clock) : UseCase<LendInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(LendInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Thing, cancel) is not { } document) return Refusal.NotFound();
        var system = input.System ?? Caller.Person!.Value;
        if (document.ManagedBy == system) return new Done();
        // An agenda system may take what it may work with; an official gives what they handle.
        if (Caller.Kind == CallerKind.Program ? !Caller.May(RecordsPermissions.Handle, document.Unit) : !sight.Handles(document)) return Refusal.Forbidden();
        if (await db.AgendaSystems.AsNoTracking().FirstOrDefaultAsync(s => s.Id == system && s.StoppedAt == null, cancel) is not { } agenda || !agenda.Rights.Contains(AgendaSystem.Works))
            return Refusal.Invalid(nameof(input.System), "records.erms.no-system");
        if (await directory.Official(input.Official, cancel) is not { } official || official.Office != document.Office) return Refusal.Invalid(nameof(input.Official), "records.erms.no-user");
        if (agenda.Units is { } units && !units.Contains(official.Unit)) return Refusal.Forbidden();
        if (document.Lend(system, official.Unit, official.Id) is { } no) return no;
        var known = await db.AgendaDocuments.AnyAsync(d => d.Document == document.Id && d.System == system, cancel);
        await using var transaction = await db.Begin(cancel);
        if (!known)
        {
            db.Add(new AgendaDocument { Office = document.Office, System = system, Document = document.Id });
            // Known before the step is written, so that the step is told.
            await db.SaveChangesAsync(cancel);
        }
        db.Add(Step.Of(document, StepKind.Lent, Caller, clock.GetUtcNow(), agenda.Name));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}

/// <summary>A file with all its documents passes into the sole management of an agenda system.</summary>
internal sealed class LendFile(Caller caller, RecordsDb db, Sight sight, LendDocument lend) : UseCase<LendInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(LendInput input, CancellationToken cancel)
    {
        if (await sight.FindFile(input.Thing, cancel) is not { } file) return Refusal.NotFound();
        var system = input.System ?? Caller.Person!.Value;
        if (file.ManagedBy == system) return new Done();
        if (file.ManagedBy is not null || !Caller.May(RecordsPermissions.Handle, file.Unit)) return Refusal.Forbidden();
        if (!file.Takes) return Refusal.Conflict("records.refusal.file-closed", ("mark", file.Mark));
        await using var transaction = await db.Begin(cancel);
        foreach (var document in await db.Documents.Where(d => d.File == file.Id && (d.State == DocumentState.Registered || d.State == DocumentState.InHand)).Select(d => d.Id).ToListAsync(cancel))
            if (await lend.Run(input with { Thing = document, System = system }, cancel) is { Succeeded: false } no) return no;
        file.Manage(system);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
