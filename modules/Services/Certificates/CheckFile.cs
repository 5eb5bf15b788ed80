using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Quotas;
using Virtuos.Kernel.Signing;

namespace Virtuos.Services.Certificates;

/// <param name="Content">The bytes of a file; null when only its hash is told.</param>
/// <param name="Hash">SHA-256 in hexadecimal digits as somebody typed it; not read when there is a file.</param>
/// <param name="Network">Where the question came from, for the quota.</param>
internal sealed record CheckFileInput(byte[]? Content, string? Hash, string Network);

/// <summary>What this installation issued itself and knows by the hash alone.</summary>
/// <param name="Kind">As of <see cref="Fingerprint"/>.</param>
/// <param name="Issued">Null for an official of another office, who sees no more than the office's name.</param>
internal sealed record KnownCertificate(string Kind, string Office, Certificate? Issued, DateTimeOffset? FiledAt);

/// <summary>What is to be said of a file.</summary>
/// <param name="Seal">Null when only a hash was asked for.</param>
/// <param name="Act">The certificate of a digital act inside.</param>
internal sealed record CheckedFile(BlobHash Hash, SealVerification? Seal, CertifiedAct? Act, KnownCertificate? Known);

/// <summary>Anybody checks a certificate or another sealed file: what it certifies, whether the seal is whole and trusted, what the stamp proves. Nothing is stored.</summary>
internal sealed class CheckFile(Caller caller, ServicesDb db, TrialAuthority authority, TimestampAuthority stamps, IDirectory directory, Quota quota) : UseCase<CheckFileInput, CheckedFile>(caller, ServicesPermissions.Check)
{
    public static readonly QuotaRule PerNetwork = new("check-file", 120, TimeSpan.FromHours(1));

    protected override async Task<Result<CheckedFile>> Do(CheckFileInput input, CancellationToken cancel)
    {
        BlobHash hash;
        if (input.Content is { } bytes) hash = BlobHash.Of(bytes);
        else if (string.IsNullOrWhiteSpace(input.Hash)) return Refusal.Invalid("soubor", "services.check-file.nothing");
        else if (!BlobHash.TryParse("sha256:" + string.Concat(input.Hash.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant(), out hash)) return Refusal.Invalid("otisk", "services.check-file.hash-wrong");
        if (!await quota.Take(PerNetwork, input.Network, cancel)) return Refusal.TooMany("services.check-file.too-many");
        var (seal, act) = input.Content is { } content ? Look(content) : (null, null);
        return new CheckedFile(hash, seal, act, await Known(hash, cancel));
    }

    private (SealVerification Seal, CertifiedAct? Act) Look(byte[] content)
    {
        IReadOnlyCollection<System.Security.Cryptography.X509Certificates.X509Certificate2> roots = [authority.Root(), .. stamps.Roots()];
        if (SealContainer.Verify(content, roots) is var (_, inside, seal)) return (seal, CertifiedAct.Read(inside));
        return (SealVerification.Verify(content, roots), content.AsSpan().StartsWith("%PDF-"u8) ? PaperAttachments.Of(content).Select(CertifiedAct.Read).FirstOrDefault(a => a is not null) : CertifiedAct.Read(content));
    }

    private async Task<KnownCertificate?> Known(BlobHash hash, CancellationToken cancel)
    {
        var digest = hash.ToBytes();
        if (await db.Fingerprints.AsNoTracking().FirstOrDefaultAsync(f => f.Hash == digest, cancel) is not { } found || await directory.Office(found.Office, cancel) is not { } office) return null;
        if (Caller.IsOfficial && Caller.Office != found.Office) return new(found.Kind, office.Name, null, null);
        Caller.TurnTo(found.Office);
        var certificate = await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Office == found.Office && c.Id == found.Certificate, cancel);
        var filed = certificate is null ? null : await db.Submissions.AsNoTracking().Where(s => s.Office == found.Office && s.Id == certificate.Submission).Select(s => (DateTimeOffset?)s.FiledAt).SingleOrDefaultAsync(cancel);
        return new(found.Kind, office.Name, certificate, filed);
    }
}
