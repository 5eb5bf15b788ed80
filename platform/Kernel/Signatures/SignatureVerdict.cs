using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>What is known of one signature or seal of a file (ETSI EN 319 102-1), and why.</summary>
public sealed record SignatureVerdict
{
    /// <summary>PAdES, CAdES, XAdES, PKCS7; PDF-NOT-ETSI, CMS-NOT-ETSI, XML-NOT-ETSI where nothing signed names the certificate.</summary>
    public required string Format { get; init; }

    /// <summary>BASELINE-B, -T, -LT, -LTA of today's standards, or the older BES, EPES, T, C, X, LT, A; B and T of PKCS7.</summary>
    public string? Level { get; init; }

    /// <summary>The signed bytes are those that were signed; null when it cannot be judged, as without the signed document.</summary>
    public bool? Intact { get; init; }

    /// <summary>The certificate led to a trusted authority, was valid and was not revoked when the signature was made; null when it cannot be judged.</summary>
    public bool? Trusted { get; init; }

    /// <summary>A qualified signature or seal: by a qualified certificate, made in a qualified device (eIDAS art. 3 points 12 and 27); null when no trusted list tells.</summary>
    public bool? Qualified { get; init; }

    /// <summary>The certificate was qualified (eIDAS art. 28 and 38), so that the signature is at least "uznávaný" (act 297/2016 § 6).</summary>
    public bool? QualifiedCertificate { get; init; }

    /// <summary>"signature", "seal" or "web" by the certificate; null when it does not say.</summary>
    public string? Purpose { get; init; }

    /// <summary>The moment that the signer states; proven only by a stamp.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    public X509Certificate2? Certificate { get; init; }

    /// <summary>Time stamps of this signature.</summary>
    public IReadOnlyList<StampVerdict> Stamps { get; init; } = [];

    /// <summary>TOTAL_PASSED, INDETERMINATE or TOTAL_FAILED.</summary>
    public required string Indication { get; init; }

    /// <summary>The reason in the words of ETSI EN 319 102-1, as HASH_FAILURE; empty when passed.</summary>
    public string SubIndication { get; init; } = "";

    /// <summary>Key of the text that says the reason in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Something was added behind what this signature covers that people may see, be it the filling of a form.</summary>
    public bool ChangedAfter { get; init; }

    /// <summary>What an XML signature is of: an element with its identity, "/" for the whole document, or the address of a file; empty in other formats.</summary>
    public IReadOnlyList<string> Covers { get; init; } = [];
}

/// <summary>What is known of one time stamp (RFC 3161).</summary>
/// <param name="Kind">One of <see cref="StampKinds"/>.</param>
/// <param name="Intact">It is of what it should be of, and nothing of it was changed; null when what it stamps is missing.</param>
/// <param name="Trusted">Its authority leads to a trusted one; null when no authority is trusted yet.</param>
/// <param name="Authority">The organisation that stamped, or its common name.</param>
public sealed record StampVerdict(string Kind, DateTimeOffset At, bool? Intact, bool? Trusted, string Authority)
{
    public X509Certificate2? Certificate { get; init; }
}

/// <summary>What time stamps are of.</summary>
public static class StampKinds
{
    public const string Content = "content";
    public const string AllDataObjects = "all-data-objects";
    public const string IndividualDataObjects = "individual-data-objects";
    public const string Signature = "signature";
    public const string ValidationData = "validation-data";
    public const string ValidationReferences = "validation-references";
    public const string Archive = "archive";
    public const string Document = "document";
    public const string Validation = "vri";
    public const string Container = "container";
    public const string EvidenceRecord = "evidence-record";
}

/// <summary>All signatures and stamps of a file; <paramref name="Unreadable"/> is the text key of why it could not be read.</summary>
/// <param name="DocumentStamps">Stamps of the document as a whole rather than of one signature.</param>
public sealed record SignatureReport(IReadOnlyList<SignatureVerdict> Signatures, IReadOnlyList<StampVerdict> DocumentStamps, string? Unreadable)
{
    internal static SignatureReport Empty { get; } = new([], [], null);
}
