using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;

namespace Virtuos.Records;

/// <summary>Gathers what a paper of the office is made of; runs within the caller's use case.</summary>
internal sealed class OwnShelf(RecordsDb db, IDirectory directory)
{
    /// <summary>The parts of an own document, or null when it is none.</summary>
    public async Task<OwnPaperParts?> Parts(Document document, CancellationToken cancel)
    {
        if (await db.OwnDocuments.FirstOrDefaultAsync(o => o.Id == document.Id, cancel) is not { } own) return null;
        var answered = document.Parent is { } parent ? await db.Documents.FirstOrDefaultAsync(d => d.Id == parent, cancel) : null;
        var file = (document.File ?? answered?.File) is { } id ? await db.Files.FirstOrDefaultAsync(f => f.Id == id, cancel) : null;
        return new(document, own, answered,
            (await directory.Office(document.Office, cancel))!,
            (await directory.Units(document.Office, cancel)).FirstOrDefault(u => u.Id == document.Unit),
            await directory.Official(own.Author, cancel), file);
    }
}
