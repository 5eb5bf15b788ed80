using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;

namespace Virtuos.Records;

/// <summary>Makes the final file of a document: PDF/A-3a with its metadata inside, under the seal of the office.</summary>
internal sealed class SealPress(PaperPress press, TrialAuthority authority, IBlobStore blobs, IDirectory directory, Caller caller, Texts texts)
{
    private const long Largest = 50 * 1024 * 1024;

    /// <summary>The sealed file as a component that is not stored yet; its bytes are safe on disk.</summary>
    public async Task<Component> Seal(OwnPaperParts parts, Guid approver, DateTimeOffset at, CancellationToken cancel)
    {
        var (document, own, office) = (parts.Document, parts.Own, parts.Office);
        var certificate = authority.SealOf(office.Name, office.OrganisationNumber);
        var card = await directory.Official(approver, cancel);
        var paper = OwnPaper.Of(parts, new(document.ReferenceNumber!, parts.File!.Mark, caller.Name, card?.Position, at, certificate.IsTrial), at, texts.In("cs"));
        var sealedPaper = PaperSeal.Seal(press.Press(paper, sealing: true).Bytes, certificate, at);
        using var content = new MemoryStream(sealedPaper);
        var staged = await blobs.Stage(content, Largest, cancel);
        return new()
        {
            Office = document.Office,
            Document = document.Id,
            Position = 1,
            Role = ComponentRole.Output,
            Kind = own.Kind.ToString().ToLowerInvariant(),
            Name = $"{string.Concat(paper.Title.Split(Path.GetInvalidFileNameChars()))} {document.ReferenceNumber!.Replace('/', '-')}.pdf",
            MimeType = "application/pdf",
            Size = staged.Size,
            Blob = staged.Hash.ToString(),
            AddedAt = at,
        };
    }

    /// <summary>Is the file still what the office sealed.</summary>
    public async Task<bool> IsSealed(Component component, OfficeCard office, CancellationToken cancel)
    {
        if (!BlobHash.TryParse(component.Blob, out var hash) || await blobs.Open(hash, cancel) is not { } content) return false;
        await using var stored = content;
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, cancel);
        var seal = SealVerification.Verify(bytes.ToArray(), authority.Root());
        return seal is { State: SealState.Intact, Trusted: true } && seal.Certificate!.Thumbprint == authority.SealOf(office.Name, office.OrganisationNumber).Certificate.Thumbprint;
    }
}
