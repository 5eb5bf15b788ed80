using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>Everything one screen says about a document.</summary>
/// <param name="Children">What belongs to it: supplements, own documents, proofs.</param>
/// <param name="Call">The open call to complete, or null.</param>
/// <param name="Clock">The legal deadline with its rule; null where no clock runs.</param>
internal sealed record DocumentView(Document Document, IReadOnlyList<Component> Components, IReadOnlyList<Step> Steps, CaseFile? File, Document? Parent,
    IReadOnlyList<Document> Children, CompletionCall? Call, Deadline? Clock, OfficeCard Office, UnitCard? Unit, OfficialCard? Holder, bool Handles, bool HandsOver, bool Leads, bool SendsOut)
{
    /// <summary>What was found of signatures, seals and stamps of its components.</summary>
    public IReadOnlyList<VerifiedMark> Marks { get; init; } = [];

    /// <summary>It was handed over, and nobody has taken it over yet.</summary>
    public bool Given { get; init; }

    /// <summary>The caller did that, and can take it back.</summary>
    public bool Gave { get; init; }
}

/// <summary>An official opens a document; the reading goes to the ledger.</summary>
internal sealed class OpenDocument(Caller caller, RecordsDb db, Sight sight, IDirectory directory) : UseCase<Guid, DocumentView>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<DocumentView>> Do(Guid input, CancellationToken cancel)
    {
        await db.Stay(cancel);
        if (await sight.Find(input, cancel) is not { } document) return Refusal.NotFound();
        db.NoteRead(nameof(Document), document.Id);
        await db.SaveChangesAsync(cancel);

        var children = await db.Documents.AsNoTracking().Where(d => d.Parent == document.Id).OrderBy(d => d.CreatedAt).ToListAsync(cancel);
        return new DocumentView(
            document,
            await db.Components.AsNoTracking().Where(c => c.Document == document.Id).OrderBy(c => c.Position).ThenByDescending(c => c.Version).ToListAsync(cancel),
            await db.Steps.AsNoTracking().Where(s => s.Document == document.Id).OrderBy(s => s.At).ThenBy(s => s.Id).ToListAsync(cancel),
            document.File is { } file ? await db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Id == file, cancel) : null,
            document.Parent is { } parent ? await db.Documents.AsNoTracking().FirstOrDefaultAsync(d => d.Id == parent, cancel) : null,
            children,
            await db.Calls.AsNoTracking().FirstOrDefaultAsync(c => c.Document == document.Id && c.EndedAt == null, cancel),
            document.Parent is null ? LegalClock.Of(document.DeadlineRule, document.ReceivedOn, document.Pauses) : null,
            (await directory.Office(document.Office, cancel))!,
            (await directory.Units(document.Office, cancel)).FirstOrDefault(u => u.Id == document.Unit),
            document.Holder is { } holder ? await directory.Official(holder, cancel) : null,
            sight.Handles(document),
            sight.HandsOver(document),
            sight.Leads(document),
            sight.SendsOut(document))
        {
            Marks = await db.VerifiedMarks.AsNoTracking().Where(m => m.Document == document.Id).OrderBy(m => m.Component).ThenBy(m => m.Ordinal).ToListAsync(cancel),
            Given = document.State == DocumentState.Registered && await Circulation.LastMove(db, document.Id, cancel) is { Kind: StepKind.HandedOver },
            Gave = await sight.Gave(document, cancel),
        };
    }
}
