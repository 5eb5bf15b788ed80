using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Number">Reference number of the decision.</param>
internal sealed record LinkAppealInput(Guid Document, string? Number);

/// <summary>An official recognises a received document, such as one on paper, as an appeal against a decision.</summary>
internal sealed class LinkAppeal(Caller caller, RecordsDb db, Sight sight, Appeals appeals) : UseCase<LinkAppealInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(LinkAppealInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (document.Kind != DocumentKind.Received || document.Parent is not null || !document.IsOpen || document.State == DocumentState.Unconfirmed) return Refusal.Conflict("records.refusal.not-in-hand");
        if (await db.Appeals.AnyAsync(a => a.Id == document.Id, cancel)) return Refusal.Conflict("records.dispatch.appeal.linked");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await appeals.Against(input.Number, cancel) is not var (decision, own)) return Refusal.Invalid(nameof(input.Number), "records.dispatch.appeal.no-decision");
        await appeals.Link(document, decision, own, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
