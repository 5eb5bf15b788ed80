using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel;

namespace Virtuos.Records;

internal sealed record FindBoxInput(Guid Document, Guid Addressee);

/// <summary>
/// An official asks the state's system whether an addressee has a data box (§ 17 (1) of act 300/2008). The one of an organisation is written
/// down at once; namesakes are only told, for a name proves nobody.
/// </summary>
internal sealed class FindBox(Caller caller, RecordsDb db, Sight sight, AddresseeBook book, SaveAddressee save, IDataBoxes boxes) : UseCase<FindBoxInput, Done>(caller, RecordsPermissions.Desk)
{
    private const int MostTold = 5;

    protected override async Task<Result<Done>> Do(FindBoxInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { Kind: DocumentKind.Own, Parent: { } parent } document) return Refusal.NotFound();
        if (!sight.SendsOut(document)) return Refusal.Forbidden();
        var answered = await db.Documents.AsNoTracking().FirstAsync(d => d.Id == parent, cancel);
        if ((await book.Of(document, answered, cancel)).FirstOrDefault(a => a.Id == input.Addressee) is not { Reach: var reach } card) return Refusal.NotFound();
        var number = card.Id == document.Id ? document.Party.OrganisationNumber : null;
        var found = number is null ? await boxes.OfName(document.Office, reach.Name, cancel) : await boxes.OfOrganisation(document.Office, number, cancel);
        if (!found.Answered) return Refusal.Conflict("records.addressee.box.no-answer");
        var open = found.Boxes.Where(b => b.Accessible).ToList();
        if (open.Count == 0) return Refusal.Invalid("Box", "records.addressee.box.none");
        if (number is null || open.Count > 1) return Refusal.Invalid("Box", "records.addressee.box.choose", ("boxes", string.Join("; ", open.Take(MostTold).Select(b => $"{b.Box} – {b.Name}, {b.Address}"))));
        var saved = await save.Run(new(document.Id, card.Id, reach.Name, reach.Address, reach.Email, open[0].Box, reach.Portal), cancel);
        return saved.Succeeded ? new Done() : saved.Refusals[0];
    }
}
