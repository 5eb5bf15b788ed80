using System.Text;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Paper.Fonts;

namespace Virtuos.Modules.Tests.Kernel.Paper;

/// <summary>Papers of every kind on which the press is tried.</summary>
internal static class SamplePapers
{
    public const string CzechLetters = "aábcčdďeéěfghiíjklmnňoópqrřsštťuúůvwxyýzž AÁBCČDĎEÉĚFGHIÍJKLMNŇOÓPQRŘSŠTŤUÚŮVWXYÝZŽ";
    public const string Pangram = "Příliš žluťoučký kůň úpěl ďábelské ódy. Nechť již hříšné saxofony ďáblů rozezvučí síň úděsnými tóny waltzu, tanga a quickstepu.";
    public const string German = "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. ÄÖÜẞ äöüß „Anführung“";

    public static readonly DateTimeOffset Moment = new(2026, 3, 2, 9, 15, 0, TimeSpan.FromHours(1));

    /// <summary>One shelf for all tests: fonts are parsed once.</summary>
    public static readonly PaperPress Press = new(new FontShelf());

    public static IEnumerable<string> Names => All.Keys;

    public static PaperDocument Of(string name) => All[name];

    public static PaperDocument Plain(string title, params Block[] blocks) =>
        new() { Title = title, Language = "cs", Created = Moment, Blocks = blocks };

    public static readonly PaperDocument Call = new()
    {
        Title = "Výzva k doplnění podání",
        Language = "cs",
        Created = Moment,
        Author = "Městský úřad Horní Lhota",
        Subject = "Poplatek ze psa <2026> & spol.",
        Letterhead = new Letterhead("Městský úřad Horní Lhota", "Odbor životního prostředí")
        {
            Lines = ["Náměstí Míru 1, 763 23 Horní Lhota", "IČO 00283924, datová schránka abc2def", "podatelna@hornilhota.example"],
        },
        Recipient = new Recipient(["Vážená paní", "Ing. Žaneta Šťovíčková, Ph.D.", "Příčná 1234/5a", "763 23 Horní Lhota"]) { Handling = "Do vlastních rukou" },
        References =
        [
            new("Naše č. j.", "MUHL/1234/2026/OŽP"),
            new("Vyřizuje", "Mgr. Jiří Dvořák"),
            new("E-mail", RichText.Link("dvorak@hornilhota.example", "mailto:dvorak@hornilhota.example")),
            new("Datum", "2. března 2026"),
        ],
        ReferenceNumber = "č. j. MUHL/1234/2026/OŽP",
        FootNote = "Pravost ověříte na hornilhota.example/overit",
        Blocks =
        [
            new Paragraph("dne 27. 2. 2026 jsme obdrželi Vaše podání. Podání nemá předepsané náležitosti, a proto Vás podle § 37 odst. 3 zákona č. 500/2004 Sb., správní řád, vyzýváme k jeho doplnění."),
            new Paragraph(new RichText(
                new Run("Doplnění zašlete do "),
                new Run("15 dnů") { Bold = true },
                new Run(", nejlépe "),
                new Run("elektronicky přes portál občana") { Link = "https://hornilhota.example/podání/1234?a=b&c=(d)" },
                new Run(" "),
                new Run("oder auf Deutsch") { Italic = true, Language = "de" },
                new Run("."))),
            new Heading("Co je třeba doplnit"),
            new ItemList(
                [
                    "číslo čipu psa a jeho plemeno,",
                    new ListItem("souhlas vlastníka bytu:") { Inner = new ItemList(["písemný, nebo", "ústní do protokolu."]) },
                ],
                Numbered: true),
            new Heading("Přehled", 2),
            new Summary([new("Žadatelka", "Ing. Žaneta Šťovíčková, Ph.D."), new("Prázdné", RichText.Empty)]),
            new Table(
                [new("Období"), new("Popis"), new("K úhradě", Alignment.End)],
                [["2025", "Poplatek za prvního psa", "1 200 Kč"], ["2026", RichText.Empty, "1 800 Kč"], ["Celkem"]])
            {
                Caption = "Předpis poplatku", ClosingRow = true, RowHeaders = true,
            },
            new QrCode("SPD*1.0*ACC:CZ2806000000000168540115*AM:3000.00*CC:CZK*X-VS:1234567890", "QR kód pro platbu 3 000 Kč") { Caption = "Naskenujte v aplikaci své banky." },
            new Barcode("MBMCX00OPOY9", "Čárový kód dokumentu MBMCX00OPOY9"),
            new Rule(),
            new Paragraph("S pozdravem"),
            new SignatureBox("Mgr. Jiří Dvořák", "vedoucí odboru") { Stamp = "otisk úředního razítka" },
            new SealBox(["Zapečetěno elektronicky", "Městský úřad Horní Lhota", "2. 3. 2026 9:15"]),
            new Space(3),
            new PageBreak(),
            new Paragraph("Poučení: Proti této výzvě se nelze odvolat.") { Small = true },
        ],
        Attachments =
        [
            new Attachment("metadata-dokumentu-veřejnoprávního-původce.xml", "application/xml", Encoding.UTF8.GetBytes("<a>ž</a>"), Moment)
            {
                Description = "Metadata dokumentu", Relation = AttachmentRelation.Data,
            },
            new Attachment("poznámka.txt", "text/plain", Encoding.UTF8.GetBytes("Ahoj"), Moment) { Relation = AttachmentRelation.Supplement },
            new Attachment("poznámka.txt", "text/plain", Encoding.UTF8.GetBytes("Stejné jméno"), Moment),
            new Attachment("prázdný.txt", "text/plain", default, Moment),
        ],
    };

    public static readonly PaperDocument LongTable = Plain(
        "Seznam na mnoho stran",
        new Table(
            [new("Č.", Alignment.End), new("Jméno a příjmení"), new("Adresa"), new("Částka", Alignment.End)],
            [.. Enumerable.Range(1, 300).Select(IReadOnlyList<RichText> (i) => [$"{i}", $"Žofie Řeháková {i}", "Dlouhá ulice, Horní Lhota u Přílišné Dálky", $"{13 * i} Kč"])]));

    public static readonly PaperDocument Letters = Plain(
        "Všechna písmena",
        new Paragraph(CzechLetters),
        new Paragraph(RichText.Bold(CzechLetters)),
        new Paragraph(new RichText(new Run(CzechLetters) { Italic = true })),
        new Paragraph(new RichText(new Run(CzechLetters) { Bold = true, Italic = true })),
        new Heading(Pangram),
        new Paragraph(Pangram),
        new Paragraph(new RichText(new Run(German) { Language = "de" })),
        new Paragraph("Київ, Đorđe, Łódź, Íslenska þ, 20 °C, ½, €, §, “x” – — … • ✓ → ☎"));

    private static readonly Dictionary<string, PaperDocument> All = new()
    {
        ["call"] = Call,
        ["long table"] = LongTable,
        ["letters"] = Letters,
        ["german"] = Call with { Language = "de-DE", Title = "Aufforderung zur Ergänzung", Recipient = Call.Recipient! with { Side = AddressSide.Left } },
        ["without title"] = Call with { TitleShown = false, Letterhead = null },
        ["empty"] = new PaperDocument { Title = "", Language = "", Created = default },
        ["odd levels"] = Plain("Nadpisy", new Heading("Skok", 3), new Heading("Zpět", 1), new Heading("", 2), new Heading("Hloub", 9)),
        ["without columns"] = Plain("Nic", new Table([], [["a"]]), new Table([new("Sám")], []), new ItemList([]), new Summary([]), new SealBox([]), new QrCode("x", " ")),
    };
}
