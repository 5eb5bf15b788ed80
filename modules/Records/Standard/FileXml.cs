namespace Virtuos.Records;

/// <summary>Writes a closed file with its documents as the national standard describes it (tSpis).</summary>
internal static class FileXml
{
    public static byte[] Write(FileFacts facts) => StandardXml.Write("Spis", StandardXml.IdOf("s", facts.File.Id), xml => Content(xml, facts));

    /// <summary>A file within something else.</summary>
    public static void Write(StandardXml xml, FileFacts facts) => xml.In("Spis", () => Content(xml, facts), ("ID", StandardXml.IdOf("s", facts.File.Id)));

    private static void Content(StandardXml xml, FileFacts facts)
    {
        var file = facts.File;
        xml.In("EvidencniUdaje", () =>
        {
            xml.Identity(facts.Identity);
            xml.Description(file.Matter);
            DocumentXml.References(xml, facts.References);
            xml.In("Evidence", () =>
            {
                xml.Text("EvidencniCislo", file.Mark);
                xml.Number("PoradoveCislo", file.Number);
                xml.In("UrceneCasoveObdobi", () => xml.Year("Rok", file.Year));
                xml.Text("NazevEvidenceDokumentu", facts.Register);
            });
            xml.In("Puvod", () => xml.Moment("DatumVytvoreni", file.OpenedAt));
            xml.In("Trideni", () =>
            {
                xml.Marks(facts.SimpleMark, file.FilingMark);
                xml.Some("Oduvodneni", facts.MovedWhy);
                xml.In("MaterskaEntita", () => GroupXml.Parent(xml, facts.Plan, facts.Group, facts.IsAnalogue));
            });
            xml.In("VyrizeniUzavreni", () => DocumentXml.SettledHow(xml, facts.Settlement));
            Discarded(xml, facts.Rule, file.TriggerYear, file.DiscardYear);
            xml.In("Manipulace", () =>
            {
                xml.Yes("AnalogovyDokument", facts.IsAnalogue);
                xml.Moment("DatumOtevreni", file.OpenedAt);
                xml.Moment("DatumUzavreni", file.ClosedAt!.Value);
                if (facts.IsAnalogue) xml.Some("Umisteni", facts.Place);
            });
        });
        xml.In("Dokumenty", () =>
        {
            foreach (var document in facts.Documents) DocumentXml.Write(xml, document);
        });
    }

    /// <summary>Vyřazování: the rule, and the years once the event has come.</summary>
    public static void Discarded(StandardXml xml, RetentionRule rule, int? triggerYear, int? discardYear) => xml.In("Vyrazovani", () =>
    {
        xml.Rule(rule);
        if (triggerYear is { } from && discardYear is { } until)
            xml.In("DataceVyrazeni", () =>
            {
                xml.Year("RokSpousteciUdalosti", from);
                xml.Year("RokSkartacniOperace", until);
            });
    });
}
