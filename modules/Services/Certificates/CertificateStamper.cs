using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Signing;
using Virtuos.Services.Filing;
using Virtuos.Services.Filling;

namespace Virtuos.Services.Certificates;

/// <summary>Has a sealed certificate stamped and keeps it; from then on it can be taken away and checked, and goes to the filer's confirmed address.</summary>
internal sealed class CertificateStamper(ServicesDb db, TimestampAuthority authority, IBlobStore blobs, MailAddresses addresses, ITracking tracking, Installation installation, Texts texts)
{
    private const long Largest = 50 * 1024 * 1024;

    /// <summary>Everything leaves with the caller's save.</summary>
    /// <param name="container">The certificate for machines, when there is one.</param>
    /// <exception cref="TimestampUnavailableException">The authority gave none; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The stamp is larger than the room left for it.</exception>
    public async Task Stamp(Certificate certificate, Submission submission, byte[] paper, byte[]? container, CancellationToken cancel)
    {
        var stamped = await PaperSeal.Stamp(paper, authority, cancel);
        var stampedContainer = container is null ? null : await SealContainer.Stamp(container, authority, cancel);
        var seal = SealVerification.Verify(stamped);
        var (kept, beside) = await Keep(stamped, stampedContainer, cancel);
        certificate.BeStamped((kept.Hash.ToString(), kept.Size), beside is null ? null : (beside.Hash.ToString(), beside.Size), seal.Stamp!.Authority, seal.Trial || seal.Stamp.Trial, seal.Stamp.At);
        Remember(certificate, kept.Hash, Fingerprint.Paper);
        if (beside is not null) Remember(certificate, beside.Hash, Fingerprint.Xml);
        Remember(certificate, BlobHash.Parse(submission.Hash), Fingerprint.Filing);
        if (submission.Paper is { } filed) Remember(certificate, BlobHash.Parse(filed), Fingerprint.FilingPaper);
        await Mail(certificate, submission, kept, cancel);
    }

    /// <summary>Both on disk; they are synced together.</summary>
    public async Task<(IncomingBlob Paper, IncomingBlob? Container)> Keep(byte[] paper, byte[]? container, CancellationToken cancel)
    {
        var first = await blobs.Receive(new MemoryStream(paper, writable: false), Largest, cancel);
        var second = container is null ? null : await blobs.Receive(new MemoryStream(container, writable: false), Largest, cancel);
        await Task.WhenAll(first.Stored, second?.Stored ?? Task.CompletedTask);
        return (first, second);
    }

    private void Remember(Certificate certificate, BlobHash hash, string kind) => db.Add(new Fingerprint { Hash = hash.ToBytes(), Office = certificate.Office, Certificate = certificate.Id, Kind = kind });

    private async Task Mail(Certificate certificate, Submission submission, IncomingBlob paper, CancellationToken cancel)
    {
        if (submission.FilerEmail is not { } to || !await addresses.IsConfirmed(to, cancel)) return;
        var words = texts.In(submission.Language);
        db.Publish(new MailOrdered(Guid.CreateVersion7(), submission.Office, submission.Id, to, words["services.certificate.mail.title", ("number", certificate.ReferenceNumber)],
            words["services.certificate.mail.text", ("matter", submission.Matter), ("number", certificate.ReferenceNumber), ("follow", installation.Address + tracking.Keys(submission.Id).Path), ("check", $"{installation.Address}/overeni")], null,
            [new FiledPart(paper.Hash.ToString(), CertificateRoutes.PaperName(certificate), "application/pdf", paper.Size)]));
    }
}
