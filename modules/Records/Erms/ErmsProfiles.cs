using System.Globalization;
using System.Xml.Linq;
using Virtuos.Kernel.Calendar;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Writes documents and files in the words of the interface (tProfilDokumentu, tProfilSpisu).</summary>
internal static class ErmsProfiles
{
    public static XElement Document(string name, DocumentProfile profile)
    {
        var d = profile.Document;
        return New(name, profile.Names[d.Id].Xml(),
            New("DatumCasVytvoreni", Write(d.CreatedAt)),
            New("Forma", d.IsOnPaper ? "analogova" : "digitalni"),
            d.Number is null ? null : New("Evidence", New("EvidenceObdobiId", d.Year), New("EvidencePoradi", d.Number)),
            Basics(profile),
            profile.File is { } file ? New("VlozenVeSpisu", New("SpisId", profile.Names[file.Id].Xml()), New("PoradiVeSpisu", d.FilePosition), New("StavZarazeni", "Vlozen"), New("DatumCasVlozeniDoSpisu", Write(profile.LaidAt!.Value))) : null,
            d.Kind == DocumentKind.Received ? Delivery(d) : null,
            profile.Parts.Count > 0 ? New("OdkazyNaSoubory", profile.Parts.Select((p, i) => Link(p, profile.Names[p.Id], i))) : null,
            New("VlastniKdo", d.Holder ?? d.Unit),
            profile.ManagedBy is { } by ? New("SpravujeIS", by) : null,
            New("StavDokumentu", State(profile)),
            d.SettledAt is { } at ? Settled(d.How, d.SettledNote, at) : null,
            profile.File?.ClosedAt is { } closed ? New("DatumCasUzavreni", Write(closed)) : null);
    }

    public static XElement File(string name, FileProfile profile)
    {
        var f = profile.File;
        var settled = profile.Documents.Select(d => d.Document).Where(d => d.SettledAt is not null).MaxBy(d => d.SettledAt);
        return New(name, profile.Names[f.Id].Xml(),
            New("ZpusobVedeni", "Priorace"),
            New("DatumCasVytvoreni", Write(f.OpenedAt)),
            New("Nazev", Cut(f.Matter, 100)),
            f.Matter.Length > 100 ? New("Popis", Cut(f.Matter, 255)) : null,
            New("SpisovaZnacka", f.Mark),
            New("PodaciDenikPoradi", f.Number),
            New("PodaciDenikRok", Year(f.Year)),
            Group(f.FilingMark),
            New("DokumentyVlozene", profile.Documents.Select(d => New("DokumentIdVlozeny",
                New("IdDokument", d.Names[d.Document.Id].Xml()), New("PoradiVeSpisu", d.Document.FilePosition), New("StavZarazeniDoSpisu", "Vlozen"), New("DatumCasVlozeniDoSpisu", Write(d.LaidAt!.Value))))),
            New("VlastniKdo", f.Holder ?? f.Unit),
            profile.ManagedBy is { } by ? New("SpravujeIS", by) : null,
            New("StavSpisu", f.State switch { FileState.Open => "nevyrizen", FileState.Settled => "vyrizen", _ => "uzavren" }),
            f.State != FileState.Open && settled is not null ? Settled(settled.How, settled.SettledNote, settled.SettledAt!.Value) : null,
            f.ClosedAt is { } closed ? New("DatumCasUzavreni", Write(closed)) : null);
    }

    public static XElement ListedDocument(Document d, ErmsId id, string? mark) => New("Dokument", id.Xml(), New("Nazev", Cut(d.Matter, 100)), New("CisloJednaci", d.ReferenceNumber),
        mark is null ? null : New("SpisovaZnacka", mark), New("DatumCasVytvoreni", Write(d.CreatedAt)), New("SpisovyZnak", d.FilingMark ?? ""));

    public static XElement ListedFile(CaseFile f, ErmsId id) => New("Spis", id.Xml(), New("Nazev", Cut(f.Matter, 100)), New("SpisovaZnacka", f.Mark), New("DatumCasVytvoreni", Write(f.OpenedAt)), New("SpisovyZnak", f.FilingMark));

    /// <summary>How it was settled (tVyrizeni); another way says its content and reason (obs63).</summary>
    public static XElement Settled(string? how, string? note, DateTimeOffset at)
    {
        var way = how switch { "decision" or "answer" => "dokumentem", "passed-on" => "postoupenim", "noted" => "vzetimNaVedomi", "note" => "zaznamemNaDokumentu", _ => "jinyZpusob" };
        var said = note ?? how switch { "cancelled" => "stornováno", "lapsed" => "nepotvrzené podání", _ => way == "jinyZpusob" ? "vyřízeno" : null };
        return New("Vyrizeni", New("ZpusobVyrizeni", way), New("DatumCasVyrizeni", Write(at)), said is null ? null : New("ObsahVyrizeni", said), way == "jinyZpusob" ? New("Oduvodneni", said) : null);
    }

    private static IEnumerable<object?> Basics(DocumentProfile profile)
    {
        var d = profile.Document;
        return
        [
            New("Nazev", Cut(d.Matter, 100)),
            d.Matter.Length > 100 ? New("Popis", Cut(d.Matter, 255)) : null,
            d.ReferenceNumber is null ? null : New("CisloJednaci", d.ReferenceNumber),
            profile.File is null ? null : New("SpisovaZnacka", profile.File.Mark),
            d.Number is null ? null : New("PodaciDenikPoradi", d.Number),
            d.Year is null ? null : New("PodaciDenikRok", Year(d.Year.Value)),
            d.FilingMark is null ? null : Group(d.FilingMark),
            d.SenderNumber is null ? null : New("CjOdesilatel", d.SenderNumber),
            New("PocetListu", d.IsOnPaper ? 1 : 0),
            New("PocetPriloh", Math.Max(0, profile.Parts.Count - 1)),
            New("DruhPriloh", profile.Parts.Count > 1 ? "soubory" : ""),
            New("PocetListuPriloh", 0),
        ];
    }

    /// <summary>Who sent a received document and when it came (tDoruceni).</summary>
    public static XElement Delivery(Document d) => New("Doruceni", ErmsParties.Write("Odesilatel", d.Party), New("ZasilkaInfo",
        New("ZpusobManipulaceId", d.Channel switch { "portal" => "EPodatelnaWeb", "paper" => "Posta", _ => d.IsOnPaper ? "Posta" : "EPodatelnaWeb" }),
        New("DatumDoruceni", Write(d.ReceivedOn)), New("CasDoruceni", Prague.Local(d.ReceivedAt).ToString("HH:mm:ss", CultureInfo.InvariantCulture))));

    private static XElement Link(Component part, ErmsId id, int index) => New("dmFileLink",
        new XAttribute("dmFileMetaType", MetaTypes.Contains(part.Kind) ? part.Kind : index == 0 ? "main" : "enclosure"),
        new XAttribute("dmFileDescr", part.Name),
        new XAttribute("dmFinalniVerze", part.Role == ComponentRole.Draft ? "N" : "A"),
        id.Xml());

    private static readonly string[] MetaTypes = ["main", "enclosure", "signature", "meta", "dorucenka", "protokol_overeni_podpisu", "obalka"];

    private static string State(DocumentProfile profile) => profile.File?.State == FileState.Closed ? "uzavren"
        : profile.Document.State is DocumentState.Settled or DocumentState.Dispatched or DocumentState.Joined or DocumentState.Lapsed or DocumentState.Dropped ? "vyrizen" : "nevyrizen";

    private static XElement? Group(string mark) => mark.Length <= 40 ? New("VecnaSkupina", new ErmsId(mark, Code).Xml()) : null;

    private static string Year(int year) => year.ToString("0000", CultureInfo.InvariantCulture);
}
