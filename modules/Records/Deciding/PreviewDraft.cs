using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <summary>Prints a draft as it will look; the paper says of itself that nobody has approved it.</summary>
internal sealed class PreviewDraft(Caller caller, RecordsDb db, Sight sight, OwnShelf shelf, PaperPress press, Texts texts, TimeProvider clock) : UseCase<Guid, byte[]>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<byte[]>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { } document || await shelf.Parts(document, cancel) is not { } parts || parts.Own.IsApproved) return Refusal.NotFound();
        db.NoteRead(nameof(OwnDocument), document.Id);
        await db.SaveChangesAsync(cancel);
        return press.Press(OwnPaper.Of(parts, null, clock.GetUtcNow(), texts.In("cs"))).Bytes;
    }
}
