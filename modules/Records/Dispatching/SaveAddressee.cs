using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Addressee">Null for one more; the document's id for its party, whose name stays as it is.</param>
/// <param name="Portal">Agreed to be served in the portal; of the party only.</param>
internal sealed record SaveAddresseeInput(Guid Document, Guid? Addressee, string? Name, string? Address, string? Email, string? Box, bool Portal = false);

/// <summary>An official writes down to whom else a document of the office goes, or by what an addressee can be reached.</summary>
internal sealed class SaveAddressee(Caller caller, RecordsDb db, Sight sight, TimeProvider clock) : UseCase<SaveAddresseeInput, Guid>(caller, RecordsPermissions.Desk)
{
    public const int LongestName = 200;
    public const int Most = 50;

    protected override async Task<Result<Guid>> Do(SaveAddresseeInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from records.document where office = {Caller.Office} and id = {input.Document} for update", cancel);
        // A new version of the row, so that a delivery at the same moment does not take the others for the whole.
        await db.Database.ExecuteSqlAsync($"update records.own_document set reached = reached where office = {Caller.Office} and id = {input.Document}", cancel);
        if (await sight.Find(input.Document, cancel) is not { Kind: DocumentKind.Own, Parent: not null } document || await db.OwnDocuments.AsNoTracking().FirstOrDefaultAsync(o => o.Id == document.Id, cancel) is not { } own) return Refusal.NotFound();
        if (!sight.SendsOut(document)) return Refusal.Forbidden();
        if (document.State.IsEnd() && document.State != DocumentState.Dispatched || own.DeliveredOn is not null) return Refusal.Conflict("records.dispatch.delivered");

        var name = SafeText.Clean(input.Addressee == document.Id ? document.Party.Name : input.Name, LongestName);
        var address = SafeText.Clean(input.Address, LetterPen.LongestAddress);
        if (name.Text.Length == 0) return Refusal.Invalid(nameof(input.Name), "records.addressee.name-missing");
        if (name.TooLong) return Refusal.Invalid(nameof(input.Name), "records.refusal.too-long", ("count", LongestName));
        if (address.TooLong) return Refusal.Invalid(nameof(input.Address), "records.refusal.too-long", ("count", LetterPen.LongestAddress));
        EmailAddress? email = null;
        if (!string.IsNullOrWhiteSpace(input.Email) && !EmailAddress.TryParse(input.Email, out email)) return Refusal.Invalid(nameof(input.Email), EmailAddress.Refused);
        BoxId? box = null;
        if (!string.IsNullOrWhiteSpace(input.Box) && !BoxId.TryParse(input.Box, out box)) return Refusal.Invalid(nameof(input.Box), BoxId.Refused);

        var known = await db.Addressees.Where(a => a.Document == document.Id).ToListAsync(cancel);
        var addressee = input.Addressee is { } id ? known.Find(a => a.Id == id) : null;
        if (addressee is null)
        {
            if (input.Addressee is { } asked && asked != document.Id) return Refusal.NotFound();
            if (known.Count >= Most) return Refusal.Invalid(nameof(input.Name), "records.addressee.too-many", ("count", Most));
            var isParty = input.Addressee == document.Id;
            db.Add(addressee = new()
            {
                Office = document.Office,
                Id = isParty ? document.Id : Guid.CreateVersion7(),
                Document = document.Id,
                Position = isParty ? 0 : known.Select(a => a.Position).DefaultIfEmpty(0).Max() + 1,
                Name = name.Text,
                EnteredByName = Caller.Name,
                EnteredAt = clock.GetUtcNow(),
            });
        }
        (addressee.Name, addressee.Address, addressee.Email, addressee.Box) = (name.Text, address.Text.Length > 0 ? address.Text : null, email?.Value, box?.Value);
        addressee.Portal = input.Portal && addressee.Position == 0;
        (addressee.EnteredByName, addressee.EnteredAt) = (Caller.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return addressee.Id;
    }
}

internal sealed record DropAddresseeInput(Guid Document, Guid Addressee);

/// <summary>An official takes a further addressee off a document, as long as nothing was sent to them.</summary>
internal sealed class DropAddressee(Caller caller, RecordsDb db, Sight sight) : UseCase<DropAddresseeInput, Done>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<Done>> Do(DropAddresseeInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from records.document where office = {Caller.Office} and id = {input.Document} for update", cancel);
        if (await sight.Find(input.Document, cancel) is not { } document
            || await db.Addressees.FirstOrDefaultAsync(a => a.Id == input.Addressee && a.Document == document.Id && a.Position > 0, cancel) is not { } addressee) return Refusal.NotFound();
        if (!sight.SendsOut(document)) return Refusal.Forbidden();
        // Nobody is left out of a whole that may have been delivered to the others already.
        if (await db.Consignments.AnyAsync(c => c.Document == document.Id && (c.Addressee == addressee.Id || c.State == ConsignmentState.Delivered), cancel)) return Refusal.Conflict("records.addressee.sent");
        db.Remove(addressee);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
