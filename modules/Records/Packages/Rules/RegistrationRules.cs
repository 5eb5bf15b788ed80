namespace Virtuos.Records.Packages;

/// <summary>How documents and files were registered (nsesss-common.xsd, lines 17, 136, 411, 457).</summary>
internal static class RegistrationRules
{
    public static readonly Checks Checks = new()
    {
        ["obs59a"] = sip => sip.Entities.Where(e => MustBeNumbered(sip, e)).Where(e => e.Node.At("EvidencniUdaje/Evidence/EvidencniCislo").IsBlank).Select(e => e.Node.Lacks("nsesss:EvidencniCislo")),
        ["obs60"] = sip => sip.Of(EntityKind.Document).Where(d => d.IsDigital && !d.Node.First("Komponenty").Exists).Select(d => d.Node.Lacks("nsesss:Komponenty")),
        ["obs62"] = sip => sip.Tree.All("nsesss:Jazyk").Where(l => !sip.Names("obs62", l.Value)).Select(l => l.Faulty("language", ("found", l.Value))),
        ["obs69"] = sip => sip.Bases.Where(b => b.Kind == EntityKind.Document && !b.Node.At("EvidencniUdaje/Vyrizeni").Exists).Select(b => b.Node.Lacks("nsesss:Vyrizeni")),
    };

    // The standard lets a document stay unregistered with a reason; then it has no number to show.
    private static bool MustBeNumbered(Sip sip, Entity entity) =>
        entity.Kind == EntityKind.Document ? !entity.Node.At("EvidencniUdaje/Neevidence").Exists : entity.Kind == EntityKind.File && entity.Closed > sip.Day("obs59a");
}
