using System.Xml.Linq;

namespace Virtuos.Records;

/// <summary>All operations of the interface and all events of its batches, by the names of the WSDL: each is a use case.</summary>
internal static class ErmsTable
{
    public static readonly IReadOnlyDictionary<string, ErmsOperation> Operations = new Dictionary<string, ErmsOperation>(StringComparer.Ordinal)
    {
        ["DokumentZalozeni"] = new(DocumentOperations.Found, Nothing),
        ["DokumentPostoupeniZadost"] = new(DocumentOperations.Lend, Nothing),
        ["DokumentVraceniZadost"] = new(DocumentOperations.GiveBack, Nothing),
        ["ProfilDokumentuZadost"] = new(DocumentOperations.Profile, Nothing),
        ["SouborZadost"] = new(DocumentOperations.Content, Nothing),
        ["SpisZalozeni"] = new(FileOperations.Found, Nothing),
        ["SpisPostoupeniZadost"] = new(FileOperations.Lend, Nothing),
        ["SpisVraceniZadost"] = new(FileOperations.GiveBack, Nothing),
        ["ProfilSpisuZadost"] = new(FileOperations.Profile, Nothing),
        ["TypovySpisZalozeni"] = new(TypeFileOperations.Found, Nothing),
        ["ProfilTypovehoSpisuZadost"] = new(TypeFileOperations.Profile, Nothing),
        ["OsobaZalozeni"] = new(PersonOperations.Enter, Nobody),
        ["OsobaUprava"] = new(PersonOperations.Change, Nobody),
        ["ProfilOsobyZadost"] = new(PersonOperations.Profile, Nobody),
        ["OsobySeznam"] = new(PersonOperations.Find, _ => [Erms.New("ProfilOsob")]),
        ["CiselnikySeznam"] = new(ListOperations.CodeLists),
        ["CiselnikZadost"] = new(ListOperations.CodeList, ListOperations.NoCodeList),
        ["FunkcniMista"] = new(ListOperations.Places, Nothing),
        ["PrideleneSeznam"] = new(ListOperations.Assigned, Nothing),
        ["UzivateleSeznam"] = new(ListOperations.Users, _ => [Erms.New("Uzivatele")]),
        ["Udalosti"] = new(BatchOperations.Events),
        ["DavkySeznam"] = new(BatchOperations.Prepared),
        ["DavkaZadost"] = new(BatchOperations.Fetch),
        ["WsTest"] = new(BatchOperations.Test, Anybody: true),
        ["ermsAsyn"] = new(BatchOperations.Receive),
    };

    public static readonly IReadOnlyDictionary<string, Func<ErmsCall, Task>> Events = new Dictionary<string, Func<ErmsCall, Task>>(StringComparer.Ordinal)
    {
        ["DokumentZalozeni"] = DocumentEvents.Founded,
        ["DokumentUprava"] = DocumentEvents.Changed,
        ["DokumentZmenaZpracovatele"] = DocumentEvents.Passed,
        ["DokumentVlozeniDoSpisu"] = DocumentEvents.PutIntoFile,
        ["DokumentVyjmutiZeSpisu"] = DocumentEvents.TakenOut,
        ["DokumentVyrizeni"] = DocumentEvents.Settled,
        ["DokumentOtevreni"] = DocumentEvents.Reopened,
        ["DokumentZruseni"] = DocumentEvents.Cancelled,
        ["DokumentVraceni"] = DocumentEvents.GivenBack,
        ["SpisZalozeni"] = FileEvents.Founded,
        ["SpisUprava"] = FileEvents.Changed,
        ["SpisZmenaZpracovatele"] = FileEvents.Passed,
        ["SpisVyrizeni"] = FileEvents.Settled,
        ["SpisOtevreni"] = FileEvents.Reopened,
        ["SpisUzavreni"] = FileEvents.Closed,
        ["SpisZruseni"] = FileEvents.Cancelled,
        ["SpisVraceni"] = FileEvents.GivenBack,
        ["SouborZalozeni"] = BytesEvents.Stored,
        ["SouborNovaVerze"] = BytesEvents.Renewed,
        ["SouborZruseni"] = BytesEvents.Forgotten,
        ["SouborVlozitKDokumentu"] = BytesEvents.Attached,
    };

    private static IEnumerable<XElement> Nothing(XElement request) => [];

    private static IEnumerable<XElement> Nobody(XElement request) => [ErmsParties.Nobody("ProfilOsoby")];
}
