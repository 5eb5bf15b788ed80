using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>Certificates and revocation that lie in a file or that the operator laid in; broken ones are passed over.</summary>
internal sealed class Evidence
{
    private readonly Dictionary<string, X509Certificate2> certificates = [];
    private readonly Dictionary<string, RevocationList> lists = [];
    private readonly Dictionary<string, RevocationAnswer> answers = [];

    // Bounds for hostile files.
    private const int Most = 2000;

    public IReadOnlyCollection<X509Certificate2> Certificates => certificates.Values;

    public IReadOnlyCollection<RevocationList> Lists => lists.Values;

    public IReadOnlyCollection<RevocationAnswer> Answers => answers.Values;

    public bool HasRevocation => lists.Count + answers.Count > 0;

    public void Add(X509Certificate2 certificate)
    {
        if (certificates.Count < Most) certificates.TryAdd(certificate.Thumbprint, certificate);
    }

    /// <summary>A certificate in DER; broken ones are passed over.</summary>
    public void AddCertificate(ReadOnlyMemory<byte> encoded)
    {
        if (CertificateReading.Read(encoded) is { } certificate) Add(certificate);
    }

    /// <summary>A CRL (RFC 5280) in DER.</summary>
    public void AddList(ReadOnlyMemory<byte> encoded)
    {
        if (lists.Count < Most && RevocationList.Read(encoded) is { } list) lists.TryAdd(list.Key, list);
    }

    /// <summary>An OCSP answer (RFC 6960), as OCSPResponse or BasicOCSPResponse in DER; the certificates in it are added too.</summary>
    public void AddAnswer(ReadOnlyMemory<byte> encoded)
    {
        if (answers.Count >= Most || RevocationAnswer.Read(encoded) is not { } answer) return;
        answers.TryAdd(answer.Key, answer);
        foreach (var certificate in answer.Certificates) Add(certificate);
    }

    public void AddAll(Evidence other)
    {
        foreach (var certificate in other.Certificates) Add(certificate);
        foreach (var list in other.Lists) lists.TryAdd(list.Key, list);
        foreach (var answer in other.Answers) answers.TryAdd(answer.Key, answer);
    }
}
