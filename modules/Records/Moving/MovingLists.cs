using System.Xml.Linq;
using Virtuos.Contracts.Directory;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Tells what is no file or document as lists of the standard: people, numbers, plans, storage units, the name index (Ciselnik, SeznamUzivatelu).</summary>
internal sealed class MovingLists
{
    private const string UnitCode = "utvar:";

    /// <summary>The officials of the office; each says the code of their unit, by which units are found in the other installation.</summary>
    public static XElement Users(IReadOnlyList<OfficialCard> officials, IReadOnlyList<UnitCard> units, MovedIds ids)
    {
        // Units come as users of the kind that the standard calls a node: what lies in a unit is owned by it.
        var nodes = units.Select(u => (Id: ids.Theirs(u.Id), Element: User(u.Id, $"{UnitCode}{u.Code}", "Útvar", Cut(u.Name, 100), null, u)));
        var people = officials.Select(o => (Id: ids.Theirs(o.Id), Element: User(o.Id, Cut(o.Email, 100), Given(o.Name), Family(o.Name), o.Position, units.FirstOrDefault(u => u.Id == o.Unit))));
        return New("SeznamUzivatelu", nodes.Concat(people).OrderBy(u => $"{u.Id}", StringComparer.Ordinal).Select(u => u.Element));
    }

    /// <summary>Ids that a list of users gave, with what each is: a unit by its code, an official by e-mail.</summary>
    public static IEnumerable<(Guid Id, string? UnitCode, string Email, string Name)> Read(XElement users)
    {
        foreach (var user in users.Elements().Where(u => u.Name == Ns + "Uzivatel"))
            if (Guid.TryParse(user.Text("IdUzivatele"), out var id) && user.Text("PrihlasovaciJmeno") is { } login)
                yield return (id, login.StartsWith(UnitCode, StringComparison.Ordinal) ? login[UnitCode.Length..] : null, login, $"{user.Text("Jmeno")} {user.Text("Prijmeni")}");
    }

    public XElement Of(MovedKind kind, int part, IReadOnlyList<MovedRow> rows) => kind switch
    {
        MovedKind.Settings => List("pocitadla", "Počítadla podacího deníku a spisů", rows.Where(r => r.Table == "register_counter")
            .Select(r => Item($"{r.Text("register")}-{r.Text("year")}", $"{r.Text("register")} {r.Text("year")}", $"poslední přidělené číslo {r.Text("last")}"))),
        MovedKind.Plan => Plan(rows),
        MovedKind.Storage => List($"ukladaci-jednotky-{part}", "Ukládací jednotky", rows.Select(r => Item(r.Text("id"), $"{r.Text("mark")} {r.Text("name")}", r.Text("location")))),
        _ => List($"jmenny-rejstrik-{part}", "Jmenný rejstřík", rows.Where(r => r.Table is "party_entry" or "agenda_person")
            .Select(r => Item(r.Text("id"), r.Text("name") ?? r.Text("company") ?? $"{r.Text("given")} {r.Text("family")}", r.Text("address") ?? r.Text("town")))),
    };

    private static XElement Plan(IReadOnlyList<MovedRow> rows)
    {
        var (plan, rules) = (rows.First(r => r.Table == "file_plan"), rows.Where(r => r.Table == "retention_rule").ToDictionary(r => r.Text("id")!));
        return List(plan.Text("identifier")!, plan.Text("name")!, rows.Where(r => r.Table == "subject_group").Select(g =>
            Item(g.Text("mark"), $"{g.Text("mark")} {g.Text("name")}", g.Text("rule") is { } rule && rules.TryGetValue(rule, out var r) ? $"{r.Text("mark")}/{r.Text("years") ?? r.Text("discard_year")}, {r.Text("trigger_event")}" : null, g.Text("opened_on"), g.Text("closed_on"))));
    }

    private static XElement List(string id, string name, IEnumerable<XElement> items) => New("Ciselnik", New("IdCiselniku", Cut(id, 40)), New("NazevCiselniku", name), New("Polozky", items));

    private static XElement Item(string? id, string text, string? note, string? from = null, string? to = null) => New("Polozka", id is { Length: > 0 and <= 40 } ? New("IdPolozky", id) : null, New("Text", Cut(text.Trim(), 255)),
        note is null ? null : New("Popis", Cut(note, 255)), New("StavPolozky", to is null ? "Aktivni" : "Neaktivni"), from is null ? null : New("PlatnaOd", from), to is null ? null : New("PlatnaDo", to));

    private static XElement User(Guid id, string login, string given, string family, string? position, UnitCard? unit) => New("Uzivatel", New("IdUzivatele", id), New("PrihlasovaciJmeno", login),
        New("Jmeno", given), New("Prijmeni", family), position is { Length: > 0 } ? New("FunkcniMistoNazev", Cut(position, 128)) : null,
        unit is null ? null : New("IdOrganizacniJednotky", unit.Code), unit is null ? null : New("OrganizacniJednotka", Cut(unit.Name, 255)), New("Stav", "aktivni"));

    private static string Family(string name) => Cut(name.Trim().Split(' ')[^1], 100);

    // The schema wants both names.
    private static string Given(string name) => name.Trim().LastIndexOf(' ') is > 0 and var at ? Cut(name.Trim()[..at], 100) : "–";
}
