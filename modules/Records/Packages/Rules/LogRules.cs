namespace Virtuos.Records.Packages;

/// <summary>The sections with the transaction log of each entity (annex 2, points 1.9 to 1.12).</summary>
internal static class LogRules
{
    public static readonly Checks Checks = new()
    {
        ["obs30"] = sip => sip.Tree.All("mets:amdSec").Where(s => string.IsNullOrWhiteSpace(s["ID"])).Select(s => s.Lacks("ID")),
        ["obs31"] = sip => sip.Tree.All("mets:amdSec").SelectMany(s => MetsRules.Once(s, "mets:digiprovMD")),
        ["obs33"] = sip => Logs(sip).SelectMany(l => MetsRules.Once(l, "mets:mdWrap")),
        ["obs34"] = sip => Logs(sip).SelectMany(l => DescriptionRules.Wrapped(l, "MDTYPEVERSION", "4.0")),
        ["obs35"] = sip => Logs(sip).SelectMany(l => DescriptionRules.Wrapped(l, "OTHERMDTYPE", "TP")),
        ["obs36"] = sip => Logs(sip).SelectMany(l => DescriptionRules.Wrapped(l, "MDTYPE", "OTHER")),
        ["obs37"] = sip => Logs(sip).SelectMany(l => DescriptionRules.Wrapped(l, "MIMETYPE", "text/xml")),
        ["obs38"] = sip => Logs(sip).SelectMany(l => MetsRules.Once(l.First("mets:mdWrap") is { Exists: true } wrap ? wrap : l, "mets:xmlData")),
        ["obs39"] = sip => Logs(sip).SelectMany(l => MetsRules.Once(l.At("mets:mdWrap/mets:xmlData") is { Exists: true } data ? data : l, "tp:TransakcniLogObjektu")),
    };

    private static IEnumerable<Node> Logs(Sip sip) => sip.Tree.All("mets:digiprovMD");
}
