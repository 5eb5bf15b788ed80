using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>Whether a certificate and a signature by it were qualified (eIDAS; statements of ETSI EN 319 412-5 and the trusted list).</summary>
internal static class Qualification
{
    private const string Compliance = "0.4.0.1862.1.1";
    private const string Device = "0.4.0.1862.1.4";
    private const string Types = "0.4.0.1862.1.6";

    /// <returns>Null where no trusted list tells of the issuer.</returns>
    public static (bool? Certificate, bool? Signature, string? Purpose) Of(X509Certificate2 certificate, TrustAnchor? anchor, DateTimeOffset at)
    {
        var (compliant, device, purpose) = Statements(certificate);
        if (!compliant) return (false, false, purpose);
        if (anchor?.IssuesQualified(at) is not { } issues) return (null, device ? null : false, purpose);
        return (issues, issues && device && purpose is null or "signature" or "seal" && issues && device, purpose);
    }

    private static (bool Compliant, bool Device, string? Purpose) Statements(X509Certificate2 certificate)
    {
        if (certificate.Extensions[Oids.QcStatements] is not { } extension) return default;
        var (compliant, device, purpose) = (false, false, (string?)null);
        try
        {
            var statements = new AsnReader(extension.RawData, AsnEncodingRules.BER).ReadSequence();
            while (statements.HasData)
            {
                var statement = statements.ReadSequence();
                switch (statement.ReadObjectIdentifier())
                {
                    case Compliance: compliant = true; break;
                    case Device: device = true; break;
                    case Types when statement.HasData:
                        purpose = Purpose(statement.ReadSequence());
                        break;
                }
            }
        }
        catch (AsnContentException)
        {
            return default;
        }
        // Before the statement of types there were qualified certificates for signatures only.
        return (compliant, device, purpose ?? (compliant ? "signature" : null));
    }

    private static string? Purpose(AsnReader types) => !types.HasData ? null : types.ReadObjectIdentifier() switch
    {
        Types + ".1" => "signature",
        Types + ".2" => "seal",
        Types + ".3" => "web",
        _ => null,
    };
}
