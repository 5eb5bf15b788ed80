using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Virtuos.Testing;

/// <summary>
/// A hand-over package without a fault: one digital file with invented content, any number of documents and components. Tests break it in one
/// place and see which rule speaks; measurements make it large.
/// </summary>
public sealed class GoodPackage
{
    private const string Schemas =
        "http://www.loc.gov/METS/ http://www.loc.gov/standards/mets/mets.xsd http://www.mvcr.cz/nsesss/v4 https://www.mvcr.cz/nsesss/v4/nsesss.xsd http://www.mvcr.cz/nsesss/2023/log https://www.mvcr.cz/nsesss/v4/nsesss-TrP.xsd";

    private const string Inside =
        "<nsesss:Subjekt><nsesss:IdentifikatorOrganizace zdroj=\"IČO\">00261891</nsesss:IdentifikatorOrganizace><nsesss:NazevOrganizace>Úřad</nsesss:NazevOrganizace><nsesss:IdentifikatorFyzickeOsoby zdroj=\"Virtuos\">o1</nsesss:IdentifikatorFyzickeOsoby><nsesss:NazevFyzickeOsoby>Jana Vzorová</nsesss:NazevFyzickeOsoby><nsesss:OrganizacniUtvar>Odbor</nsesss:OrganizacniUtvar><nsesss:PracovniPozice>referent</nsesss:PracovniPozice><nsesss:SidloOrganizace>Dlouhá 1, 430 01 Vzorov</nsesss:SidloOrganizace></nsesss:Subjekt>";

    private const string Regime =
        "<nsesss:SkartacniRezim><nsesss:Identifikator zdroj=\"Virtuos\">A5</nsesss:Identifikator><nsesss:Nazev>A/5</nsesss:Nazev><nsesss:Oduvodneni>spisový plán</nsesss:Oduvodneni><nsesss:SkartacniZnak>A</nsesss:SkartacniZnak><nsesss:SkartacniLhuta>5</nsesss:SkartacniLhuta><nsesss:SpousteciUdalost>uzavření</nsesss:SpousteciUdalost></nsesss:SkartacniRezim>";

    private const string Opened = "<nsesss:Manipulace><nsesss:AnalogovyDokument>ne</nsesss:AnalogovyDokument><nsesss:DatumOtevreni>2010-01-01</nsesss:DatumOtevreni></nsesss:Manipulace>";

    private static readonly string Settled = $"<nsesss:Datum datum=\"2015-03-04T10:00:00+01:00\">2015-03-04</nsesss:Datum><nsesss:Zpusob>vzetí na vědomí</nsesss:Zpusob><nsesss:Zpracovatel>{Inside}</nsesss:Zpracovatel>";

    public string Name { get; init; } = "balicek_1";

    public int Documents { get; init; } = 1;

    /// <summary>Of each document.</summary>
    public int Components { get; init; } = 1;

    /// <summary>Bytes of each component, at least 1.</summary>
    public long Size { get; init; } = 1000;

    public string Mets
    {
        get
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            Write(text);
            return text.ToString();
        }
    }

    /// <summary>As a folder; its path.</summary>
    public string InFolder(string parent, Func<string, string>? change = null)
    {
        var folder = Path.Combine(parent, Name);
        System.IO.Directory.CreateDirectory(Path.Combine(folder, "komponenty"));
        if (change is not null) File.WriteAllText(Path.Combine(folder, "mets.xml"), change(Mets), new UTF8Encoding(false));
        else
        {
            using var mets = new StreamWriter(Path.Combine(folder, "mets.xml"), false, new UTF8Encoding(false));
            Write(mets);
        }
        foreach (var number in Numbers())
        {
            using var file = File.Create(Path.Combine(folder, "komponenty", $"k{number}.txt"));
            Fill(file);
        }
        return folder;
    }

    /// <summary>As a ZIP; its path.</summary>
    public string InZip(string parent, CompressionLevel level = CompressionLevel.Fastest, Func<string, string>? change = null)
    {
        var path = Path.Combine(parent, Name + ".zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using (var mets = new StreamWriter(zip.CreateEntry($"{Name}/mets.xml", level).Open(), new UTF8Encoding(false)))
        {
            if (change is not null) mets.Write(change(Mets));
            else Write(mets);
        }
        foreach (var number in Numbers())
        {
            using var file = zip.CreateEntry($"{Name}/komponenty/k{number}.txt", level).Open();
            Fill(file);
        }
        return path;
    }

    private IEnumerable<int> Numbers() => Enumerable.Range(1, Documents * Components);

    private void Fill(Stream stream)
    {
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("Obsah komponenty pro zkousku predani.\n", 2000)));
        for (var left = Size; left > 0; left -= block.Length) stream.Write(block, 0, (int)Math.Min(left, block.Length));
    }

    private string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("Obsah komponenty pro zkousku predani.\n", 2000)));
        for (var left = Size; left > 0; left -= block.Length) hash.AppendData(block, 0, (int)Math.Min(left, block.Length));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Write(TextWriter to)
    {
        to.Write($"""
            <?xml version="1.0" encoding="UTF-8"?>
            <mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:nsesss="http://www.mvcr.cz/nsesss/v4" xmlns:tp="http://www.mvcr.cz/nsesss/2023/log" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" OBJID="SIP-1" LABEL="Datový balíček pro předávání dokumentů a jejich metadat do archivu" xsi:schemaLocation="{Schemas}">
            <mets:metsHdr CREATEDATE="2022-06-01T10:00:00" LASTMODDATE="2022-06-01T10:00:00">
            <mets:agent ID="a1" ROLE="CREATOR" TYPE="ORGANIZATION"><mets:name>Úřad</mets:name></mets:agent>
            <mets:agent ID="a2" ROLE="CREATOR" TYPE="INDIVIDUAL"><mets:name>Jana Vzorová</mets:name></mets:agent>
            </mets:metsHdr>
            <mets:dmdSec ID="dmd1"><mets:mdWrap MDTYPE="OTHER" OTHERMDTYPE="NSESSS" MDTYPEVERSION="4.0" MIMETYPE="text/xml"><mets:xmlData>
            <nsesss:Spis ID="spis1"><nsesss:EvidencniUdaje>
            <nsesss:Identifikace><nsesss:Identifikator zdroj="Virtuos">S1</nsesss:Identifikator></nsesss:Identifikace>
            <nsesss:Popis><nsesss:Nazev>Spis</nsesss:Nazev></nsesss:Popis>
            {Registered("OV/1/2015")}
            <nsesss:Puvod><nsesss:DatumVytvoreni>2015-01-02</nsesss:DatumVytvoreni></nsesss:Puvod>
            <nsesss:Trideni><nsesss:JednoduchySpisovyZnak>2</nsesss:JednoduchySpisovyZnak><nsesss:PlneUrcenySpisovyZnak>101.2</nsesss:PlneUrcenySpisovyZnak><nsesss:MaterskaEntita>
            {Group("vs2", "2", "101.2", $"<nsesss:MaterskaEntita>\n{Group("vs1", "101", "101", Plan)}\n</nsesss:MaterskaEntita>")}
            </nsesss:MaterskaEntita></nsesss:Trideni>
            <nsesss:VyrizeniUzavreni>{Settled}</nsesss:VyrizeniUzavreni>
            <nsesss:Vyrazovani>{Regime}<nsesss:DataceVyrazeni><nsesss:RokSpousteciUdalosti>2015</nsesss:RokSpousteciUdalosti><nsesss:RokSkartacniOperace>2021</nsesss:RokSkartacniOperace></nsesss:DataceVyrazeni><nsesss:SkartacniRizeni><nsesss:Datum>2022-05-05</nsesss:Datum><nsesss:SkartacniOperace>trvalé uložení</nsesss:SkartacniOperace><nsesss:Posuzovatel>{Inside}</nsesss:Posuzovatel></nsesss:SkartacniRizeni></nsesss:Vyrazovani>
            {Opened}
            </nsesss:EvidencniUdaje><nsesss:Dokumenty>

            """);
        for (var document = 1; document <= Documents; document++) Document(to, document);
        to.Write("</nsesss:Dokumenty></nsesss:Spis>\n</mets:xmlData></mets:mdWrap></mets:dmdSec>\n");
        foreach (var (id, type, value) in (IEnumerable<(string, string, string)>)[("p1", "SpisovyPlan", "P1"), ("vs1", "VecnaSkupina", "vs1"), ("vs2", "VecnaSkupina", "vs2"), ("spis1", "Spis", "S1")]) Log(to, id, type, value);
        for (var document = 1; document <= Documents; document++) Log(to, $"d{document}", "Dokument", $"D{document}");
        foreach (var number in Numbers()) Log(to, $"k{number}", "Komponenta", $"K{number}");
        to.Write("<mets:fileSec><mets:fileGrp>\n");
        var digest = Digest();
        foreach (var number in Numbers())
            to.Write($"<mets:file ID=\"f{number}\" DMDID=\"k{number}\" MIMETYPE=\"text/plain\" SIZE=\"{Size}\" CHECKSUM=\"{digest}\" CHECKSUMTYPE=\"SHA-256\" CREATED=\"2015-03-04T10:00:00\"><mets:FLocat LOCTYPE=\"URL\" xlink:type=\"simple\" xlink:href=\"komponenty/k{number}.txt\"/></mets:file>\n");
        to.Write("</mets:fileGrp></mets:fileSec>\n<mets:structMap><mets:div TYPE=\"spisový plán\" DMDID=\"p1\" ADMID=\"log-p1\"><mets:div TYPE=\"věcná skupina\" DMDID=\"vs1\" ADMID=\"log-vs1\"><mets:div TYPE=\"věcná skupina\" DMDID=\"vs2\" ADMID=\"log-vs2\"><mets:div TYPE=\"spis\" DMDID=\"spis1\" ADMID=\"log-spis1\">\n");
        for (var document = 1; document <= Documents; document++)
        {
            to.Write($"<mets:div TYPE=\"dokument\" DMDID=\"d{document}\" ADMID=\"log-d{document}\">");
            foreach (var number in Of(document)) to.Write($"<mets:div TYPE=\"komponenta\" DMDID=\"k{number}\" ADMID=\"log-k{number}\"><mets:fptr FILEID=\"f{number}\"/></mets:div>");
            to.Write("</mets:div>\n");
        }
        to.Write("</mets:div></mets:div></mets:div></mets:div></mets:structMap>\n</mets:mets>\n");
    }

    private static string Plan =>
        "<nsesss:SpisovyPlan ID=\"p1\"><nsesss:Identifikator zdroj=\"Virtuos\">P1</nsesss:Identifikator><nsesss:Nazev>Spisový plán</nsesss:Nazev><nsesss:Manipulace><nsesss:DatumOtevreni>2010-01-01</nsesss:DatumOtevreni></nsesss:Manipulace><nsesss:Vydavatel><nsesss:Subjekt><nsesss:IdentifikatorOrganizace zdroj=\"IČO\">00261891</nsesss:IdentifikatorOrganizace><nsesss:NazevOrganizace>Úřad</nsesss:NazevOrganizace><nsesss:SidloOrganizace>Vzorov</nsesss:SidloOrganizace></nsesss:Subjekt></nsesss:Vydavatel></nsesss:SpisovyPlan>";

    private static string Group(string id, string simple, string full, string above) => $"""
        <nsesss:VecnaSkupina ID="{id}"><nsesss:EvidencniUdaje>
        <nsesss:Identifikace><nsesss:Identifikator zdroj="Virtuos">{id}</nsesss:Identifikator></nsesss:Identifikace>
        <nsesss:Popis><nsesss:Nazev>Skupina {id}</nsesss:Nazev></nsesss:Popis>
        <nsesss:Puvod><nsesss:DatumVytvoreni>2010-01-01</nsesss:DatumVytvoreni></nsesss:Puvod>
        <nsesss:Trideni><nsesss:JednoduchySpisovyZnak>{simple}</nsesss:JednoduchySpisovyZnak><nsesss:PlneUrcenySpisovyZnak>{full}</nsesss:PlneUrcenySpisovyZnak>{above}</nsesss:Trideni>
        <nsesss:Vyrazovani>{Regime}</nsesss:Vyrazovani>
        {Opened}
        </nsesss:EvidencniUdaje></nsesss:VecnaSkupina>
        """;

    private static string Registered(string number) =>
        $"<nsesss:Evidence><nsesss:EvidencniCislo>{number}</nsesss:EvidencniCislo><nsesss:UrceneCasoveObdobi><nsesss:Rok>2015</nsesss:Rok></nsesss:UrceneCasoveObdobi><nsesss:NazevEvidenceDokumentu>deník</nsesss:NazevEvidenceDokumentu></nsesss:Evidence>";

    private IEnumerable<int> Of(int document) => Enumerable.Range((document - 1) * Components + 1, Components);

    private void Document(TextWriter to, int document)
    {
        to.Write($"""
            <nsesss:Dokument ID="d{document}"><nsesss:EvidencniUdaje>
            <nsesss:Identifikace><nsesss:Identifikator zdroj="Virtuos">D{document}</nsesss:Identifikator></nsesss:Identifikace>
            <nsesss:Popis><nsesss:Nazev>Dokument {document}</nsesss:Nazev></nsesss:Popis>
            {Registered($"VZ-{document}/2015")}
            <nsesss:Jazyky><nsesss:Jazyk>cze</nsesss:Jazyk></nsesss:Jazyky>
            <nsesss:Puvod><nsesss:VlastniDokument><nsesss:DatumVytvoreni>2015-02-03</nsesss:DatumVytvoreni><nsesss:Autor>{Inside}</nsesss:Autor></nsesss:VlastniDokument></nsesss:Puvod>
            <nsesss:Trideni><nsesss:JednoduchySpisovyZnak>2</nsesss:JednoduchySpisovyZnak><nsesss:PlneUrcenySpisovyZnak>101.2</nsesss:PlneUrcenySpisovyZnak></nsesss:Trideni>
            <nsesss:Vyrizeni>{Settled}</nsesss:Vyrizeni>
            <nsesss:Vyrazovani>{Regime}</nsesss:Vyrazovani>
            <nsesss:Manipulace><nsesss:AnalogovyDokument>ne</nsesss:AnalogovyDokument></nsesss:Manipulace>
            </nsesss:EvidencniUdaje><nsesss:Komponenty>

            """);
        foreach (var number in Of(document))
            to.Write($"""
                <nsesss:Komponenta ID="k{number}" poradi="{number - (document - 1) * Components}" druh="text" verze="1" forma_uchovani="originál"><nsesss:EvidencniUdaje><nsesss:Identifikace><nsesss:Identifikator zdroj="Virtuos">K{number}</nsesss:Identifikator></nsesss:Identifikace><nsesss:Popis><nsesss:Nazev>k{number}.txt</nsesss:Nazev></nsesss:Popis><nsesss:Trideni><nsesss:JednoduchySpisovyZnak>2</nsesss:JednoduchySpisovyZnak><nsesss:PlneUrcenySpisovyZnak>101.2</nsesss:PlneUrcenySpisovyZnak></nsesss:Trideni></nsesss:EvidencniUdaje></nsesss:Komponenta>

                """);
        to.Write("</nsesss:Komponenty></nsesss:Dokument>\n");
    }

    private static void Log(TextWriter to, string id, string type, string value) => to.Write($"""
        <mets:amdSec ID="log-{id}"><mets:digiprovMD ID="prov-{id}"><mets:mdWrap MDTYPE="OTHER" OTHERMDTYPE="TP" MDTYPEVERSION="4.0" MIMETYPE="text/xml"><mets:xmlData><tp:TransakcniLogObjektu><tp:TransLogInfo><tp:Identifikator><tp:HodnotaID>log-{id}</tp:HodnotaID><tp:ZdrojID>Virtuos</tp:ZdrojID></tp:Identifikator><tp:DatumVzniku>2022-06-01T10:00:00</tp:DatumVzniku><tp:DatumCasOd>2015-01-01T00:00:00</tp:DatumCasOd><tp:DatumCasDo>2022-06-01T00:00:00</tp:DatumCasDo><tp:Objekt><tp:TypObjektu><tp:TypObjektuId>{type}</tp:TypObjektuId></tp:TypObjektu><tp:Identifikator><tp:HodnotaID>{value}</tp:HodnotaID><tp:ZdrojID>Virtuos</tp:ZdrojID></tp:Identifikator></tp:Objekt></tp:TransLogInfo><tp:Udalosti/></tp:TransakcniLogObjektu></mets:xmlData></mets:mdWrap></mets:digiprovMD></mets:amdSec>

        """);
}
