namespace Virtuos.Rules.Tests;

/// <summary>Types of the official schemas of 21 June 2023 (nsesss-common, -plan, -DA, -TrP) with their elements, and what of it Virtuos never writes.</summary>
internal static class NsesssSchema
{
    private const string Facts = """
        tDokument: EvidencniUdaje Komponenty
        tDil: EvidencniUdaje Dokumenty Spisy
        tSpis: EvidencniUdaje Dokumenty
        tBezpecnostniKategorie: Identifikator Nazev Komentar Oduvodneni BezpecnostniStupen
        tCertifikat: SerioveCislo Vydavatel Drzitel Platnost
        tDataceVyrazeni: RokSpousteciUdalosti RokSkartacniOperace
        tDokumenty: Dokument
        tSpisy: Spis
        tDorucenyDokument: DatumVytvoreni Autor DatumDoruceni OdesilatelovoEvidencniCislo DoruceneMnozstvi Odesilatel
        tEvidence: EvidencniCislo PoradoveCislo UrceneCasoveObdobi NazevEvidenceDokumentu
        tEvidencniUdajeDilu: Puvod Trideni Uzavreni Vyrazovani Manipulace
        tEvidencniUdajeDokumentu: Evidence Neevidence Jazyky Puvod Trideni Vyrizeni Vyrazovani Manipulace Prevod
        tEvidencniUdajeKomponenty: Identifikace Popis Trideni Manipulace Prevod
        tEvidencniUdajeSoucasti: Puvod Trideni Uzavreni Vyrazovani Manipulace
        tEvidencniUdajeSpisu: Evidence Puvod Trideni VyrizeniUzavreni Vyrazovani Manipulace
        tEvidencniUdajeTypovehoSpisu: Puvod Trideni Uzavreni Manipulace
        tEvidencniUdajeVecneSkupiny: Puvod Trideni Vyrazovani Manipulace UrcenoProTypoveSpisy Soucast ZpusobVedeni TrvalySkartacniSouhlas
        tIdentifikace: Identifikator
        tJazyky: Jazyk
        tKlicovaSlova: KlicoveSlovo
        tKomponenta: EvidencniUdaje
        tKomponenty: Komponenta
        tKonverzeAD-DA: Vystup Oduvodneni AutorizovanaKonverze OdkazVstup
        tKonverzeDD: Ztvarneni Oduvodneni OdkazPuvodniKomponenta
        tManipulace: AnalogovyDokument
        tManipulaceKomponenty: OvereniBezpecnostnihoPrvku
        tManipulaceSpisovyPlan: DatumOtevreni DatumUzavreni
        tMaterskaEntitaDilu: Soucast
        tMaterskeEntityDokumentu: VecnaSkupina
        tMaterskaEntitaSoucasti: TypovySpis
        tMaterskaEntitaSpisu: VecnaSkupina
        tMaterskaEntitaTypovehoSpisu: VecnaSkupina
        tMaterskaEntitaVecneSkupiny: VecnaSkupina
        tNeevidence: Oduvodneni
        tOdkaz: PlneUrcenySpisovyZnak Identifikator Specifikace
        tOsobaExterni: Subjekt
        tOsobaInterni: Subjekt
        tOsobyExterni: Subjekt
        tOsobyInterni: Subjekt
        tOvereniBezpecnostnihoPrvku: Certifikat OvereniCertifikatu CasPouziti CasOvereni PlatnostBezpecnostnihoPrvku Overovatel
        tOvereniCertifikatu: PosuzovanyOkamzik PlatnostBezpecnostnihoPrvkuCertifikatu CisloSeznamuCRL StavRevokace PlatnostBezpecnostnihoPrvkuRevokaceCertifikatu PlatnostCertifikacniCesty CasOvereni PlatnostCertifikatu Overovatel
        tPlatnost: PlatnostOd PlatnostDo
        tPopis: Nazev Komentar KlicovaSlova
        tPopisKomponenty: Nazev Komentar KlicovaSlova
        tPoznamky: Poznamka
        tPrevodDokumentu: Redakce KonverzeAD-DA
        tPrevodKomponenty: KonverzeAD-DA KonverzeDD
        tPristupnost: BezpecnostniKategorie JineOmezeni
        tPuvodDokumentu: DorucenyDokument VlastniDokument
        tPuvodSeskupeni: DatumVytvoreni
        tRedakce: Vytah Oduvodneni OdkazPuvodniDokument
        tSchvaleni: DatumSchvaleni Schvalovatel
        tSchvalovani: Schvaleni
        tSkartacniRezim: Identifikator Nazev Komentar Oduvodneni SkartacniZnak SkartacniLhuta RokVyrazeni SpousteciUdalost KontrolaLhuta
        tSkartacniRizeni: Datum Mnozstvi SkartacniOperace Oduvodneni Posuzovatel
        tSoucast: EvidencniUdaje
        tSouvislosti: KrizovyOdkaz
        tSpisovyPlan: Identifikator Nazev Komentar Manipulace Vydavatel
        tSubjektExterni: IdentifikatorOrganizace NazevOrganizace IdentifikatorFyzickeOsoby NazevFyzickeOsoby OrganizacniUtvar PracovniPozice SidloOrganizace ElektronickyKontakt PostovniAdresa
        tSubjektInterni: IdentifikatorOrganizace NazevOrganizace IdentifikatorFyzickeOsoby NazevFyzickeOsoby OrganizacniUtvar PracovniPozice SidloOrganizace
        tTrideni: JednoduchySpisovyZnak PlneUrcenySpisovyZnak Oduvodneni
        tDruhDokumentu: Identifikator Nazev Komentar SkartacniRezim
        tTypovySpis: EvidencniUdaje
        tUrceneCasoveObdobi: DatumOd DatumDo MesicOd MesicDo RokOd RokDo Rok
        tUzavreni: Datum Zpracovatel Konzultant Schvalovani
        tVecnaSkupina: EvidencniUdaje
        tVlastniDokument: DatumVytvoreni VytvoreneMnozstvi Autor
        tVyrazovani: SkartacniRezim DataceVyrazeni SkartacniRizeni
        tVyrazovaniSoucasti: SkartacniRezim
        tVyrazovaniVecneSkupiny: SkartacniRezim
        tVyrizeni: Datum Zpusob ObsahVyrizeni Oduvodneni Zpracovatel Konzultant Schvalovani
        tVystup: Oduvodneni OdkazVystup
        tVytah: Oduvodneni OdkazVytah
        tZtvarneni: Oduvodneni OdkazZtvarneni
        tManipulaceDokumentu: SpravceSpisovny UkladaciJednotka
        tManipulaceSeskupeni: DatumOtevreni DatumUzavreni Umisteni
        tTrideniDilu: MaterskaEntita
        tTrideniDokumentu: DruhDokumentu MaterskeEntity
        tTrideniSoucasti: MaterskaEntita
        tTrideniSpisu: MaterskaEntita
        tTrideniTypovehoSpisu: MaterskaEntita
        tTrideniVecneSkupiny: SpisovyPlan MaterskaEntita
        tVyrizeniEntity: OdkazVyrizujiciDokument OdkazVyrizovanyDokument DatumOdeslani OdeslaneMnozstvi Prijemce
        tPlanEvidencniUdajeVecneSkupiny: Puvod Trideni Vyrazovani Manipulace UrcenoProTypoveSpisy Soucast ZpusobVedeni TrvalySkartacniSouhlas
        tPlanManipulace: DatumOtevreni DatumUzavreni
        tPlanTrideni: JednoduchySpisovyZnak PlneUrcenySpisovyZnak Oduvodneni
        tPlanVecnaSkupina: EvidencniUdaje PlanVecnaSkupina
        tEntitaSeznamu: Identifikator Operace IdentifikatorDA
        tTypObjektu: TypObjektuId TypObjektuText
        tTypUdalosti: TypUdalostiId TypUdalostiText
        tObjekt: TypObjektu Identifikator DoplnujiciData
        tTransLogInfoObjektu: Objekt
        tTransLogInfoSystemu: TypyObjektu TypObjektu
        tUdalostSystemu: Objekt
        tIdentifikator: HodnotaID ZdrojID
        """;

    public static readonly IReadOnlyList<(string Type, string[] Elements)> Types =
        [.. Facts.Split('\n').Select(l => l.Trim().Split(": ")).Select(l => (l[0], l[1].Split(' ')))];

    /// <summary>Optional elements that no package of ours has, with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> Unwritten = new Dictionary<string, string>
    {
        ["BezpecnostniStupen"] = "classified information (act 412/2005) is not kept here",
        ["JineOmezeni"] = "access is limited by rights of the office, which are not handed over",
        ["Konzultant"] = "who was consulted is not kept apart from who handled",
        ["SpravceSpisovny"] = "the place in the records store is told, not its keeper",
        ["MaterskeEntity"] = "a document lies in a file, never in a group alone",
        ["Neevidence"] = "what is handed over is registered; drafts never leave",
        ["DatumOd"] = "a register is kept by calendar years, told by Rok",
        ["DatumDo"] = "as DatumOd",
        ["MesicOd"] = "as DatumOd",
        ["MesicDo"] = "as DatumOd",
        ["RokOd"] = "as DatumOd",
        ["RokDo"] = "as DatumOd",
        ["DruhDokumentu"] = "the plan that is shipped names no kinds of documents",
        ["KonverzeAD-DA"] = "authorised conversion is made by contact points, not here",
        ["AutorizovanaKonverze"] = "as KonverzeAD-DA",
        ["Vystup"] = "as KonverzeAD-DA",
        ["OdkazVystup"] = "as KonverzeAD-DA",
        ["OdkazVstup"] = "as KonverzeAD-DA",
        ["Ztvarneni"] = "the output format names the component that it was made from, the original does not name its outputs",
        ["OdkazZtvarneni"] = "as Ztvarneni",
        ["Redakce"] = "redacted copies are not made yet",
        ["Vytah"] = "as Redakce",
        ["OdkazVytah"] = "as Redakce",
        ["OdkazPuvodniDokument"] = "as Redakce",
        ["TypUdalostiText"] = "every event has a code of the schema",
        ["TypyObjektu"] = "the log of a day is of all kinds of objects",
    };
}
