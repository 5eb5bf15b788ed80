using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signing;

/// <summary>A local authority for trials and demonstrations: it issues office seals, and stamps, that say of themselves that they are not qualified.</summary>
/// <param name="folder">Folder of keys outside of the content root; created for the owner only.</param>
public sealed class TrialAuthority(string folder, TimeProvider clock)
{
    private const string Trial = "ZKUŠEBNÍ / TRIAL – ";
    private const string SealMark = "not a qualified seal";
    private const string StampMark = "not a qualified time stamp";
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    private const int Years = 20;
    private const int LongestName = 64;

    // Bulk sealing must not read the keys for each paper.
    private readonly ConcurrentDictionary<string, Lazy<SealCertificate>> seals = new();

    public static bool IsTrial(X509Certificate2 certificate) =>
        certificate.Subject.Contains(SealMark, StringComparison.Ordinal) || certificate.Subject.Contains(StampMark, StringComparison.Ordinal);

    /// <summary>The root certificate, without its key; made on first use.</summary>
    public X509Certificate2 Root()
    {
        using var authority = Authority();
        return X509CertificateLoader.LoadCertificate(authority.RawData);
    }

    /// <summary>The seal of an office; made on first use, the same for everybody who asks at once.</summary>
    /// <param name="organisationNumber">IČO, eight digits.</param>
    public SealCertificate SealOf(string office, string organisationNumber)
    {
        if (organisationNumber.Length is 0 or > 12 || !organisationNumber.All(char.IsAsciiDigit))
            throw new ArgumentException("The number of an organisation has digits only.", nameof(organisationNumber));
        return seals.GetOrAdd(
            organisationNumber,
            number => new(() => Load(office, number), LazyThreadSafetyMode.PublicationOnly)).Value;
    }

    /// <summary>The certificate by which the trial authority stamps with the time.</summary>
    internal SealCertificate Stamper()
    {
        using var authority = Authority();
        var certificate = KeyFile.LoadOrCreate(
            Path.Combine(folder, "trial-timestamps.pem"),
            () => Issue(authority, Named(StampMark, "Virtuos", null), new X509EnhancedKeyUsageExtension([new(TimeStamping)], critical: true)));
        return new SealCertificate(certificate, [X509CertificateLoader.LoadCertificate(authority.RawData)]);
    }

    private SealCertificate Load(string office, string organisationNumber)
    {
        using var authority = Authority();
        var certificate = KeyFile.LoadOrCreate(
            Path.Combine(folder, $"trial-seal-{organisationNumber}.pem"),
            () => Issue(authority, Named(SealMark, office, organisationNumber)));
        return new SealCertificate(certificate, [X509CertificateLoader.LoadCertificate(authority.RawData)]);
    }

    private X509Certificate2 Authority() => KeyFile.LoadOrCreate(Path.Combine(folder, "trial-authority.pem"), IssueAuthority);

    private X509Certificate2 IssueAuthority()
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest(Named(SealMark, "Virtuos", null), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var start = clock.GetUtcNow().AddDays(-1);
        return request.CreateSelfSigned(start, start.AddYears(Years));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, X500DistinguishedName subject, params X509Extension[] uses)
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        foreach (var use in uses)
            request.CertificateExtensions.Add(use);
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x7F | 0x40);
        using var issued = request.Create(authority, authority.NotBefore, authority.NotAfter, serial);
        return issued.CopyWithPrivateKey(key);
    }

    private static X500DistinguishedName Named(string mark, string organisation, string? organisationNumber)
    {
        // The builder encodes backwards: the country comes first in the certificate.
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(Trial + mark);
        if (organisationNumber is not null)
            name.Add("2.5.4.97", "NTRCZ-" + organisationNumber);
        organisation = organisation.Trim();
        name.AddOrganizationName(organisation.Length is 0 ? "-" : organisation[..Math.Min(organisation.Length, LongestName)]);
        name.AddCountryOrRegion("CZ");
        return name.Build();
    }
}
