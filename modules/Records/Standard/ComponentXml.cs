using System.Globalization;

namespace Virtuos.Records;

/// <summary>A component in its place among the forms and versions of the same content.</summary>
/// <param name="Version">From 1 over all forms of one position; the highest is the final one (rules obs102 to obs106).</param>
internal sealed record ComponentFacts(Component Component, int Version, ComponentRole Role, Component? MadeFrom)
{
    public IReadOnlyList<Identity> Identities { get; init; } = [];

    /// <summary>What was found of its signatures, seals and stamps.</summary>
    public IReadOnlyList<VerifiedMark> Marks { get; init; } = [];

    /// <summary>
    /// Puts components of a document into one row of versions a position: drafts, containers, the original, the original in the output format.
    /// What was made in the output format at once is the original, and so is what was taken out of a container.
    /// </summary>
    /// <param name="containers">Ids of those that only carry others, whatever they were stored as.</param>
    public static IReadOnlyList<ComponentFacts> Of(IEnumerable<Component> components, IReadOnlySet<Guid>? containers = null)
    {
        return
        [
            .. components.GroupBy(c => c.Position).OrderBy(g => g.Key).SelectMany(position =>
            {
                var row = position.OrderBy(c => Role(c) switch { ComponentRole.Digitised => ComponentRole.Original, ComponentRole.Container => ComponentRole.Draft, var role => role }).ThenBy(c => c.Version).ToList();
                var original = row.Find(c => Role(c) is ComponentRole.Original or ComponentRole.Digitised);
                var first = original is null ? row.Find(c => Role(c) == ComponentRole.Output) : null;
                return row.Select((c, at) => new ComponentFacts(c, at + 1, c == first ? ComponentRole.Original : Role(c), c.Role == ComponentRole.Output && c != first ? original ?? first : null));
            }),
        ];

        ComponentRole Role(Component component) => containers?.Contains(component.Id) == true ? ComponentRole.Container : component.Role;
    }
}

/// <summary>Writes the components of a document (tKomponenty).</summary>
internal static class ComponentXml
{
    /// <summary>The reason of a change of format.</summary>
    private const string Conversion = "převedení do výstupního datového formátu (§ 23 vyhlášky č. 259/2012 Sb.)";

    public static void Write(StandardXml xml, DocumentFacts facts) => xml.In("Komponenty", () =>
    {
        foreach (var component in facts.Components) One(xml, facts, component);
    });

    public static string IdOf(Component component) => StandardXml.IdOf("k", component.Id);

    private static void One(StandardXml xml, DocumentFacts facts, ComponentFacts one) => xml.In("Komponenta", () => xml.In("EvidencniUdaje", () =>
    {
        xml.Identity([Identity.Of(one.Component.Id), .. one.Identities]);
        xml.Description(one.Component.Name);
        xml.In("Trideni", () => xml.Marks(facts.SimpleMark, facts.Mark));
        MarkXml.Write(xml, one.Marks);
        if (one.MadeFrom is { } from)
            xml.In("Prevod", () => xml.In("KonverzeDD", () =>
            {
                xml.Text("Oduvodneni", Conversion);
                xml.Link("OdkazPuvodniKomponenta", facts.Mark, Identity.Of(from.Id));
            }));
    }),
        ("ID", IdOf(one.Component)), ("poradi", Text(one.Component.Position)), ("druh", Kind(one.Component.Kind)), ("verze", Text(one.Version)),
        ("forma_uchovani", Form(one.Role)), ("vztah_k", one.MadeFrom is { } original ? IdOf(original) : null));

    private static string Form(ComponentRole role) => role switch
    {
        ComponentRole.Draft => "koncept",
        ComponentRole.Output => "originál ve výstupním datovém formátu",
        ComponentRole.Digitised => "digitalizát",
        ComponentRole.Container => "kontejner",
        _ => "originál",
    };

    // The words of the records are Czech; what somebody else named keeps its name.
    private static string Kind(string kind) => kind switch
    {
        "filing" => "podání",
        "attachment" => "příloha",
        "scan" => "sken",
        "decision" => "rozhodnutí",
        "answer" => "odpověď",
        "proof" => "doručenka",
        "supplement" => "doplnění",
        "day-log" => "transakční protokol",
        ConversionClause.Kind => "ověřovací doložka",
        _ => kind,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
