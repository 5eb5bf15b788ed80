using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;
using Virtuos.Services.Filing;
using Virtuos.Services.Filling;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Certificates;

/// <summary>A certificate was sealed and is to be stamped.</summary>
internal sealed record CertificateSealed(Guid Certificate) : IOrder
{
    public Guid Subject => Certificate;
}

/// <summary>A filing of the portal that has its number gets a certificate under the seal of the office; the stamp follows by itself.</summary>
internal sealed class IssueCertificate(ServicesDb db, FormShelf forms, ServiceCatalogue catalogue, MailAddresses addresses, IDirectory directory, PaperPress press, TrialAuthority authority, IBlobStore blobs, Installation installation, Texts texts, TimeProvider clock)
    : IHandle<DocumentRegistered>
{
    private const long Largest = 50 * 1024 * 1024;

    public async Task Handle(DocumentRegistered message, CancellationToken cancel)
    {
        // What came another way is no act by a form; a later document of the same filing is certified already.
        if (await db.Submissions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == message.Origin, cancel) is not { State: SubmissionState.HandedOver, ErasedAt: null } submission
            || await db.Certificates.AnyAsync(c => c.Submission == submission.Id, cancel)) return;
        var form = forms.Version(submission.Form, submission.FormVersion) ?? throw new InvalidOperationException($"The form {submission.Form} v{submission.FormVersion} is gone.");
        var office = await directory.Office(submission.Office, cancel) ?? throw new InvalidOperationException("The office is gone.");
        var at = clock.GetUtcNow();
        var parts = new CertificateParts(Guid.CreateVersion7(at), submission, message.ReferenceNumber, form, office, catalogue.On(submission.FiledAt), await Identification.Of(submission, addresses, cancel), at);
        var seal = authority.SealOf(office.Name, office.OrganisationNumber);
        var xml = parts.Norm is { IsWhole: true } norm ? norm.Xml() : null;
        var paper = PaperSeal.Seal(press.Press(CertificatePaper.Of(parts, xml, installation.Address, seal.IsTrial, texts.In("cs")), sealing: true).Bytes, seal, at);
        var certificate = new Certificate { Office = office.Id, Id = parts.Id, Submission = submission.Id, ReferenceNumber = message.ReferenceNumber, IssuedAt = at };
        certificate.BeSealed(await Staged(paper, cancel), xml is null ? null : await Staged(SealContainer.Seal(Kernel.OpenNorms.DigitalActCertificate.FileName, xml, seal, at), cancel));
        db.Add(certificate);
        db.Publish(new CertificateSealed(certificate.Id), certificate.Office);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<string> Staged(byte[] bytes, CancellationToken cancel) => (await blobs.Stage(new MemoryStream(bytes, writable: false), Largest, cancel)).Hash.ToString();
}
