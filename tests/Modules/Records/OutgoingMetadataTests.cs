using System.Xml.Linq;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;
using Virtuos.Modules.Tests.Kernel.OpenNorms;
using Virtuos.Testing;
using Virtuos.Testing.PdfA;

namespace Virtuos.Modules.Tests.Records;

/// <summary>What leaves the office is PDF/A-3 with the metadata of the open norm inside, sealed and stamped; independent readers accept it.</summary>
public sealed class OutgoingMetadataTests
{
    private static readonly XNamespace Ns = DocumentMetadata.Namespace;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("B08", Part = "an outgoing document carries metadata-dokumentu-veřejnoprávního-původce.xml, valid by the published schema; pdfsig, qpdf and a check of PDF/A accept it")]
    public async Task A_decision_carries_the_metadata_of_the_norm_sealed_and_stamped()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand(filer: new Filer("Stavby Ohře s. r. o.", "Průmyslová 1, 430 01 Chomutov", "info@stavby.example", null, null) { OrganisationNumber = "27082440" });
        var own = await desk.Approved(document);
        var pdf = await desk.Sealed(own);

        Assert.Empty(PdfACheck.Of(pdf));
        var (code, said) = await PdfTool.Run("qpdf", pdf, Cancel, "--check", "{file}");
        Assert.True(code == 0, said);
        (_, said) = await PdfTool.Run("pdfsig", pdf, Cancel, "-nocert", "{file}");
        Assert.Contains("Signature is Valid", said, StringComparison.Ordinal);
        (_, said) = await PdfTool.Run("pdfdetach", pdf, Cancel, "-list", "{file}");
        Assert.Contains("metadata-dokumentu-veřejnoprávního-původce.xml", said, StringComparison.Ordinal);
        Assert.True(SealVerification.Verify(pdf) is { State: SealState.Intact, Stamp.Holds: true });

        var xml = PaperAttachments.Of(pdf).Single();
        Assert.Empty(NormSchemas.Faults(xml, NormSchemas.Document));
        var told = XDocument.Load(new MemoryStream(xml)).Root!;
        var (number, mark) = (await room.Rows($"select d.reference_number, f.mark from records.document d join records.case_file f on f.id = d.file where d.id = '{own}'", r => (r.GetString(0), r.GetString(1)))).Single();
        Assert.Equal(($"{own}", number, mark), (told.Element(Ns + "jid")!.Value, told.Element(Ns + "číslo_jednací")!.Value, told.Element(Ns + "spisová_značka")!.Value));
        Assert.Equal($"{document}", told.Element(Ns + "je_odpovědí_na_dokument")!.Element(Ns + "jid")!.Value);
        Assert.Contains("27082440", told.Element(Ns + "příjemce")!.Value, StringComparison.Ordinal);
        Assert.Contains(desk.Office.OrganisationNumber, told.Element(Ns + "odesílatel")!.Value, StringComparison.Ordinal);
    }
}
