namespace Virtuos.Records;

/// <summary>Writes what was found of the marks of a component as the national standard describes it (tOvereniBezpecnostnihoPrvku).</summary>
internal static class MarkXml
{
    public static void Write(StandardXml xml, IEnumerable<VerifiedMark> marks)
    {
        var whole = marks.Where(m => m.IsWhole).OrderBy(m => m.Ordinal).ToList();
        if (whole.Count == 0) return;
        xml.In("Manipulace", () =>
        {
            foreach (var mark in whole) xml.In("OvereniBezpecnostnihoPrvku", () => One(xml, mark));
        });
    }

    private static void One(StandardXml xml, VerifiedMark mark)
    {
        xml.In("Certifikat", () =>
        {
            xml.Identifier("SerioveCislo", new(Cut(mark.Serial!), mark.Issuer!));
            xml.External("Vydavatel", Named(mark.Issuer!));
            xml.External("Drzitel", Named(mark.Signer!));
            xml.In("Platnost", () =>
            {
                xml.Moment("PlatnostOd", mark.ValidFrom!.Value);
                xml.Moment("PlatnostDo", mark.ValidUntil!.Value);
            });
        });
        xml.In("OvereniCertifikatu", () =>
        {
            xml.Moment("PosuzovanyOkamzik", mark.JudgedAt);
            xml.Text("PlatnostBezpecnostnihoPrvkuCertifikatu", Words(mark.CertificateValidity));
            if (mark.RevocationList is { Length: > 0 } list) xml.Identifier("CisloSeznamuCRL", new(Cut(list), mark.Issuer!));
            xml.Yes("StavRevokace", mark.Revoked == true);
            xml.Text("PlatnostBezpecnostnihoPrvkuRevokaceCertifikatu", Words(mark.RevocationValidity));
            xml.Text("PlatnostCertifikacniCesty", Words(mark.CertificateValidity));
            xml.Moment("CasOvereni", mark.CheckedAt);
            xml.Text("PlatnostCertifikatu", Words(mark.Revoked == true ? MarkValidity.Invalid : mark.CertificateValidity));
            xml.Internal("Overovatel", mark.Verifier);
        });
        if (mark.UsedAt is { } used) xml.Moment("CasPouziti", used);
        xml.Moment("CasOvereni", mark.CheckedAt);
        xml.Text("PlatnostBezpecnostnihoPrvku", Words(mark.Validity));
        xml.Internal("Overovatel", mark.Verifier);
    }

    // A certificate tells a name; the address of its holder it does not.
    private static ExternalPerson Named(string name) => new(null, null, name, "", "");

    private static string Cut(string text) => text.Length > Identity.Longest ? text[..Identity.Longest] : text;

    private static string Words(MarkValidity validity) => validity switch { MarkValidity.Valid => "platný", MarkValidity.Invalid => "neplatný", _ => "platnost nelze posoudit" };
}
