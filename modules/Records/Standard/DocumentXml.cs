using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>What is known of a document besides its row, when it is written out.</summary>
/// <param name="Rule">How long it is kept.</param>
/// <param name="SimpleMark">The last part of its mark.</param>
/// <param name="Author">Who wrote an own document; null for a received one.</param>
/// <param name="Register">Název evidence dokumentů.</param>
internal sealed record DocumentFacts(Document Document, RetentionRule Rule, string SimpleMark, string Mark, string Register, InternalPerson? Author)
{
    public Identity Identity { get; init; } = Identity.Of(Document.Id);

    public Settlement? Settlement { get; init; }

    /// <summary>The document that settled it, or the one that it settles.</summary>
    public (string Mark, Identity Identity)? Other { get; init; }

    public IReadOnlyList<ReferenceFacts> References { get; init; } = [];

    public IReadOnlyList<ComponentFacts> Components { get; init; } = [];

    /// <summary>Ukládací jednotka; of what is on paper.</summary>
    public StorageUnit? Storage { get; init; }

    public bool IsAnalogue => Document.IsOnPaper;
}

/// <summary>A reference as it is written out.</summary>
internal sealed record ReferenceFacts(string Mark, Identity Identity, string? Note, bool Firm);

/// <summary>Writes a document as the national standard describes it (tDokument).</summary>
internal static class DocumentXml
{
    /// <summary>The document with its components, as it lies in a file.</summary>
    public static void Write(StandardXml xml, DocumentFacts facts) => xml.In("Dokument", () =>
    {
        Facts(xml, facts);
        if (facts.Components.Count > 0) ComponentXml.Write(xml, facts);
    }, ("ID", StandardXml.IdOf("d", facts.Document.Id)));

    /// <summary>Evidenční údaje alone.</summary>
    public static void Facts(StandardXml xml, DocumentFacts facts) => xml.In("EvidencniUdaje", () =>
    {
        var document = facts.Document;
        xml.Identity(facts.Identity);
        xml.Description(document.Matter);
        References(xml, facts.References);
        xml.In("Evidence", () =>
        {
            xml.Text("EvidencniCislo", document.ReferenceNumber);
            xml.Number("PoradoveCislo", document.Number!.Value);
            xml.In("UrceneCasoveObdobi", () => xml.Year("Rok", document.Year!.Value));
            xml.Text("NazevEvidenceDokumentu", facts.Register);
        });
        xml.In("Jazyky", () => xml.Text("Jazyk", document.Language switch { "en" => "eng", "de" => "ger", _ => "cze" }));
        xml.In("Puvod", () =>
        {
            if (facts.Author is { } author) Own(xml, document, author);
            else Received(xml, document);
        });
        xml.In("Trideni", () => xml.Marks(facts.SimpleMark, facts.Mark));
        if (facts.Settlement is not null) Settled(xml, facts);
        xml.In("Vyrazovani", () => xml.Rule(facts.Rule));
        xml.In("Manipulace", () =>
        {
            xml.Yes("AnalogovyDokument", facts.IsAnalogue);
            if (facts.Storage is { } unit) xml.Short("UkladaciJednotka", unit.Mark);
        });
    });

    public static void References(StandardXml xml, IReadOnlyList<ReferenceFacts> references)
    {
        if (references.Count == 0) return;
        xml.In("Souvislosti", () =>
        {
            foreach (var reference in references) xml.Link("KrizovyOdkaz", reference.Mark, reference.Identity, reference.Note, reference.Firm);
        });
    }

    private static void Received(StandardXml xml, Document document) => xml.In("DorucenyDokument", () =>
    {
        xml.Moment("DatumDoruceni", document.ReceivedAt);
        xml.Some("OdesilatelovoEvidencniCislo", document.SenderNumber);
        xml.Some("DoruceneMnozstvi", document.Amount);
        xml.External("Odesilatel", ExternalPerson.Of(document.Party));
    });

    private static void Own(StandardXml xml, Document document, InternalPerson author) => xml.In("VlastniDokument", () =>
    {
        xml.Moment("DatumVytvoreni", document.CreatedAt);
        if (document.IsOnPaper) xml.Some("VytvoreneMnozstvi", document.Amount);
        xml.Internal("Autor", author);
    });

    // What the office wrote is settled by leaving it; then it says to whom it went (rule obs87). What it made for itself goes nowhere.
    private static void Settled(StandardXml xml, DocumentFacts facts) => xml.In("Vyrizeni", () =>
    {
        SettledHow(xml, facts.Settlement!);
        var sent = facts.Document.Kind == DocumentKind.Own && facts.Settlement!.Way == SettlementWays.Document;
        if (facts.Other is var (mark, identity)) xml.Link(sent ? "OdkazVyrizovanyDokument" : "OdkazVyrizujiciDokument", mark, identity);
        if (!sent) return;
        xml.Day("DatumOdeslani", Prague.Day(facts.Settlement!.At));
        if (facts.IsAnalogue) xml.Some("OdeslaneMnozstvi", facts.Document.Amount);
        xml.External("Prijemce", ExternalPerson.Of(facts.Document.Party));
    });

    /// <summary>The part of a settlement that documents and files share.</summary>
    public static void SettledHow(StandardXml xml, Settlement settlement)
    {
        xml.Moment("Datum", settlement.At);
        xml.Text("Zpusob", SettlementWays.Words(settlement.Way));
        xml.Some("ObsahVyrizeni", settlement.Content);
        xml.Some("Oduvodneni", settlement.Reason);
        xml.Internal("Zpracovatel", settlement.Handler);
        if (settlement.Approvals.Count == 0) return;
        xml.In("Schvalovani", () =>
        {
            foreach (var approval in settlement.Approvals)
                xml.In("Schvaleni", () =>
                {
                    xml.Moment("DatumSchvaleni", approval.At);
                    xml.Internal("Schvalovatel", approval.By);
                });
        });
    }
}
