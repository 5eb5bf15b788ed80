using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>An authority that is trusted, and by whom.</summary>
/// <param name="Source">Name of the list or file that it came from.</param>
/// <param name="Services">What a trusted list (ETSI TS 119 612) says of it; empty for one that the operator laid in by itself.</param>
public sealed record TrustAnchor(X509Certificate2 Certificate, string Source, IReadOnlyList<TrustService> Services)
{
    private const string QualifiedCertificates = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC";
    private const string QualifiedStamps = "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST";

    /// <summary>It issued qualified certificates at that moment; null when no list speaks of it.</summary>
    public bool? IssuesQualified(DateTimeOffset at) => Services.Count == 0 ? null : Services.Any(s => s.Type == QualifiedCertificates && s.GrantedAt(at));

    /// <summary>It issued qualified time stamps at that moment; null when no list speaks of it.</summary>
    public bool? StampsQualified(DateTimeOffset at) => Services.Count == 0 ? null : Services.Any(s => s.Type == QualifiedStamps && s.GrantedAt(at));
}

/// <summary>A service of a trusted list with the states it went through, newest first.</summary>
/// <param name="Type">Address of the kind of service, as http://uri.etsi.org/TrstSvc/Svctype/CA/QC.</param>
public sealed record TrustService(string Type, string Name, IReadOnlyList<(DateTimeOffset From, string Status)> States)
{
    // The words of the lists before and after eIDAS (July 2016).
    private static readonly string[] Good = ["granted", "undersupervision", "accredited", "supervisionincessation"];

    public bool GrantedAt(DateTimeOffset at)
    {
        var state = States.Where(s => s.From <= at).OrderByDescending(s => s.From).FirstOrDefault().Status;
        return state is not null && Good.Any(g => state.EndsWith("/" + g, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>All authorities that this installation trusts, with revocation lists that the operator laid in.</summary>
public sealed class TrustAnchors
{
    private readonly ILookup<string, TrustAnchor> byKey;

    public static TrustAnchors None { get; } = new([], []);

    /// <param name="revocationLists">CRLs in DER.</param>
    public TrustAnchors(IEnumerable<TrustAnchor> anchors, IEnumerable<ReadOnlyMemory<byte>> revocationLists)
    {
        All = [.. anchors];
        byKey = All.ToLookup(a => Convert.ToHexString(a.Certificate.PublicKey.EncodedKeyValue.RawData));
        foreach (var list in revocationLists) Evidence.AddList(list);
        foreach (var anchor in All) Evidence.Add(anchor.Certificate);
    }

    public IReadOnlyList<TrustAnchor> All { get; }

    internal Evidence Evidence { get; } = new();

    /// <summary>The anchors with the key and the name of a certificate: an authority may have several certificates of one key.</summary>
    internal IEnumerable<TrustAnchor> Of(X509Certificate2 certificate) =>
        byKey[Convert.ToHexString(certificate.PublicKey.EncodedKeyValue.RawData)].Where(a => CertificateReading.NamesAgree(a.Certificate.SubjectName, certificate.SubjectName));
}
