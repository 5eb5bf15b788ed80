namespace Virtuos.Records.Packages;

/// <summary>How documents were settled and sent (nsesss-common.xsd, lines 1355 to 1578).</summary>
internal static class SettlingRules
{
    private const string OtherWay = "jiný způsob";

    public static readonly Checks Checks = new()
    {
        ["obs63"] = sip => sip.Tree.All("nsesss:Vyrizeni").Concat(sip.Tree.All("nsesss:VyrizeniUzavreni")).SelectMany(v => Explained(v, "Oduvodneni")),
        ["obs84"] = sip => sip.Tree.All("nsesss:Vyrizeni").SelectMany(v => Explained(v, "ObsahVyrizeni")),
        ["obs87"] = sip => sip.Tree.All("nsesss:Vyrizeni").Where(v => v.First("DatumOdeslani").Exists != v.First("Prijemce").Exists).Select(v => v.Lacks(v.First("Prijemce").Exists ? "nsesss:DatumOdeslani" : "nsesss:Prijemce")),
        ["obs88"] = sip => sip.Of(EntityKind.Document).Where(d => d.IsAnalogue).Select(d => d.Node.At("EvidencniUdaje/Vyrizeni")).Where(v => v.First("DatumOdeslani").Exists && v.First("OdeslaneMnozstvi").IsBlank).Select(v => v.Lacks("nsesss:OdeslaneMnozstvi")),
    };

    private static IEnumerable<Fault> Explained(Node settling, string by) => settling.First("Zpusob").Value == OtherWay && settling.First(by).IsBlank ? [settling.Lacks($"nsesss:{by}")] : [];
}
