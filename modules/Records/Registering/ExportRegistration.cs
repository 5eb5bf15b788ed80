using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>An official takes the registration data of a document out as XML; the reading goes to the ledger.</summary>
internal sealed class ExportRegistration(Caller caller, RecordsDb db, Sight sight, FilingPlans plans, IDirectory directory) : UseCase<Guid, byte[]>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<byte[]>> Do(Guid input, CancellationToken cancel)
    {
        // What has no number or no mark yet is not registered to its end.
        if (await sight.Find(input, cancel) is not { ReferenceNumber: not null } document || plans.On(document.ReceivedOn).Find(document.FilingMark) is not { } entry) return Refusal.NotFound();
        OfficialCard? author = null;
        if (document.Kind == DocumentKind.Own)
        {
            var writer = await db.OwnDocuments.AsNoTracking().Where(o => o.Id == document.Id).Select(o => (Guid?)o.Author).SingleOrDefaultAsync(cancel) ?? document.Holder;
            author = writer is { } who ? await directory.Official(who, cancel) : null;
            if (author is null) return Refusal.NotFound();
        }
        var office = (await directory.Office(document.Office, cancel))!;
        var unit = author is null ? "" : (await directory.Units(document.Office, cancel)).FirstOrDefault(u => u.Id == author.Unit)?.Name ?? "";
        db.NoteRead(nameof(Document), document.Id);
        await db.SaveChangesAsync(cancel);
        return RegistrationXml.Write(document, entry, office, author, unit);
    }
}
