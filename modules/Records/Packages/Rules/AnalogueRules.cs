namespace Virtuos.Records.Packages;

/// <summary>What must be known of documents on paper: how much there is and where it lies.</summary>
internal static class AnalogueRules
{
    public static readonly Checks Checks = new()
    {
        ["obs61"] = sip => Amounts(sip, "DorucenyDokument", "DoruceneMnozstvi"),
        ["obs61a"] = sip => Amounts(sip, "VlastniDokument", "VytvoreneMnozstvi"),
        ["obs76"] = sip => Papers(sip).SelectMany(d => d.Above).Where(e => e.Kind != EntityKind.Plan && !e.IsAnalogue).Distinct()
            .Select(e => e.Node.Differs("nsesss:AnalogovyDokument", e.Node.At("EvidencniUdaje/Manipulace/AnalogovyDokument") is { Exists: true } said ? said.Value : null, "ano")),
        ["obs77"] = sip => sip.Bases.Where(b => b.IsAnalogue && b.Node.At("EvidencniUdaje/Vyrazovani/SkartacniRizeni/Mnozstvi").IsBlank).Select(b => b.Node.Lacks("nsesss:Mnozstvi")),
        ["obs85"] = sip => Papers(sip).Where(d => d.Node.At("EvidencniUdaje/Manipulace/UkladaciJednotka").IsBlank).Select(d => d.Node.At("EvidencniUdaje/Manipulace").Lacks("nsesss:UkladaciJednotka")),
        ["obs85a"] = sip => sip.Entities.Where(e => (e.Kind == EntityKind.Volume || e.Kind == EntityKind.File) && e.IsAnalogue && e.Node.At("EvidencniUdaje/Manipulace/Umisteni").IsBlank).Select(e => e.Node.At("EvidencniUdaje/Manipulace").Lacks("nsesss:Umisteni")),
        ["obs98a"] = sip => sip.Of(EntityKind.Component).Where(c => c.Node["forma_uchovani"] == "digitalizát" && c.Parent is { IsAnalogue: false }).Select(c => c.Node.Faulty("scan")),
    };

    private static IEnumerable<Entity> Papers(Sip sip) => sip.Of(EntityKind.Document).Where(d => d.IsAnalogue);

    private static IEnumerable<Fault> Amounts(Sip sip, string origin, string amount) =>
        Papers(sip).Select(d => d.Node.At($"EvidencniUdaje/Puvod/{origin}")).Where(o => o.Exists && o.First(amount).IsBlank).Select(o => o.Lacks($"nsesss:{amount}"));
}
