using System.Globalization;
using System.Xml.Linq;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Calendar;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Lists: code lists, people and what they have.</summary>
internal static class ListOperations
{
    private static readonly (string Id, string Name)[] Lists =
        [("VecnaSkupina", "Věcné skupiny spisového plánu"), ("SkartacniRezim", "Skartační režimy"), ("ZpusobVyrizeni", "Způsoby vyřízení"), ("OrganizacniJednotka", "Organizační jednotky")];

    public static async Task<XElement> CodeLists(ErmsCall call)
    {
        List<XElement> lists = [];
        foreach (var (id, name) in Lists) lists.Add(New("Ciselnik", New("IdCiselniku", id), New("NazevCiselniku", name), New("PocetPrvkuCiselniku", (await Items(call, id))!.Count)));
        return New("CiselnikySeznamResponse", lists);
    }

    public static async Task<XElement> CodeList(ErmsCall call)
    {
        var id = call.Body.Text("IdCiselniku")!;
        var items = await Items(call, id) ?? throw new ErmsFaultException(ErmsStatus.Unknown, $"Číselník {id} neposkytujeme.");
        return ErmsOperation.Answer("CiselnikZadost", New("IdCiselniku", id), New("Polozky", items));
    }

    /// <summary>What stands before the status when a code list is refused.</summary>
    public static IEnumerable<XElement> NoCodeList(XElement request) => [New("IdCiselniku", Cut(request.Text("IdCiselniku") ?? "?", 40)), New("Polozky")];

    public static async Task<XElement> Places(ErmsCall call)
    {
        var official = await call.Do<ReadOfficials, Guid?, IReadOnlyList<OfficialCard>>(call.By!.Id);
        return ErmsOperation.Answer("FunkcniMista", New("FunkcniMista", official.Select(o => New("FunkcniMisto", New("FunkcniMistoNazev", Cut(o.Position, 128)), New("FunkcniMistoKod", o.Id)))));
    }

    public static async Task<XElement> Users(ErmsCall call)
    {
        var officials = await call.Do<ReadOfficials, Guid?, IReadOnlyList<OfficialCard>>(null);
        var units = (await call.Get<IDirectory>().Units(call.System.Office, call.Cancel)).ToDictionary(u => u.Id);
        return ErmsOperation.Answer("UzivateleSeznam", New("Uzivatele", officials.Select(o =>
        {
            var (given, family) = Name(o.Name);
            return New("Uzivatel", New("IdUzivatele", o.Id), New("PrihlasovaciJmeno", Cut(o.Email, 100)), New("Jmeno", Cut(given, 100)), New("Prijmeni", Cut(family, 100)),
                New("FunkcniMistoKod", o.Id), New("FunkcniMistoNazev", Cut(o.Position, 128)),
                New("IdOrganizacniJednotky", o.Unit), units.TryGetValue(o.Unit, out var unit) ? New("OrganizacniJednotka", Cut(unit.Name, 255)) : null, New("Stav", "aktivni"));
        })));
    }

    public static async Task<XElement> Assigned(ErmsCall call)
    {
        var asked = call.Body;
        var found = await call.Do<ListAssigned, ListAssignedInput, Assigned>(new(call.By!.Id, asked.Text("DruhEntity"), asked.Text("Drzeni"), Number(asked, "odZaznamu", 1), Number(asked, "pocetZaznamu", ListAssigned.Most))
        {
            Id = asked.Part("Identifikator")?.Id(),
            FilingMark = asked.Text("SpisovyZnak"),
            ReferenceNumber = asked.Text("CisloJednaci"),
            FileMark = asked.Text("SpisovaZnacka"),
            Contains = asked.Text("NazevObsahuje"),
            CreatedFrom = asked.Moment("DatumCasVytvoreniOd"),
            CreatedTo = asked.Moment("DatumCasVytvoreniDo"),
            ChangedFrom = asked.Moment("CasPosledniZmenyOd"),
            ChangedTo = asked.Moment("CasPosledniZmenyDo"),
        });
        return ErmsOperation.Answer("PrideleneSeznam", New("Pridelene",
            found.Documents.Select(d => ErmsProfiles.ListedDocument(d, found.Names[d.Id], d.File is { } f ? found.Marks[f] : null)),
            found.Files.Select(f => ErmsProfiles.ListedFile(f, found.Names[f.Id]))));
    }

    private static async Task<IReadOnlyList<XElement>?> Items(ErmsCall call, string list)
    {
        if (list is not ("OrganizacniJednotka" or "ZpusobVyrizeni"))
        {
            var plan = await call.Get<FilePlans>().On(call.System.Office, Prague.Today(call.Get<TimeProvider>()), call.Cancel);
            return list switch
            {
                "VecnaSkupina" => [.. plan.Groups.Where(g => g.Mark.Length <= 40 && plan.IsLowest(g)).Select(g => Item(g.Mark, g.Name, plan.RuleOf(g)?.Code))],
                "SkartacniRezim" => [.. plan.Rules.OrderBy(r => r.Code, StringComparer.Ordinal).Select(r => Item(Cut(r.Code, 40), r.Name, Cut(r.Reason, 255)))],
                _ => null,
            };
        }
        if (list == "OrganizacniJednotka") return [.. (await call.Get<IDirectory>().Units(call.System.Office, call.Cancel)).Select(u => Item($"{u.Id}", u.Name))];
        return [.. ((string[])["dokumentem", "postoupenim", "vzetimNaVedomi", "zaznamemNaDokumentu", "jinyZpusob"]).Select(w => Item(w, w))];
    }

    private static XElement Item(string id, string text, string? note = null) =>
        New("Polozka", New("IdPolozky", id), New("Text", Cut(text, 255)), note is null ? null : New("Popis", note), New("StavPolozky", "Aktivni"));

    private static int Number(XElement asked, string name, int otherwise) =>
        asked.Text(name) is { } text && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    // The register of officials keeps names whole: the last word is the family name.
    private static (string Given, string Family) Name(string name) => name.LastIndexOf(' ') is > 0 and var at ? (name[..at], name[(at + 1)..]) : (name, name);
}
