namespace Virtuos.Records.Packages;

/// <summary>Who made the package and when (annex 2, points 1.2 to 1.4).</summary>
internal static class HeaderRules
{
    public static readonly Checks Checks = new()
    {
        ["obs14"] = sip => Attribute(sip, "LASTMODDATE"),
        ["obs15"] = sip => Attribute(sip, "CREATEDATE"),
        ["obs16"] = sip => Agents(sip, "ORGANIZATION") == 1 ? [] : [Place(sip).Times("mets:agent TYPE=\"ORGANIZATION\"", Agents(sip, "ORGANIZATION"), "1")],
        ["obs17"] = sip => Agents(sip, "INDIVIDUAL") > 0 ? [] : [Place(sip).Lacks("mets:agent TYPE=\"INDIVIDUAL\"")],
        ["obs18"] = sip => All(sip).Where(a => a["ROLE"] != "CREATOR").Select(a => a.Differs("ROLE", a["ROLE"], "CREATOR")),
        ["obs19"] = sip => All(sip).Where(a => string.IsNullOrWhiteSpace(a["ID"])).Select(a => a.Lacks("ID")),
        ["obs20"] = sip => All(sip).SelectMany(a => a.All("mets:name").ToList() is [var name] ? name.IsBlank ? [name.Faulty("blank")] : [] : MetsRules.Once(a, "mets:name")),
    };

    private static IEnumerable<Node> All(Sip sip) => sip.Tree.All("mets:agent");

    private static int Agents(Sip sip, string type) => sip.Header.All("mets:agent").Count(a => a["TYPE"] == type);

    private static IEnumerable<Fault> Attribute(Sip sip, string name) => string.IsNullOrWhiteSpace(sip.Header[name]) ? [Place(sip).Lacks(name)] : [];

    // Without a header nothing that it must say is said.
    private static Node Place(Sip sip) => sip.Header.Exists ? sip.Header : sip.Root;
}
