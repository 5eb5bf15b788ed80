using Virtuos.Kernel.Values;

namespace Virtuos.Records.Packages;

/// <summary>Identifiers and names: given, used for one thing only (nsesss-common.xsd, lines 127, 172, 313, 558).</summary>
internal static class IdentifierRules
{
    private static readonly string[] Identified = ["nsesss:BezpecnostniKategorie", "nsesss:SkartacniRezim", "nsesss:DruhDokumentu"];

    public static readonly Checks Checks = new()
    {
        ["obs57"] = sip => All(sip).Where(i => i.IsBlank).Select(i => i.Faulty("blank")),
        ["obs58"] = sip => All(sip).Where(i => string.IsNullOrWhiteSpace(i["zdroj"])).Select(i => i.Lacks("zdroj")),
        ["obs59"] = OneThing,
        ["obs70"] = sip => All(sip).Where(Repeated).Select(i => i.Faulty("again", ("what", "nsesss:Identifikator"))),
        ["obs92"] = sip => sip.Tree.All("nsesss:Identifikator").Concat(sip.Tree.All("nsesss:IdentifikatorOrganizace")).Where(i => i["zdroj"]?.Trim() is "IČ" or "IČO" && !IsOrganisation(i.Value)).Select(i => i.Faulty("organisation", ("found", i.Value))),
        ["obs93"] = sip => sip.Tree.All("nsesss:Nazev").Where(n => n.IsBlank).Select(n => n.Faulty("blank")),
    };

    private static IEnumerable<Node> All(Sip sip) => sip.Tree.All("nsesss:Identifikator");

    private static bool IsOrganisation(string value) => value.Length == 8 && value.All(char.IsAsciiDigit) && OrganisationNumber.TryParse(value, out _);

    // A component may have several: it can come from several systems.
    private static bool Repeated(Node identifier) =>
        identifier.Parent.First("Identifikator") != identifier
        && !(identifier.Parent.Is("Identifikace") && identifier.Parent.Parent.Is("EvidencniUdaje") && identifier.Parent.Parent.Parent.Is("Komponenta"));

    /// <summary>Things with the same identifier must be the same in everything but the ID inside the file; a fingerprint of each tells.</summary>
    private static IEnumerable<Fault> OneThing(Sip sip)
    {
        var prints = Fingerprints.Of(sip.Tree);
        var things = sip.Entities.SelectMany(e => e.Identities.Distinct().Select(i => (Identity: i, e.Node)))
            .Concat(Identified.SelectMany(sip.Tree.All).Where(n => n.First("Identifikator").Exists).Select(n => (Identity.Of(n.First("Identifikator")), n)));
        Dictionary<Identity, Node> seen = [];
        HashSet<Node> told = [];
        foreach (var (identity, node) in things)
        {
            if (seen.TryAdd(identity, node) || node == seen[identity] || prints[node.Index] == prints[seen[identity].Index]) continue;
            if (told.Add(node)) yield return node.Faulty("other-thing", ("id", identity.ToString()), ("place", seen[identity].Place));
        }
    }
}
