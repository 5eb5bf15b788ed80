using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Signing;

namespace Virtuos.Records;

/// <summary>
/// The sealed file of a document gets its time stamp and becomes a component of it. When the authority gives none, it waits and is tried
/// again: what was approved stays approved, and cannot leave meanwhile (§ 11 of act 297/2016).
/// </summary>
internal sealed class StampDocument(Caller caller, RecordsDb db, Sight sight, TimestampAuthority authority, IBlobStore blobs, TimeProvider clock)
    : UseCase<Guid, Done>(caller, RecordsPermissions.Desk)
{
    private const long Largest = 50 * 1024 * 1024;

    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { } document || await db.Stampings.FirstOrDefaultAsync(s => s.Id == document.Id, cancel) is not { } stamping) return Refusal.NotFound();
        if (stamping.IsStamped) return new Done();
        byte[] file;
        try
        {
            file = await PaperSeal.Stamp(await Sealed(stamping, cancel), authority, cancel);
        }
        catch (Exception e) when (e is TimestampUnavailableException or InvalidOperationException)
        {
            stamping.Fail(e.Message, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return Refusal.Unavailable("records.stamp.waits");
        }
        var staged = await blobs.Stage(new MemoryStream(file), Largest, cancel);

        await using var transaction = await db.Begin(cancel);
        // Whoever asked at the same time waits here and then sees that it is done.
        await db.Database.ExecuteSqlAsync($"select 1 from records.stamping where office = {document.Office} and id = {document.Id} for update", cancel);
        await db.Entry(stamping).ReloadAsync(cancel);
        if (stamping.IsStamped) return new Done();
        var (at, stamp) = (clock.GetUtcNow(), SealVerification.Verify(file).Stamp!);
        stamping.BeStamped(staged.Hash.ToString(), stamp.Authority, stamp.Trial, stamp.At);
        db.Add(new Component
        {
            Office = document.Office,
            Document = document.Id,
            Position = 1,
            Role = ComponentRole.Output,
            Version = 1 + await db.Components.Where(c => c.Document == document.Id && c.Position == 1 && c.Role == ComponentRole.Output).MaxAsync(c => (int?)c.Version, cancel) ?? 1,
            Kind = stamping.Kind,
            Name = stamping.Name,
            MimeType = "application/pdf",
            Size = staged.Size,
            Blob = staged.Hash.ToString(),
            AddedAt = at,
        });
        // Behind the seal that was made in the same moment.
        db.Add(Step.Of(document, StepKind.Stamped, Caller, at.AddMicroseconds(2), stamp.Authority));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }

    private async Task<byte[]> Sealed(Stamping stamping, CancellationToken cancel)
    {
        if (await blobs.Open(BlobHash.Parse(stamping.Blob), cancel) is not { } content) throw new InvalidOperationException("The sealed file is missing.");
        await using var stored = content;
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }
}
