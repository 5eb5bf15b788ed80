using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Component">A component of the document; the document itself when left out.</param>
internal sealed record ObjectLogInput(Guid? Document = null, Guid? Component = null, Guid? File = null);

/// <summary>An official takes out what happened to a document, to one of its components or to a file, as XML of the national standard; the reading goes to the ledger.</summary>
internal sealed class ReadObjectLog(Caller caller, RecordsDb db, Sight sight, ObjectLogs logs) : UseCase<ObjectLogInput, byte[]>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<byte[]>> Do(ObjectLogInput input, CancellationToken cancel)
    {
        if (await Find(input, cancel) is not { } found) return Refusal.NotFound();
        var (kind, id, office, begins) = found;
        db.NoteRead(kind, id);
        await db.SaveChangesAsync(cancel);
        var drawn = await logs.Draw(office, [new(kind, id, Identity.Of(id), begins)], cancel);
        return LogXml.Object(drawn.Logs[0].Head, drawn.Logs[0].Thing, drawn.Logs[0].Lines, drawn.Telling, drawn.People);
    }

    private async Task<(string Kind, Guid Id, Guid Office, DateTimeOffset Begins)?> Find(ObjectLogInput input, CancellationToken cancel)
    {
        if (input.File is { } asked) return await sight.FindFile(asked, cancel) is { } file ? (nameof(CaseFile), file.Id, file.Office, file.OpenedAt) : null;
        if (input.Document is not { } of || await sight.Find(of, cancel) is not { } document) return null;
        if (input.Component is not { } part) return (nameof(Document), document.Id, document.Office, document.CreatedAt);
        return await db.Components.AsNoTracking().FirstOrDefaultAsync(c => c.Document == document.Id && c.Id == part, cancel) is { } component
            ? (nameof(Component), component.Id, component.Office, component.AddedAt)
            : null;
    }
}
