namespace Virtuos.Records.Packages;

/// <summary>The section that describes the entities, and what it may be about (annex 2, points 1.7 and 1.8).</summary>
internal static class DescriptionRules
{
    public static readonly Checks Checks = new()
    {
        ["obs22"] = sip => Sections(sip).SelectMany(s => MetsRules.Once(s, "mets:mdWrap")),
        ["obs23"] = sip => Sections(sip).SelectMany(s => Wrapped(s, "MDTYPEVERSION", "4.0")),
        ["obs24"] = sip => Sections(sip).SelectMany(s => Wrapped(s, "OTHERMDTYPE", "NSESSS")),
        ["obs25"] = sip => Sections(sip).SelectMany(s => Wrapped(s, "MDTYPE", "OTHER")),
        ["obs26"] = sip => Sections(sip).SelectMany(s => Wrapped(s, "MIMETYPE", "text/xml")),
        ["obs27"] = sip => Sections(sip).SelectMany(s => MetsRules.Once(s.First("mets:mdWrap") is { Exists: true } wrap ? wrap : s, "mets:xmlData")),
        ["obs28"] = About,
        ["obs29"] = Linked,
        ["obs86"] = sip => sip.Tree.All("nsesss:MaterskeEntity").Where(m => !OfBaseDocument(sip, m)).Select(m => m.Faulty("place", ("what", "nsesss:MaterskeEntity"))),
    };

    /// <summary>The value of an attribute of the wrapping of each kind of metadata.</summary>
    public static IEnumerable<Fault> Wrapped(Node section, string attribute, string expected)
    {
        var wraps = section.All("mets:mdWrap").ToList();
        if (wraps.Count == 0) return [section.Lacks($"mets:mdWrap/@{attribute}")];
        return wraps.Where(w => w[attribute] != expected).Select(w => w.Differs(attribute, w[attribute], expected));
    }

    // A package without the section lacks all that should be in it.
    private static IEnumerable<Node> Sections(Sip sip) => sip.Section.Exists ? sip.Root.All("mets:dmdSec") : [sip.Root];

    private static IEnumerable<Fault> About(Sip sip)
    {
        if (sip.FixedLinks.Count > 0) yield break;
        var place = sip.Description.Exists ? sip.Description : sip.Root;
        if (sip.Bases.Count != 1) yield return place.Times("nsesss:Dil / nsesss:Spis / nsesss:Dokument", sip.Bases.Count, "1");
        else if (sip.Bases[0] is { Kind: var kind } only && kind == EntityKind.Document && !(only.Closed <= sip.Day("obs28")))
            yield return only.Closed is { } late ? only.Node.Faulty("settled-late", ("found", late), ("expected", sip.Day("obs28"))) : only.Node.Faulty("not-settled", ("expected", sip.Day("obs28")));
    }

    private static IEnumerable<Fault> Linked(Sip sip)
    {
        var brought = sip.Bases.Where(b => b.Kind == EntityKind.File || b.Closed <= sip.Day("obs29")).SelectMany(b => b.Identities).ToHashSet();
        return sip.FixedLinks.Where(l => !brought.Contains(Identity.Of(l.First("Identifikator")))).Select(l => l.Faulty("link-target", ("id", Identity.Of(l.First("Identifikator")).ToString())));
    }

    private static bool OfBaseDocument(Sip sip, Node mother) =>
        mother.Parent.Is("Trideni") && mother.Parent.Parent.Is("EvidencniUdaje") && sip.EntityAt(mother.Parent.Parent.Parent) is { IsMain: true } owner && owner.Kind == EntityKind.Document;
}
