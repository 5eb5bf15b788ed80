using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>An official takes the registration data of a document out as XML (<c>nsesss-document.xsd</c>); the reading goes to the ledger.</summary>
internal sealed class ExportRegistration(Caller caller, RecordsDb db, Sight sight, FilePlans plans, FileKeeping keeping, FactReader reader) : UseCase<Guid, byte[]>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<byte[]>> Do(Guid input, CancellationToken cancel)
    {
        // What has no number or no mark yet is not registered to its end.
        if (await sight.Find(input, cancel) is not { ReferenceNumber: not null, FilingMark: { } mark } document) return Refusal.NotFound();
        var file = document.File is { } id ? await db.Files.FindAsync([document.Office, id], cancel) : null;
        var plan = file is null ? await plans.On(document.Office, Prague.Day(document.CreatedAt), cancel) : await plans.Of(file, cancel);
        var kept = file is null ? null : await keeping.Of(file, cancel);
        if ((kept?.Documents.FirstOrDefault(d => d.Own.Id == document.Id).Rule ?? kept?.Group ?? plan.RuleUnder(mark)) is not { } rule) return Refusal.NotFound();
        var facts = await reader.Read(document, rule, plan, cancel);
        db.NoteRead(nameof(Document), document.Id);
        await db.SaveChangesAsync(cancel);
        return StandardXml.Write("Dokument", null, xml => DocumentXml.Facts(xml, facts));
    }
}
