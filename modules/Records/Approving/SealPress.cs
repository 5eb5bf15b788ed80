using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;

namespace Virtuos.Records;

/// <summary>Makes the final file of a document: PDF/A-3a with its metadata inside, under the seal of the office.</summary>
internal sealed class SealPress(PaperPress press, TrialAuthority authority, TimestampAuthority stamps, IBlobStore blobs, IDirectory directory, Texts texts)
{
    private const long Largest = 50 * 1024 * 1024;

    /// <param name="approver">Name of whoever approved it, in whose place too.</param>
    /// <returns>The sealed file on its way to a time stamp, not stored yet; its bytes are safe on disk.</returns>
    public async Task<Stamping> Seal(OwnPaperParts parts, Guid by, string approver, DateTimeOffset at, CancellationToken cancel)
    {
        var (document, own, office) = (parts.Document, parts.Own, parts.Office);
        var certificate = authority.SealOf(office.Name, office.OrganisationNumber);
        var card = await directory.Official(by, cancel);
        var paper = OwnPaper.Of(parts, new(document.ReferenceNumber!, parts.File!.Mark, approver, card?.Position, at, certificate.IsTrial), at, texts.In("cs"));
        using var content = new MemoryStream(PaperSeal.Seal(press.Press(paper, sealing: true).Bytes, certificate, at));
        var staged = await blobs.Stage(content, Largest, cancel);
        return new()
        {
            Office = document.Office,
            Id = document.Id,
            SealedAt = at,
            Blob = staged.Hash.ToString(),
            Kind = own.Kind.ToString().ToLowerInvariant(),
            Name = OwnPaper.FileName(paper.Title, document.ReferenceNumber!),
        };
    }

    /// <summary>What a paper that the records make of themselves says of the seal on it.</summary>
    public static SealBox Box(string office, DateTimeOffset at, bool trial, Texts czech) => new([czech["records.decide.paper.seal"], office, czech.Show(at), .. trial ? [czech["records.decide.paper.trial"]] : Array.Empty<string>()]);

    /// <summary>Is the file still what the office sealed.</summary>
    public async Task<bool> IsSealed(Component component, OfficeCard office, CancellationToken cancel) => (await Verify(component, office, cancel)).Sealed;

    /// <summary>Is it what the office sealed, and the time stamp on the seal.</summary>
    public async Task<(bool Sealed, SealStamp? Stamp)> Verify(Component component, OfficeCard office, CancellationToken cancel)
    {
        if (!BlobHash.TryParse(component.Blob, out var hash) || await blobs.Open(hash, cancel) is not { } content) return (false, null);
        await using var stored = content;
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, cancel);
        var seal = SealVerification.Verify(bytes.ToArray(), [authority.Root(), .. stamps.Roots()]);
        return (seal is { State: SealState.Intact, Trusted: true } && seal.Certificate!.Thumbprint == authority.SealOf(office.Name, office.OrganisationNumber).Certificate.Thumbprint, seal.Stamp);
    }
}
