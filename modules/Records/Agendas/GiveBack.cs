using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>An agenda system gives a document back to the records service (vrácení); giving back what is back changes nothing.</summary>
internal sealed class GiveBackDocument(Caller caller, RecordsDb db, Sight sight, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { } document) return Refusal.NotFound();
        if (document.ManagedBy is null) return new Done();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        document.GiveBack();
        db.Add(Step.Of(document, StepKind.GivenBack, Caller, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>An agenda system gives a file back with the documents of it that it manages.</summary>
internal sealed class GiveBackFile(Caller caller, RecordsDb db, Sight sight, GiveBackDocument give) : UseCase<Guid, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.FindFile(input, cancel) is not { } file) return Refusal.NotFound();
        if (file.ManagedBy is null) return new Done();
        if (!sight.IsFree(file.ManagedBy)) return Refusal.Forbidden();
        await using var transaction = await db.Begin(cancel);
        if (file.Takes)
        {
            file.Manage(null);
            foreach (var document in await db.Documents.Where(d => d.File == file.Id && d.ManagedBy == Caller.Person).Select(d => d.Id).ToListAsync(cancel))
                if (await give.Run(document, cancel) is { Succeeded: false } no) return no;
        }
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
