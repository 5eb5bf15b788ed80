using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Channel">A channel of <see cref="WayOut"/>; the proposed one when left out.</param>
/// <param name="Address">Where the post is to carry it; the addressee's own address when left out.</param>
internal sealed record DispatchDocumentInput(Guid Document, string? Channel = null, string? Address = null, uint? Version = null)
{
    /// <summary>One of the addressees; left out, everybody to whom nothing was sent yet.</summary>
    public Guid? Addressee { get; init; }

    /// <summary>Why another way than the proposed one.</summary>
    public string? Why { get; init; }

    /// <summary>Code of the postal service; the usual one of the document when left out.</summary>
    public string? Service { get; init; }
}

/// <summary>
/// A sealed document leaves the office, to each addressee by the way that the law proposes or an official chose with a reason; what it answers
/// is settled by it (§ 65 (6) of act 499/2004). Without an intact seal of the office and a time stamp on it nothing leaves (§ 8 and § 11 of act 297/2016).
/// </summary>
internal sealed class DispatchDocument(Caller caller, RecordsDb db, Sight sight, SealPress press, FileShelf files, SettlementPen pen, StampDocument stamp, AddresseeBook book, LetterPen letters, IDirectory directory, TimeProvider clock)
    : UseCase<DispatchDocumentInput, Guid>(caller, RecordsPermissions.Desk)
{
    /// <returns>The consignment; the first one of several.</returns>
    protected override async Task<Result<Guid>> Do(DispatchDocumentInput input, CancellationToken cancel)
    {
        // What waits for its time stamp is tried once more, before anybody's row is held.
        if (await db.Stampings.AsNoTracking().AnyAsync(s => s.Id == input.Document && s.StampedAt == null, cancel))
        {
            await stamp.Run(input.Document, cancel);
            // What was read before the row is held must not be taken for what is there then.
            db.ChangeTracker.Clear();
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from records.document where office = {Caller.Office} and id = {input.Document} for update", cancel);
        if (await sight.Find(input.Document, cancel) is not { Parent: { } parent } document || await db.OwnDocuments.FirstOrDefaultAsync(o => o.Id == document.Id, cancel) is not { } own) return Refusal.NotFound();
        if (!sight.SendsOut(document)) return Refusal.Forbidden();
        if (document.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        var answered = await db.Documents.FirstAsync(d => d.Id == parent, cancel);
        if (document.State is not (DocumentState.ForDispatch or DocumentState.Dispatched) || !own.IsApproved) return Refusal.Conflict("records.dispatch.not-approved");
        if (document.State == DocumentState.ForDispatch && answered.State == DocumentState.WithCitizen) return Refusal.Conflict("records.approve.with-citizen");

        var cards = Chosen(await book.Of(document, answered, cancel), input);
        if (cards.Count == 0) return Refusal.NotFound();
        var (at, first) = (clock.GetUtcNow(), document.State == DocumentState.ForDispatch);
        List<Consignment> consignments = [];
        foreach (var card in cards)
        {
            var written = letters.Write(document, own, card, input, at);
            if (!written.Succeeded) return written.Refusals[0];
            consignments.Add(written.Value);
        }
        var (output, unfit) = await Sealed(document, own, cancel);
        if (unfit is not null) return unfit;
        if (document.Leave() is { } cannot) return cannot;
        foreach (var consignment in consignments) await letters.Send(document, answered, own, consignment, cards.First(c => c.Id == consignment.Addressee), output!.Part, at, cancel);
        if (first && await Settle(document, own, answered, consignments[0], at, cancel) is { } unsettled) return unsettled;
        await db.SaveChangesAsync(cancel);
        if (answered.File is { } file)
        {
            await files.SettleIfDone(file, answered, cancel);
            await db.SaveChangesAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return consignments[0].Id;
    }

    private static List<AddresseeCard> Chosen(IReadOnlyList<AddresseeCard> all, DispatchDocumentInput input)
    {
        var one = input.Addressee ?? (input.Channel is null && input.Address is null ? null : input.Document);
        if (one is not null) return [.. all.Where(c => c.Id == one)];
        var unsent = all.Where(c => c.Sent.Count == 0).ToList();
        return unsent.Count > 0 ? unsent : [all[0]];
    }

    private async Task<Refusal?> Settle(Document document, OwnDocument own, Document answered, Consignment consignment, DateTimeOffset at, CancellationToken cancel)
    {
        var kind = own.Kind.ToString().ToLowerInvariant();
        db.Publish(new DocumentDispatched(document.Id, document.Origin, consignment.Id, kind, document.ReferenceNumber!, at), document.Office);
        await pen.Left(document, own, at, cancel);
        if (answered.State != DocumentState.InHand) return null;
        if (answered.Settle(kind, document.ReferenceNumber, at, Prague.Day(at)) is { } unsettled) return unsettled;
        await pen.Settled(answered, cancel);
        db.Add(Step.Of(answered, StepKind.Settled, Caller, at, document.ReferenceNumber));
        db.Publish(new DocumentSettled(answered.Id, answered.Origin, kind, at), document.Office);
        return null;
    }

    private async Task<(Component? Output, Refusal? Refusal)> Sealed(Document document, OwnDocument own, CancellationToken cancel)
    {
        var office = (await directory.Office(document.Office, cancel))!;
        // What left before there were stamps may be carried once more as it is.
        var stamping = await db.Stampings.AsNoTracking().FirstOrDefaultAsync(s => s.Id == document.Id, cancel);
        if (stamping is { IsStamped: false } || (stamping is null && document.State == DocumentState.ForDispatch)) return (null, Refusal.Conflict("records.dispatch.unstamped"));
        var output = await db.Components.AsNoTracking().Where(c => c.Document == document.Id && c.Role == ComponentRole.Output && c.Position == 1).OrderByDescending(c => c.Version).FirstOrDefaultAsync(cancel);
        return output is not null && output.Blob == (stamping?.StampedBlob ?? own.SealedBlob) && await press.IsSealed(output, office, cancel) ? (output, null) : (null, Refusal.Conflict("records.dispatch.unsealed"));
    }
}
