using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Channel"><c>electronic</c> or <c>post</c>; the usual one of the addressee when left out.</param>
/// <param name="Address">Where the post is to carry it; the addressee's own address when left out.</param>
internal sealed record DispatchDocumentInput(Guid Document, string? Channel = null, string? Address = null, uint? Version = null);

/// <summary>
/// A sealed document leaves the office, and what it answers is settled by it (§ 65 (6) of act 499/2004). Without an intact seal of the
/// office and a time stamp on it nothing leaves (§ 8 and § 11 of act 297/2016).
/// </summary>
internal sealed class DispatchDocument(Caller caller, RecordsDb db, Sight sight, SealPress press, FileShelf files, SettlementPen pen, StampDocument stamp, IDirectory directory, Texts texts, TimeProvider clock)
    : UseCase<DispatchDocumentInput, Guid>(caller, RecordsPermissions.Desk)
{
    public const int LongestAddress = 300;

    /// <summary>The way that reaches the addressee without paper, where there is one.</summary>
    public static bool IsElectronic(Document document, Document answered) => answered.Channel == "portal" || !string.IsNullOrWhiteSpace(document.Party.Email);

    /// <returns>The consignment.</returns>
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
        var sent = await db.Consignments.Where(c => c.Document == document.Id).ToListAsync(cancel);
        var electronic = (input.Channel ?? (IsElectronic(document, answered) ? "electronic" : "post")) == "electronic";
        var address = SafeText.Clean(input.Address is { Length: > 0 } given ? given : document.Party.Address, LongestAddress);
        if (await Refused(document, answered, own, sent, electronic, address, cancel) is { } no) return no;

        var (at, first) = (clock.GetUtcNow(), document.State == DocumentState.ForDispatch);
        if (document.Leave() is { } cannot) return cannot;
        var consignment = new Consignment
        {
            Office = document.Office,
            Document = document.Id,
            Unit = document.Unit,
            Channel = electronic ? ConsignmentChannel.Electronic : ConsignmentChannel.Post,
            Address = electronic ? null : address.Text,
            SentAt = at,
            SentByName = Caller.Name,
        };
        db.Add(consignment);
        db.Add(Step.Of(document, StepKind.Dispatched, Caller, at, texts.In("cs")[$"records.dispatch.channel.{consignment.Channel.ToString().ToLowerInvariant()}"]));
        var kind = own.Kind.ToString().ToLowerInvariant();
        if (electronic)
        {
            var part = (await Output(document, cancel))!.Part;
            db.Publish(new LetterOrdered(consignment.Id, document.Office, document.Id, document.Origin, document.Party, document.ReferenceNumber!, document.Matter, kind, [part], document.Language), document.Office);
        }
        if (first) db.Publish(new DocumentDispatched(document.Id, document.Origin, consignment.Id, kind, document.ReferenceNumber!, at), document.Office);
        if (first) await pen.Left(document, own, at, cancel);
        if (first && answered.State == DocumentState.InHand)
        {
            if (answered.Settle(kind, document.ReferenceNumber, at, Prague.Day(at)) is { } unsettled) return unsettled;
            await pen.Settled(answered, cancel);
            db.Add(Step.Of(answered, StepKind.Settled, Caller, at, document.ReferenceNumber));
            db.Publish(new DocumentSettled(answered.Id, answered.Origin, kind, at), document.Office);
        }
        await db.SaveChangesAsync(cancel);
        if (answered.File is { } file)
        {
            await files.SettleIfDone(file, answered, cancel);
            await db.SaveChangesAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return consignment.Id;
    }

    private async Task<Refusal?> Refused(Document document, Document answered, OwnDocument own, List<Consignment> sent, bool electronic, SafeText address, CancellationToken cancel)
    {
        if (document.State is not (DocumentState.ForDispatch or DocumentState.Dispatched) || !own.IsApproved) return Refusal.Conflict("records.dispatch.not-approved");
        if (document.State == DocumentState.Dispatched && sent.Exists(c => c.State == ConsignmentState.Delivered)) return Refusal.Conflict("records.dispatch.delivered");
        if (electronic ? sent.Exists(c => c.Channel == ConsignmentChannel.Electronic) : sent.Exists(c => c.Channel == ConsignmentChannel.Post && c.IsOnWay)) return Refusal.Conflict("records.dispatch.on-way");
        if (document.State == DocumentState.ForDispatch && answered.State == DocumentState.WithCitizen) return Refusal.Conflict("records.approve.with-citizen");
        if (electronic && !IsElectronic(document, answered)) return Refusal.Invalid(nameof(DispatchDocumentInput.Channel), "records.dispatch.no-electronic");
        if (!electronic && address.Text.Length == 0) return Refusal.Invalid(nameof(DispatchDocumentInput.Address), "records.dispatch.no-address");
        if (!electronic && address.TooLong) return Refusal.Invalid(nameof(DispatchDocumentInput.Address), "records.refusal.too-long", ("count", LongestAddress));
        var office = (await directory.Office(document.Office, cancel))!;
        // What left before there were stamps may be carried once more as it is.
        var stamping = await db.Stampings.AsNoTracking().FirstOrDefaultAsync(s => s.Id == document.Id, cancel);
        if (stamping is { IsStamped: false } || (stamping is null && document.State == DocumentState.ForDispatch)) return Refusal.Conflict("records.dispatch.unstamped");
        return await Output(document, cancel) is { } output && output.Blob == (stamping?.StampedBlob ?? own.SealedBlob) && await press.IsSealed(output, office, cancel) ? null : Refusal.Conflict("records.dispatch.unsealed");
    }

    private Task<Component?> Output(Document document, CancellationToken cancel) =>
        db.Components.AsNoTracking().Where(c => c.Document == document.Id && c.Role == ComponentRole.Output && c.Position == 1).OrderByDescending(c => c.Version).FirstOrDefaultAsync(cancel);
}
