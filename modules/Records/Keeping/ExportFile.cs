using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>An official takes a closed file with the metadata of its documents out as XML of the national standard; the reading goes to the ledger.</summary>
internal sealed class ExportFile(Caller caller, RecordsDb db, Sight sight, FactReader reader) : UseCase<Guid, byte[]>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<byte[]>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.FindFile(input, cancel) is not { } file) return Refusal.NotFound();
        // Everything in it is told, so only those who see it whole take it out.
        if (!sight.ReadsWhole(file)) return Refusal.NotFound();
        if (await reader.Read(file, cancel) is not { } facts) return Refusal.NotFound();
        db.NoteRead(nameof(CaseFile), file.Id);
        await db.SaveChangesAsync(cancel);
        return FileXml.Write(facts);
    }
}
