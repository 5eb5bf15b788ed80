using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>A draft is given up; it never had a number, so the register has no gap.</summary>
internal sealed class DropDraft(Caller caller, RecordsDb db, Sight sight, TimeProvider clock) : UseCase<Guid, Guid>(caller, RecordsPermissions.Handle)
{
    /// <returns>The document that it was to answer.</returns>
    protected override async Task<Result<Guid>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { Parent: { } parent } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (document.Drop() is { } no) return no;
        db.Add(Step.Of(document, StepKind.Dropped, Caller, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        return parent;
    }
}
