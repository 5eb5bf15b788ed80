using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Mailroom;

/// <param name="SameAs">The tracking code of the message it repeats.</param>
internal sealed record MessageView(IncomingMessage Message, IReadOnlyList<IncomingPart> Parts, IReadOnlyList<SecurityMark> Marks, string? SameAs);

/// <summary>The filing room opens one message; the reading goes to the ledger.</summary>
internal sealed class OpenMessage(Caller caller, MailroomDb db) : UseCase<Guid, MessageView>(caller, MailroomPermissions.Intake)
{
    protected override async Task<Result<MessageView>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.Incoming.AsNoTracking().FirstOrDefaultAsync(m => m.Id == input, cancel) is not { } message) return Refusal.NotFound();
        db.NoteRead(nameof(IncomingMessage), message.Id);
        await db.SaveChangesAsync(cancel);
        return new MessageView(message,
            await db.IncomingParts.AsNoTracking().Where(p => p.Message == input).OrderBy(p => p.Position).ToListAsync(cancel),
            await db.IncomingMarks.AsNoTracking().Where(m => m.Message == input).OrderBy(m => m.Ordinal).Select(m => m.Mark).ToListAsync(cancel),
            message.SameAs is { } other ? await db.Incoming.Where(m => m.Id == other).Select(m => m.TrackingCode).FirstOrDefaultAsync(cancel) : null);
    }
}

/// <param name="Position">Of the part; 0 is the whole message as it came.</param>
internal sealed record EvidenceInput(Guid Message, int Position);

/// <summary>Bytes ready to be sent; the receiver closes the stream.</summary>
internal sealed record Evidence(Stream Content, string Name);

/// <summary>The filing room takes out what came, just as it came, hostile or not; the reading goes to the ledger.</summary>
internal sealed class TakeEvidence(Caller caller, MailroomDb db, IBlobStore blobs) : UseCase<EvidenceInput, Evidence>(caller, MailroomPermissions.Decide)
{
    protected override async Task<Result<Evidence>> Do(EvidenceInput input, CancellationToken cancel)
    {
        var part = input.Position == 0
            ? await db.Incoming.AsNoTracking().Where(m => m.Id == input.Message).Select(m => m.Original).FirstOrDefaultAsync(cancel)
            : (await db.IncomingParts.AsNoTracking().FirstOrDefaultAsync(p => p.Message == input.Message && p.Position == input.Position, cancel))?.Part;
        if (part is null || await blobs.Open(BlobHash.Parse(part.Blob), cancel) is not { } content) return Refusal.NotFound();
        db.NoteRead(nameof(IncomingMessage), input.Message);
        await db.SaveChangesAsync(cancel);
        return new Evidence(content, part.Name);
    }
}
