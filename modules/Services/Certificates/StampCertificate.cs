using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Signing;

namespace Virtuos.Services.Certificates;

/// <summary>A sealed certificate that waits for a time stamp asks the authority again; when it gives none, it goes on waiting.</summary>
internal sealed class StampCertificate(Caller caller, ServicesDb db, CertificateStamper stamper, IBlobStore blobs, TimeProvider clock) : UseCase<Guid, Done>(caller, ServicesPermissions.Certify)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.Certificates.FirstOrDefaultAsync(c => c.Id == input, cancel) is not { } certificate) return Refusal.NotFound();
        if (certificate is not { StampedAt: null, ErasedAt: null, Sealed: { } paper }) return new Done();
        var submission = await db.Submissions.AsNoTracking().SingleAsync(s => s.Id == certificate.Submission, cancel);
        try
        {
            await stamper.Stamp(certificate, submission, await Read(paper, cancel), certificate.SealedXml is { } xml ? await Read(xml, cancel) : null, cancel);
        }
        catch (Exception e) when (e is TimestampUnavailableException or InvalidOperationException)
        {
            certificate.Fail(e.Message, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return Refusal.Unavailable("kernel.timestamp-unavailable");
        }
        await db.SaveChangesAsync(cancel);
        return new Done();
    }

    private async Task<byte[]> Read(string blob, CancellationToken cancel)
    {
        if (await blobs.Open(BlobHash.Parse(blob), cancel) is not { } content) throw new InvalidOperationException("The sealed certificate is missing.");
        await using var stored = content;
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }
}
