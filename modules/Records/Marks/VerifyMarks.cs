using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Signatures;

namespace Virtuos.Records;

/// <summary>The components of a document that came without a check are to be looked at for signatures.</summary>
internal sealed record MarksOrdered(Guid Document) : IOrder
{
    public Guid Subject => Document;
}

/// <summary>Signatures, seals and stamps of what came by the portal or was laid in at the desk are checked and recorded (§ 4 of decree 259/2012).</summary>
internal sealed class VerifyMarks(RecordsDb db, MarkBook book, SignatureChecker checker, IBlobStore blobs, TimeProvider clock) : IHandle<MarksOrdered>
{
    public async Task Handle(MarksOrdered message, CancellationToken cancel)
    {
        if (await db.Documents.AsNoTracking().FirstOrDefaultAsync(d => d.Id == message.Document, cancel) is not { } document) return;
        var parts = await db.Components.AsNoTracking().Where(c => c.Document == document.Id && c.Role != ComponentRole.Draft).OrderBy(c => c.Position).ToListAsync(cancel);
        var known = await db.VerifiedMarks.Where(m => m.Document == document.Id).Select(m => m.Component).ToListAsync(cancel);
        List<SecurityMark> found = [];
        var fresh = parts.FindAll(p => !known.Contains(p.Id));
        foreach (var part in fresh.DistinctBy(p => p.Blob)) found.AddRange(await Marks(part, parts, cancel));
        await book.Enter(document, fresh, found, cancel);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<IReadOnlyList<SecurityMark>> Marks(Component part, IReadOnlyList<Component> all, CancellationToken cancel)
    {
        if (part.Size > SignatureChecker.Largest || await Open(part, cancel) is not { } content) return [];
        await using var stored = content;
        List<(string Name, Stream Content)> others = [];
        try
        {
            // A signature that came apart is of one of the other files.
            if (IsApart(part.Name))
                foreach (var other in all.Where(o => o.Id != part.Id && o.Size <= SignatureChecker.Largest && !IsApart(o.Name)))
                    if (await Open(other, cancel) is { } bytes) others.Add((other.Name, bytes));
            var report = await checker.Check(stored, part.Name, others, cancel);
            return SecurityMark.Of(report, part.Blob, part.Name, clock.GetUtcNow());
        }
        finally
        {
            foreach (var (_, stream) in others) await stream.DisposeAsync();
        }
    }

    private async Task<Stream?> Open(Component part, CancellationToken cancel) => BlobHash.TryParse(part.Blob, out var hash) ? await blobs.Open(hash, cancel) : null;

    private static bool IsApart(string name) => Path.GetExtension(name).ToLowerInvariant() is ".p7s" or ".sig" or ".xsig" or ".tsr";
}
