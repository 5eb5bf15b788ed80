using Virtuos.Records.Packages;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records.Packages;

/// <summary>A good package is clean by every rule; broken in one place, the rule of that place speaks and no other.</summary>
[Contract("J02", Part = "the 116 rules of the archive, native, each with its place")]
public sealed class RuleTests : IDisposable
{
    private readonly PackageFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_good_package_is_clean_by_every_rule_and_by_both_schemas()
    {
        var schemas = SipSchemas.Open(Samples.PathOf("standards/nsesss"));
        var package = new GoodPackage { Documents = 3, Components = 2 };
        var report = await PackageFolder.Check(package.InFolder(folder.Path), schemas);
        Assert.Equal([], report.Findings.Select(f => $"{f.Rule.Code} {f.Place} {f.Detail.Key}"));
        Assert.Equal(["note-threats", "note-pdfa"], report.Notes.Select(n => n.Key));
        Assert.Empty(await PackageFolder.Speaking(package.InZip(folder.Path), schemas));
    }

    [Fact]
    public async Task A_package_that_lies_nowhere_yet_is_checked_too()
    {
        var mets = System.Text.Encoding.UTF8.GetBytes(new GoodPackage { Size = 6 }.Mets);
        using var package = new Package("rozpracovany", [new("mets.xml", mets.Length, _ => new(new MemoryStream(mets))), new("komponenty/k1.txt", 6, _ => new(new MemoryStream("Obsah "u8.ToArray())))], []);
        Assert.Empty((await new SipCheck(null, TimeProvider.System).Check(package, null, TestContext.Current.CancellationToken)).Findings);
    }

    [Fact]
    public async Task Prefixes_comments_and_spaces_around_are_the_writers_own()
    {
        var package = new GoodPackage().InFolder(folder.Path, mets => mets.Replace("nsesss:", "n:").Replace("xmlns:nsesss", "xmlns:n").Replace("<mets:", "<").Replace("</mets:", "</").Replace("xmlns:mets=", "xmlns=").Replace("tp:", "log:").Replace("xmlns:tp", "xmlns:log")
            .Replace("htlog://", "http://").Replace("xlink:", "xl:").Replace("xmlns:xlink", "xmlns:xl").Replace("\">D1<", "\"> <!-- číslo -->D1\n<").Replace(">A<", "><![CDATA[A]]><"));
        Assert.Empty(await PackageFolder.Speaking(package));
    }

    [Theory]
    [InlineData("ns2", " http://www.mvcr.cz/nsesss/2023/log https://www.mvcr.cz/nsesss/v4/nsesss-TrP.xsd\"", "\"")]
    [InlineData("obs1", "OBJID=\"SIP-1\"", "OBJID=\" \"")]
    [InlineData("obs2,obs3", "do archivu\"", "do archívu\"")]
    [InlineData("obs3", "Datový balíček pro předávání dokumentů a jejich metadat do archivu", "Datový balíček pro provedení skartačního řízení")]
    [InlineData("obs14", " LASTMODDATE=\"2022-06-01T10:00:00\"", "")]
    [InlineData("obs15", "CREATEDATE=\"2022-06-01T10:00:00\"", "")]
    [InlineData("obs17", "TYPE=\"INDIVIDUAL\"", "TYPE=\"OTHER\"")]
    [InlineData("obs16,obs17", "TYPE=\"INDIVIDUAL\"", "TYPE=\"ORGANIZATION\"")]
    [InlineData("obs18", "ROLE=\"CREATOR\" TYPE=\"INDIVIDUAL\"", "ROLE=\"EDITOR\" TYPE=\"INDIVIDUAL\"")]
    [InlineData("obs19", "ID=\"a1\" ", "")]
    [InlineData("obs20", "<mets:name>Jana Vzorová</mets:name>", "<mets:name> </mets:name>")]
    [InlineData("obs23", "MDTYPEVERSION=\"4.0\" MIMETYPE=\"text/xml\"><mets:xmlData>\n<nsesss", "MDTYPEVERSION=\"3.0\" MIMETYPE=\"text/xml\"><mets:xmlData>\n<nsesss")]
    [InlineData("obs24", "OTHERMDTYPE=\"NSESSS\"", "OTHERMDTYPE=\"nsesss\"")]
    [InlineData("obs34", "OTHERMDTYPE=\"TP\" MDTYPEVERSION=\"4.0\"", "OTHERMDTYPE=\"TP\" MDTYPEVERSION=\"4\"")]
    [InlineData("obs35", "OTHERMDTYPE=\"TP\"", "")]
    [InlineData("obs46,kom2", "CHECKSUMTYPE=\"SHA-256\"", "CHECKSUMTYPE=\"SHA-1\"")]
    [InlineData("obs49", "CREATED=\"2015-03-04T10:00:00\"", "")]
    [InlineData("obs51", "xlink:type=\"simple\"", "xlink:type=\"locator\"")]
    [InlineData("obs53", "LOCTYPE=\"URL\"", "LOCTYPE=\"OTHER\"")]
    [InlineData("obs52", "komponenty/k1.txt", "komponenty\\k1.txt")]
    [InlineData("obs52,kom2", "komponenty/k1.txt", "komponenty/k2.txt")]
    [InlineData("obs41,kom3,kom4", "MIMETYPE=\"text/plain\"", "MIMETYPE=\"application/pdf\"")]
    [InlineData("obs41,kom3", "MIMETYPE=\"text/plain\"", "MIMETYPE=\"\"")]
    [InlineData("obs41,kom3", "MIMETYPE=\"text/plain\"", "MIMETYPE=\"multipart/bla\"")]
    [InlineData("kom1", "SIZE=\"1000\"", "SIZE=\"1001\"")]
    [InlineData("kom1", "SIZE=\"1000\" ", "")]
    [InlineData("kom2", "CHECKSUM=\"", "CHECKSUM=\"0")]
    [InlineData("obs44,obs56", "DMDID=\"k1\" MIMETYPE", "DMDID=\"spis1\" MIMETYPE")]
    [InlineData("obs56", "FILEID=\"f1\"", "FILEID=\"f9\"")]
    [InlineData("obs55", "<mets:fptr FILEID=\"f1\"/>", "")]
    [InlineData("obs54", "TYPE=\"dokument\"", "TYPE=\"Dokument\"")]
    [InlineData("obs54", "ADMID=\"log-d1\"", "ADMID=\"log-k1\"")]
    [InlineData("obs54", "<tp:HodnotaID>D1</tp:HodnotaID>", "<tp:HodnotaID>D2</tp:HodnotaID>")]
    [InlineData("obs57,obs54", "<nsesss:Identifikator zdroj=\"Virtuos\">D1</nsesss:Identifikator>", "<nsesss:Identifikator zdroj=\"Virtuos\"/>")]
    [InlineData("obs58,obs54", "<nsesss:Identifikator zdroj=\"Virtuos\">D1<", "<nsesss:Identifikator zdroj=\"\">D1<")]
    [InlineData("obs70", "<nsesss:Identifikator zdroj=\"Virtuos\">D1</nsesss:Identifikator>", "<nsesss:Identifikator zdroj=\"Virtuos\">D1</nsesss:Identifikator><nsesss:Identifikator zdroj=\"X\">D1</nsesss:Identifikator>")]
    [InlineData("", "<nsesss:Identifikator zdroj=\"Virtuos\">K1</nsesss:Identifikator>", "<nsesss:Identifikator zdroj=\"Virtuos\">K1</nsesss:Identifikator><nsesss:Identifikator zdroj=\"X\">K1</nsesss:Identifikator>")]
    [InlineData("obs59a", "<nsesss:EvidencniCislo>VZ-1/2015</nsesss:EvidencniCislo>", "")]
    [InlineData("obs59a", "<nsesss:EvidencniCislo>OV/1/2015</nsesss:EvidencniCislo>", "<nsesss:EvidencniCislo> </nsesss:EvidencniCislo>")]
    [InlineData("obs62", "<nsesss:Jazyk>cze</nsesss:Jazyk>", "<nsesss:Jazyk>cze</nsesss:Jazyk><nsesss:Jazyk>CZE</nsesss:Jazyk>")]
    [InlineData("", "<nsesss:Jazyk>cze</nsesss:Jazyk>", "<nsesss:Jazyk>ces</nsesss:Jazyk><nsesss:Jazyk>cs</nsesss:Jazyk><nsesss:Jazyk>qaa</nsesss:Jazyk>")]
    [InlineData("obs84", "<nsesss:Zpusob>vzetí na vědomí</nsesss:Zpusob><nsesss:Zpracovatel>", "<nsesss:Zpusob>jiný způsob</nsesss:Zpusob><nsesss:Oduvodneni>x</nsesss:Oduvodneni><nsesss:Zpracovatel>")]
    [InlineData("obs65", "<nsesss:RokSpousteciUdalosti>2015<", "<nsesss:RokSpousteciUdalosti>2021<")]
    [InlineData("obs65", "<nsesss:DatumVytvoreni>2015-02-03<", "<nsesss:DatumVytvoreni>2021-01-01<")]
    [InlineData("", "<nsesss:DatumVytvoreni>2015-02-03<", "<nsesss:DatumVytvoreni>2020-12-31<")]
    [InlineData("obs79", "<nsesss:Datum>2022-05-05<", "<nsesss:Datum>2020-12-31<")]
    [InlineData("obs80", "<nsesss:Datum>2022-05-05<", "<nsesss:Datum>2027-01-01<")]
    [InlineData("obs108", "datum=\"2015-03-04T10:00:00+01:00\">2015-03-04", "datum=\"2015-03-04T24:00:00\">2015-03-04")]
    [InlineData("", "datum=\"2015-03-04T10:00:00+01:00\">2015-03-04", "datum=\"2015-03-03T24:00:00\">2015-03-04+01:00")]
    [InlineData("obs92", ">00261891<", ">00261892<")]
    [InlineData("obs92", ">00261891<", ">261891<")]
    [InlineData("obs93", "<nsesss:Nazev>Dokument 1<", "<nsesss:Nazev>  <")]
    [InlineData("obs93b", "<nsesss:JednoduchySpisovyZnak>101<", "<nsesss:JednoduchySpisovyZnak>1<", "obs94")]
    [InlineData("obs100", "poradi=\"1\"", "poradi=\"2\"")]
    [InlineData("obs100", "poradi=\"1\"", "poradi=\"0\"")]
    [InlineData("", "poradi=\"1\"", "poradi=\"01\"")]
    [InlineData("obs98a,obs103,obs104", "forma_uchovani=\"originál\"", "forma_uchovani=\"digitalizát\"")]
    [InlineData("obs103,obs104,obs110,obs111", "forma_uchovani=\"originál\"", "forma_uchovani=\"kontejner\"")]
    [InlineData("obs103,obs107", "forma_uchovani=\"originál\"", "forma_uchovani=\"originál ve výstupním datovém formátu\"")]
    [InlineData("obs71", "<nsesss:DatumOtevreni>2010-01-01</nsesss:DatumOtevreni></nsesss:Manipulace><nsesss:Vydavatel>", "<nsesss:DatumOtevreni>2010-01-02</nsesss:DatumOtevreni><nsesss:DatumUzavreni>2010-01-01+01:00</nsesss:DatumUzavreni></nsesss:Manipulace><nsesss:Vydavatel>")]
    [InlineData("obs81", "<nsesss:Rok>2015</nsesss:Rok>", "<nsesss:DatumOd>2015-01-01</nsesss:DatumOd><nsesss:DatumDo>2015-01-01</nsesss:DatumDo>")]
    [InlineData("obs82", "<nsesss:Rok>2015</nsesss:Rok>", "<nsesss:MesicOd>2015-12</nsesss:MesicOd><nsesss:MesicDo>2015-01</nsesss:MesicDo>")]
    [InlineData("obs83", "<nsesss:Rok>2015</nsesss:Rok>", "<nsesss:RokOd>2015</nsesss:RokOd><nsesss:RokDo>2015</nsesss:RokDo>")]
    [InlineData("", "<nsesss:Rok>2015</nsesss:Rok>", "<nsesss:MesicOd>2014-12</nsesss:MesicOd><nsesss:MesicDo>2015-01</nsesss:MesicDo>")]
    [InlineData("obs10,obs14,obs15,obs16,obs17", "<mets:metsHdr CREATEDATE=\"2022-06-01T10:00:00\" LASTMODDATE=\"2022-06-01T10:00:00\">\n<mets:agent ID=\"a1\" ROLE=\"CREATOR\" TYPE=\"ORGANIZATION\"><mets:name>Úřad</mets:name></mets:agent>\n<mets:agent ID=\"a2\" ROLE=\"CREATOR\" TYPE=\"INDIVIDUAL\"><mets:name>Jana Vzorová</mets:name></mets:agent>\n</mets:metsHdr>", "")]
    [InlineData("obs93a", "<nsesss:JednoduchySpisovyZnak>2</nsesss:JednoduchySpisovyZnak>", "<nsesss:JednoduchySpisovyZnak> </nsesss:JednoduchySpisovyZnak>")]
    [InlineData("obs25", "MDTYPE=\"OTHER\" OTHERMDTYPE=\"NSESSS\"", "MDTYPE=\"DC\" OTHERMDTYPE=\"NSESSS\"")]
    [InlineData("obs26", "MIMETYPE=\"text/xml\"><mets:xmlData>\n<nsesss", "MIMETYPE=\"application/xml\"><mets:xmlData>\n<nsesss")]
    [InlineData("obs27", "</mets:xmlData></mets:mdWrap></mets:dmdSec>", "</mets:xmlData><mets:xmlData/></mets:mdWrap></mets:dmdSec>")]
    [InlineData("obs30,obs54", "<mets:amdSec ID=\"log-k1\">", "<mets:amdSec ID=\" \">")]
    [InlineData("obs36", "MDTYPE=\"OTHER\" OTHERMDTYPE=\"TP\"", "MDTYPE=\"DC\" OTHERMDTYPE=\"TP\"")]
    [InlineData("obs38", "</mets:xmlData></mets:mdWrap></mets:digiprovMD>", "</mets:xmlData><mets:xmlData/></mets:mdWrap></mets:digiprovMD>")]
    [InlineData("obs43a", "</mets:fileGrp></mets:fileSec>", "</mets:fileGrp><mets:fileGrp/></mets:fileSec>")]
    [InlineData("obs72", "</nsesss:Trideni></nsesss:EvidencniUdaje></nsesss:Komponenta>", "</nsesss:Trideni><nsesss:OvereniBezpecnostnihoPrvku><nsesss:CasPouziti>2015-03-04</nsesss:CasPouziti></nsesss:OvereniBezpecnostnihoPrvku></nsesss:EvidencniUdaje></nsesss:Komponenta>")]
    [InlineData("obs78", "</nsesss:SkartacniRezim></nsesss:Vyrazovani>\n<nsesss:Manipulace><nsesss:AnalogovyDokument>ne</nsesss:AnalogovyDokument></nsesss:Manipulace>", "</nsesss:SkartacniRezim><nsesss:SkartacniRizeni><nsesss:Datum>2022-05-05</nsesss:Datum></nsesss:SkartacniRizeni></nsesss:Vyrazovani>\n<nsesss:Manipulace><nsesss:AnalogovyDokument>ne</nsesss:AnalogovyDokument></nsesss:Manipulace>")]
    public async Task Broken_in_one_place(string expected, string from, string to, string? also = null)
    {
        var path = new GoodPackage().InFolder(folder.Path, mets => Once(mets, from, to));
        var codes = expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Concat(also is null ? [] : [also]).Order();
        Assert.Equal(codes, (await PackageFolder.Speaking(path)).Order());
    }

    [Fact]
    public async Task What_was_sent_on_paper_says_how_much()
    {
        string Sent(string mets, string amount) => Once(Once(mets, "<nsesss:AnalogovyDokument>ne", "<nsesss:AnalogovyDokument>ano"), "</nsesss:Vyrizeni>", $"<nsesss:DatumOdeslani>2015-03-04</nsesss:DatumOdeslani>{amount}</nsesss:Vyrizeni>");
        Assert.Contains("obs88", await PackageFolder.Speaking(new GoodPackage().InFolder(folder.Path, mets => Sent(mets, ""))));
        Assert.DoesNotContain("obs88", await PackageFolder.Speaking(new GoodPackage().InFolder(folder.Path, mets => Sent(mets, "<nsesss:OdeslaneMnozstvi>1 list</nsesss:OdeslaneMnozstvi>"))));
        Assert.DoesNotContain("obs88", await PackageFolder.Speaking(new GoodPackage().InFolder(folder.Path, mets => Once(Sent(mets, ""), "<nsesss:AnalogovyDokument>ano", "<nsesss:AnalogovyDokument>ne"))));
    }

    [Fact]
    public async Task What_was_made_on_paper_says_how_much()
    {
        string Made(string mets, string amount) => Once(Once(mets, "<nsesss:AnalogovyDokument>ne", "<nsesss:AnalogovyDokument>ano"), "</nsesss:Autor></nsesss:VlastniDokument>", $"</nsesss:Autor>{amount}</nsesss:VlastniDokument>");
        Assert.Contains("obs61a", await PackageFolder.Speaking(new GoodPackage().InFolder(folder.Path, mets => Made(mets, "<nsesss:VytvoreneMnozstvi> </nsesss:VytvoreneMnozstvi>"))));
        Assert.DoesNotContain("obs61a", await PackageFolder.Speaking(new GoodPackage().InFolder(folder.Path, mets => Made(mets, "<nsesss:VytvoreneMnozstvi>1 list</nsesss:VytvoreneMnozstvi>"))));
    }

    [Fact]
    public async Task A_digital_document_has_components_of_one_kind()
    {
        var two = new GoodPackage { Documents = 2, Components = 2 };
        Assert.Contains("obs60", await PackageFolder.Speaking(two.InFolder(folder.Path, mets => mets[..mets.LastIndexOf("<nsesss:Komponenty>", StringComparison.Ordinal)] + mets[(mets.LastIndexOf("</nsesss:Komponenty>", StringComparison.Ordinal) + "</nsesss:Komponenty>".Length)..])));
        Assert.Contains("obs101", await PackageFolder.Speaking(two.InFolder(folder.Path, mets => Once(mets, "poradi=\"2\" druh=\"text\" verze=\"1\" forma_uchovani=\"originál\"", "poradi=\"1\" druh=\"obraz\" verze=\"2\" forma_uchovani=\"originál ve výstupním datovém formátu\""))));
        Assert.DoesNotContain("obs101", await PackageFolder.Speaking(two.InFolder(folder.Path, mets => Once(mets, "poradi=\"2\" druh=\"text\" verze=\"1\" forma_uchovani=\"originál\"", "poradi=\"1\" druh=\"text\" verze=\"2\" forma_uchovani=\"originál ve výstupním datovém formátu\""))));
    }

    private static string Once(string text, string from, string to)
    {
        var at = text.LastIndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{from} is not there");
        return text[..at] + to + text[(at + from.Length)..];
    }
}
