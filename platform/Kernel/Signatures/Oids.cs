namespace Virtuos.Kernel.Signatures;

/// <summary>Object identifiers of signatures (RFC 5652, RFC 5035, RFC 3161, ETSI EN 319 122-1).</summary>
internal static class Oids
{
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string Data = "1.2.840.113549.1.7.1";
    public const string TimestampInfo = "1.2.840.113549.1.9.16.1.4";

    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string SigningTime = "1.2.840.113549.1.9.5";
    public const string Countersignature = "1.2.840.113549.1.9.6";
    public const string SigningCertificate = "1.2.840.113549.1.9.16.2.12";
    public const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    public const string AlgorithmProtection = "1.2.840.113549.1.9.52";
    public const string SignaturePolicy = "1.2.840.113549.1.9.16.2.15";
    public const string SignatureTimestamp = "1.2.840.113549.1.9.16.2.14";
    public const string ContentTimestamp = "1.2.840.113549.1.9.16.2.20";
    public const string CertificateReferences = "1.2.840.113549.1.9.16.2.21";
    public const string RevocationReferences = "1.2.840.113549.1.9.16.2.22";
    public const string CertificateValues = "1.2.840.113549.1.9.16.2.23";
    public const string RevocationValues = "1.2.840.113549.1.9.16.2.24";
    public const string ValidationDataTimestamp = "1.2.840.113549.1.9.16.2.25";
    public const string ReferencesTimestamp = "1.2.840.113549.1.9.16.2.26";
    public const string ArchiveTimestamp = "1.2.840.113549.1.9.16.2.27";
    public const string ArchiveTimestampV2 = "1.2.840.113549.1.9.16.2.48";
    public const string ArchiveTimestampV3 = "0.4.0.1733.2.4";
    public const string LongTermValidation = "0.4.0.1733.2.2";
    public const string HashIndex = "0.4.0.1733.2.5";
    public const string HashIndexV2 = "0.4.0.19122.1.4";
    public const string HashIndexV3 = "0.4.0.19122.1.5";
    public const string AdobeRevocation = "1.2.840.113583.1.1.8";

    public const string OcspOtherRevocation = "1.3.6.1.5.5.7.16.2";
    public const string OcspBasic = "1.3.6.1.5.5.7.48.1.1";
    public const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
    public const string UseTimestamping = "1.3.6.1.5.5.7.3.8";
    public const string UseOcspSigning = "1.3.6.1.5.5.7.3.9";
    public const string QcStatements = "1.3.6.1.5.5.7.1.3";

    public const string Sha1 = "1.3.14.3.2.26";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
}
