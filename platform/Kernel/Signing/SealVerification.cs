using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Virtuos.Kernel.Signing;

public enum SealState
{
    /// <summary>The file carries no signature.</summary>
    None,

    /// <summary>Every byte is as sealed.</summary>
    Intact,

    /// <summary>The sealed part is intact, but something was added behind it.</summary>
    Extended,

    /// <summary>The sealed part or the signature was changed.</summary>
    Changed,
}

/// <summary>Who sealed a file, when, and whether it is still what was sealed.</summary>
/// <param name="Sealer">The organisation of the certificate, or its common name.</param>
/// <param name="Time">The moment stated by the sealer; proven only by a time stamp.</param>
/// <param name="Trusted">The certificate leads to one of the trusted roots and was valid at that moment.</param>
/// <param name="Trial">The seal was made for trials and has no legal force.</param>
public sealed record SealVerification(SealState State, string? Sealer, DateTimeOffset? Time, bool Trusted, bool Trial, X509Certificate2? Certificate)
{
    /// <summary>The time stamp on the seal; null when there is none.</summary>
    public SealStamp? Stamp { get; init; }

    private static readonly SealVerification Unsealed = new(SealState.None, null, null, false, false, null);

    /// <summary>Checks the outermost signature of a PDF; broken files give a state, not an exception.</summary>
    public static SealVerification Verify(byte[] pdf, params IReadOnlyCollection<X509Certificate2> trustedRoots)
    {
        SealVerification? best = null;
        foreach (var (gap, key) in SealGap.In(pdf).OrderByDescending(found => found.Gap.SignedEnd).Take(MostCandidates))
        {
            var verified = Check(pdf, gap, key, trustedRoots);
            if (verified.State is SealState.Intact or SealState.Extended)
                return verified;
            best ??= verified;
        }
        // A damaged range leaves no gap to read, yet the file was meant to be sealed.
        return best ?? (pdf.AsSpan().IndexOf("/ByteRange"u8) >= 0 ? Unsealed with { State = SealState.Changed } : Unsealed);
    }

    private const int MostCandidates = 8;

    private static SealVerification Check(byte[] pdf, SealGap gap, int key, IReadOnlyCollection<X509Certificate2> trustedRoots)
    {
        try
        {
            var message = new SignedCms(new ContentInfo(gap.Signed(pdf)), detached: true);
            message.Decode(gap.Signature(pdf));
            if (message.SignerInfos.Count != 1 || message.SignerInfos[0].Certificate is not { } certificate)
                return Unsealed with { State = SealState.Changed };
            var time = Moment(pdf, key, gap);
            var facts = new SealVerification(
                SealState.Changed, Name(certificate), time, false, TrialAuthority.IsTrial(certificate), certificate);
            if (!Holds(message.SignerInfos[0], certificate))
                return facts;
            return facts with
            {
                State = OnlyLineEnd(pdf.AsSpan(gap.SignedEnd)) ? SealState.Intact : SealState.Extended,
                Trusted = time is { } moment && Leads(certificate, message.Certificates, trustedRoots, moment),
                Stamp = SealStamp.Of(message.SignerInfos[0], trustedRoots),
            };
        }
        catch (Exception broken) when (broken is CryptographicException or System.Formats.Asn1.AsnContentException or FormatException)
        {
            return Unsealed with { State = SealState.Changed };
        }
    }

    /// <summary>Checks a detached signature of a whole content.</summary>
    internal static SealVerification Of(byte[] content, byte[] signature, IReadOnlyCollection<X509Certificate2> trustedRoots)
    {
        try
        {
            var message = new SignedCms(new ContentInfo(content), detached: true);
            message.Decode(signature);
            if (message.SignerInfos.Count != 1 || message.SignerInfos[0].Certificate is not { } certificate)
                return Unsealed with { State = SealState.Changed };
            var signer = message.SignerInfos[0];
            DateTimeOffset? time = signer.SignedAttributes.Cast<CryptographicAttributeObject>().SelectMany(a => a.Values.Cast<AsnEncodedData>()).OfType<Pkcs9SigningTime>().FirstOrDefault() is { } stated
                ? new DateTimeOffset(DateTime.SpecifyKind(stated.SigningTime, DateTimeKind.Utc))
                : null;
            var facts = new SealVerification(SealState.Changed, Name(certificate), time, false, TrialAuthority.IsTrial(certificate), certificate);
            return Holds(signer, certificate)
                ? facts with { State = SealState.Intact, Trusted = time is { } moment && Leads(certificate, message.Certificates, trustedRoots, moment), Stamp = SealStamp.Of(signer, trustedRoots) }
                : facts;
        }
        catch (CryptographicException)
        {
            return Unsealed with { State = SealState.Changed };
        }
    }

    private static bool Holds(SignerInfo signer, X509Certificate2 certificate)
    {
        try
        {
            signer.CheckSignature(verifySignatureOnly: true);
        }
        catch (CryptographicException)
        {
            return false;
        }
        var reference = signer.SignedAttributes.Cast<CryptographicAttributeObject>()
            .FirstOrDefault(attribute => attribute.Oid.Value == PaperSeal.SigningCertificateV2);
        // Seals of others may name more than the hash; ours is compared whole, theirs by containing it.
        return reference is null
            || reference.Values[0].RawData.AsSpan().IndexOf(SHA256.HashData(certificate.RawData)) >= 0
            || reference.Values[0].RawData.AsSpan().IndexOf(SHA512.HashData(certificate.RawData)) >= 0;
    }

    private static bool OnlyLineEnd(ReadOnlySpan<byte> rest) => rest.Length <= 2 && !rest.ContainsAnyExcept("\r\n"u8);

    internal static string Name(X509Certificate2 certificate)
    {
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements))
        {
            if (part.GetSingleElementType().Value == "2.5.4.10")
                return part.GetSingleElementValue() ?? "";
        }
        return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
    }

    internal static bool Leads(
        X509Certificate2 certificate, X509Certificate2Collection others, IReadOnlyCollection<X509Certificate2> roots, DateTimeOffset time, string? use = null)
    {
        if (roots.Count == 0)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(others);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.UtcDateTime;
        if (use is not null)
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid(use));
        return chain.Build(certificate);
    }

    private static DateTimeOffset? Moment(byte[] pdf, int key, SealGap gap)
    {
        var start = pdf.AsSpan(0, key).LastIndexOf(" obj"u8);
        var end = pdf.AsSpan(gap.End).IndexOf("endobj"u8);
        if (start < 0 || end < 0)
            return null;
        var dictionary = Encoding.Latin1.GetString(pdf, start, Math.Max(0, Math.Min(gap.Start, pdf.Length) - start))
            + Encoding.Latin1.GetString(pdf, gap.End, end);
        var match = System.Text.RegularExpressions.Regex.Match(
            dictionary, @"/M\s*\(D:(\d{14})(?:Z|([+-])(\d\d)'(\d\d)'?)?", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        if (!match.Success)
            return null;
        var zone = match.Groups[2].Success ? $"{match.Groups[2].Value}{match.Groups[3].Value}:{match.Groups[4].Value}" : "+00:00";
        return DateTimeOffset.TryParseExact(
            match.Groups[1].Value + zone, "yyyyMMddHHmmsszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? moment
            : null;
    }
}
