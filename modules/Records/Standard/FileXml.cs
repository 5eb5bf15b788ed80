namespace Virtuos.Records;

/// <summary>Writes a closed file with its documents as the national standard describes it (tSpis).</summary>
internal static class FileXml
{
    public static byte[] Write(FileFacts facts) => StandardXml.Write("Spis", StandardXml.IdOf("s", facts.File.Id), xml => Content(xml, facts, facts.IsAnalogue, parents: true));

    /// <summary>A file within something else.</summary>
    /// <param name="analogueAbove">Something below the groups above it is on paper; only the file itself when left out.</param>
    /// <param name="parents">What it lies in is told; the archive wants that of a file that lies in nothing else.</param>
    public static void Write(StandardXml xml, FileFacts facts, bool? analogueAbove = null, bool parents = true) =>
        xml.In("Spis", () => Content(xml, facts, analogueAbove ?? facts.IsAnalogue, parents), ("ID", StandardXml.IdOf("s", facts.File.Id)));

    private static void Content(StandardXml xml, FileFacts facts, bool analogueAbove, bool parents)
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
                if (parents) xml.In("MaterskaEntita", () => GroupXml.Parent(xml, facts.Plan, facts.Group, analogueAbove));
            });
            xml.In("VyrizeniUzavreni", () => DocumentXml.SettledHow(xml, facts.Settlement));
            Discarded(xml, facts.Rule, file.TriggerYear, file.DiscardYear, facts.Assessment);
            xml.In("Manipulace", () =>
            {
                xml.Yes("AnalogovyDokument", facts.IsAnalogue);
                xml.Moment("DatumOtevreni", file.OpenedAt);
                xml.Moment("DatumUzavreni", facts.ClosedAt);
                if (facts.IsAnalogue) xml.Some("Umisteni", facts.Place);
            });
        });
        xml.In("Dokumenty", () =>
        {
            foreach (var document in facts.Documents) DocumentXml.Write(xml, document);
        });
    }

    /// <summary>Vyřazování: the rule, the years once the event has come, and how the archive chose.</summary>
    public static void Discarded(StandardXml xml, RetentionRule rule, int? triggerYear, int? discardYear, Assessment? assessment = null) => xml.In("Vyrazovani", () =>
    {
        xml.Rule(rule);
        if (triggerYear is { } from && discardYear is { } until)
            xml.In("DataceVyrazeni", () =>
            {
                xml.Year("RokSpousteciUdalosti", from);
                xml.Year("RokSkartacniOperace", until);
            });
        if (assessment is null) return;
        xml.In("SkartacniRizeni", () =>
        {
            xml.Day("Datum", assessment.Day);
            xml.Some("Mnozstvi", assessment.Amount);
            xml.Text("SkartacniOperace", "trvalé uložení");
            xml.Some("Oduvodneni", assessment.Reason);
            xml.Internal("Posuzovatel", assessment.Assessor);
        });
    });
}
