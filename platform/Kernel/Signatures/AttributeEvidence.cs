using System.Formats.Asn1;

namespace Virtuos.Kernel.Signatures;

/// <summary>Certificates and revocation that lie in attributes of a signer (ETSI EN 319 122-1 A.1, Adobe's revocation archive).</summary>
internal static class AttributeEvidence
{
    public static void Take(CmsAttribute attribute, Evidence evidence)
    {
        foreach (var value in attribute.Values)
        {
            try
            {
                var reader = new AsnReader(value, AsnEncodingRules.BER);
                switch (attribute.Identifier)
                {
                    case Oids.CertificateValues:
                        for (var rows = reader.ReadSequence(); rows.HasData;) evidence.AddCertificate(rows.ReadEncodedValue());
                        break;
                    case Oids.RevocationValues or Oids.AdobeRevocation:
                        Revocation(reader.ReadSequence(), evidence);
                        break;
                }
            }
            catch (AsnContentException)
            {
                // Values that nobody can read prove nothing.
            }
        }
    }

    private static void Revocation(AsnReader values, Evidence evidence)
    {
        while (values.HasData)
        {
            var tag = values.PeekTag();
            if (tag.TagClass != TagClass.ContextSpecific)
            {
                values.ReadEncodedValue();
                continue;
            }
            var field = values.ReadSequence(tag);
            for (var rows = tag.TagValue > 1 || !field.HasData ? field : field.ReadSequence(); rows.HasData;)
            {
                var row = rows.ReadEncodedValue();
                if (tag.TagValue == 0) evidence.AddList(row);
                else if (tag.TagValue == 1) evidence.AddAnswer(row);
            }
        }
    }
}
