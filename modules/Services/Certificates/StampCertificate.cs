using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Signing;
using Virtuos.Services.Filing;
using Virtuos.Services.Filling;

namespace Virtuos.Services.Certificates;

/// <summary>
/// The authority stamps a sealed certificate; from then on it can be taken away and checked, and it goes to the filer's confirmed address. When
/// the authority gives no stamp, the certificate waits.
/// </summary>
internal sealed class StampCertificate(Caller caller, ServicesDb db, TimestampAuthority authority, IBlobStore blobs, MailAddresses addresses, ITracking tracking, Installation installation, Texts texts, TimeProvider clock)
    : UseCase<Guid, Done>(caller, ServicesPermissions.Certify)
{
    private const long Largest = 50 * 1024 * 1024;

    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.Certificates.FirstOrDefaultAsync(c => c.Id == input, cancel) is not { } certificate) return Refusal.NotFound();
        if (certificate is not { StampedAt: null, ErasedAt: null, Sealed: { } waiting }) return new Done();
        byte[] paper;
        byte[]? container;
        try
        {
            paper = await PaperSeal.Stamp(await Read(waiting, cancel), authority, cancel);
            container = certificate.SealedXml is { } xml ? await SealContainer.Stamp(await Read(xml, cancel), authority, cancel) : null;
        }
        catch (Exception e) when (e is TimestampUnavailableException or InvalidOperationException)
        {
            certificate.Fail(e.Message, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return Refusal.Unavailable("kernel.timestamp-unavailable");
        }
        var seal = SealVerification.Verify(paper);
        var submission = await db.Submissions.AsNoTracking().SingleAsync(s => s.Id == certificate.Submission, cancel);
        var kept = await blobs.Stage(new MemoryStream(paper, writable: false), Largest, cancel);
        var beside = container is null ? null : await blobs.Stage(new MemoryStream(container, writable: false), Largest, cancel);
        certificate.BeStamped((kept.Hash.ToString(), kept.Size), beside is null ? null : (beside.Hash.ToString(), beside.Size), seal.Stamp!.Authority, seal.Trial || seal.Stamp.Trial, seal.Stamp.At);
        Remember(certificate, kept.Hash, Fingerprint.Paper);
        if (beside is not null) Remember(certificate, beside.Hash, Fingerprint.Xml);
        Remember(certificate, BlobHash.Parse(submission.Hash), Fingerprint.Filing);
        if (submission.Paper is { } filed) Remember(certificate, BlobHash.Parse(filed), Fingerprint.FilingPaper);
        await Mail(certificate, submission, kept, cancel);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }

    private void Remember(Certificate certificate, BlobHash hash, string kind) => db.Add(new Fingerprint { Hash = hash.ToBytes(), Office = certificate.Office, Certificate = certificate.Id, Kind = kind });

    private async Task Mail(Certificate certificate, Submission submission, StagedBlob paper, CancellationToken cancel)
    {
        if (submission.FilerEmail is not { } to || !await addresses.IsConfirmed(to, cancel)) return;
        var words = texts.In(submission.Language);
        db.Publish(new MailOrdered(Guid.CreateVersion7(), submission.Office, submission.Id, to, words["services.certificate.mail.title", ("number", certificate.ReferenceNumber)],
            words["services.certificate.mail.text", ("matter", submission.Matter), ("number", certificate.ReferenceNumber), ("follow", installation.Address + tracking.Keys(submission.Id).Path), ("check", $"{installation.Address}/overeni")], null,
            [new FiledPart(paper.Hash.ToString(), CertificateRoutes.PaperName(certificate), "application/pdf", paper.Size)]));
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

/// <summary>Stamps at once what was just sealed; what cannot be stamped now is left to <see cref="StampCertificates"/>.</summary>
internal sealed class StampSealedCertificate(StampCertificate act) : IHandle<CertificateSealed>
{
    public Task Handle(CertificateSealed message, CancellationToken cancel) => act.Run(message.Certificate, cancel);
}
