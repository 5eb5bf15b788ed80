using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Ledger;

namespace Virtuos.Records;

/// <param name="Component">A component of the document; the document itself when left out.</param>
internal sealed record ObjectLogInput(Guid? Document = null, Guid? Component = null, Guid? File = null);

/// <summary>An official takes out what happened to a document, to one of its components or to a file, as XML of the national standard; the reading goes to the ledger.</summary>
internal sealed class ReadObjectLog(Caller caller, RecordsDb db, Sight sight, LedgerBook ledger, LogVocabularies vocabularies, IDirectory directory, Texts texts, TimeProvider clock)
    : UseCase<ObjectLogInput, byte[]>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<byte[]>> Do(ObjectLogInput input, CancellationToken cancel)
    {
        if (await Find(input, cancel) is not { } found) return Refusal.NotFound();
        var (kind, id, office, begins) = found;
        db.NoteRead(kind, id);
        await db.SaveChangesAsync(cancel);

        var now = clock.GetUtcNow();
        var lines = await ledger.Of(office, await Things(kind, id, cancel), cancel);
        var telling = await LogTelling.Of(vocabularies.On(Prague.Day(now)), office, lines, db, cancel);
        lines.RemoveAll(l => !Belongs(kind, l.Entry, telling));
        // What is not chained yet is told next time.
        var to = await ledger.Awaiting(office, cancel) is { } waiting && waiting < now ? waiting : now;
        var from = lines.Count > 0 && lines.Min(l => l.Entry.At) is var first && first < begins ? first : begins;
        var head = new LogHead(Guid.CreateVersion7(), office, now, from, to, []);
        return LogXml.Object(head, kind, id, lines, telling, await LogPeople.Of(office, lines, db, directory, texts.In("cs"), cancel));
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

    // A document with its parts and everything sent or asked about it, which have no screen of their own; a file with the laying in of its documents.
    private async Task<List<Guid>> Things(string kind, Guid id, CancellationToken cancel) => kind switch
    {
        nameof(Document) =>
        [
            id,
            .. await db.Components.Where(c => c.Document == id).Select(c => c.Id).ToListAsync(cancel),
            .. await db.Consignments.Where(c => c.Document == id).Select(c => c.Id).ToListAsync(cancel),
            .. await db.Calls.Where(c => c.Document == id).Select(c => c.Id).ToListAsync(cancel),
            .. await db.Steps.Where(s => s.Document == id).Select(s => s.Id).ToListAsync(cancel),
            .. await Around(id, cancel),
        ],
        nameof(CaseFile) =>
        [
            id,
            .. await db.Documents.Where(d => d.File == id).Select(d => d.Id).ToListAsync(cancel),
            .. await db.Steps.Where(s => s.Kind == StepKind.PutIntoFile && db.Documents.Any(d => d.Id == s.Document && d.File == id)).Select(s => s.Id).ToListAsync(cancel),
            .. await db.FileSteps.Where(s => s.Thing == id).Select(s => s.Id).ToListAsync(cancel),
            .. await Around(id, cancel),
        ],
        _ => [id],
    };

    // What is kept beside documents and files alike.
    private async Task<List<Guid>> Around(Guid id, CancellationToken cancel) =>
    [
        .. await db.Storings.Where(s => s.Thing == id).Select(s => s.Id).ToListAsync(cancel),
        .. await db.Settlements.Where(s => s.ThingId == id).Select(s => s.Id).ToListAsync(cancel),
        .. await db.References.Where(r => r.FromDocument == id || r.FromFile == id).Select(r => r.Id).ToListAsync(cancel),
    ];

    private static bool Belongs(string kind, LedgerEntry entry, LogTelling telling) => telling.IsOwn(entry)
        && (kind != nameof(CaseFile) || telling.Words.Object(telling.Thing(entry).Kind) != telling.Words.Object(nameof(Document)) || telling.Words.FileEvents.Contains(telling.Event(entry)));
}
