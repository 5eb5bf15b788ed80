namespace Virtuos.Records;

/// <summary>Writes groups of the file plan with everything above them, and type files with their sections, as parents of what lies in them.</summary>
internal static class GroupXml
{
    /// <summary>MaterskaEntita of a file: its group, that group's parents, and the plan; in a type file the whole way up from the section.</summary>
    /// <param name="analogue">What lies below is on paper; then everything above says so too (rule obs76).</param>
    public static void Parent(StandardXml xml, PlanTree plan, SubjectGroup group, bool analogue) => xml.In("VecnaSkupina", () => Group(xml, plan, group, analogue), ("ID", StandardXml.IdOf("vs", group.Id)));

    private static void Group(StandardXml xml, PlanTree plan, SubjectGroup group, bool analogue) => xml.In("EvidencniUdaje", () =>
    {
        Entity(xml, group);
        xml.In("Trideni", () =>
        {
            xml.Marks(group.SimpleMark, group.Mark);
            xml.Some("Oduvodneni", group.MovedWhy);
            if (plan.ParentOf(group) is { } parent) xml.In("MaterskaEntita", () => Parent(xml, plan, parent, analogue));
            else xml.In("SpisovyPlan", () => Plan(xml, plan.Plan), ("ID", StandardXml.IdOf("sp", plan.Plan.Id)));
        });
        Kept(xml, plan, group);
        xml.In("Manipulace", () =>
        {
            xml.Yes("AnalogovyDokument", analogue);
            Opened(xml, group);
        });
        Ways(xml, group);
    });

    /// <summary>Identity, description and origin, the same in a plan and above a file.</summary>
    public static void Entity(StandardXml xml, SubjectGroup group, Action? more = null)
    {
        xml.Identity(new Identity(group.Identifier, group.Source));
        xml.Description(group.Name, group.Note, group.Keywords);
        more?.Invoke();
        xml.In("Puvod", () => xml.Day("DatumVytvoreni", group.CreatedOn));
    }

    public static void Kept(StandardXml xml, PlanTree plan, SubjectGroup group) => xml.In("Vyrazovani", () =>
    {
        if (plan.RuleOf(group) is { } rule) xml.Rule(rule);
    });

    public static void Opened(StandardXml xml, SubjectGroup group)
    {
        xml.Day("DatumOtevreni", group.OpenedOn);
        if (group.ClosedOn is { } closed) xml.Day("DatumUzavreni", closed);
    }

    public static void Ways(StandardXml xml, SubjectGroup group)
    {
        if (group.TypeFiles) xml.Yes("UrcenoProTypoveSpisy", true);
        xml.Some("ZpusobVedeni", group.Numbering);
        if (group.StandingConsent is { } consent) xml.Yes("TrvalySkartacniSouhlas", consent);
    }

    /// <summary>What is said of the plan as a whole.</summary>
    public static void Plan(StandardXml xml, FilePlan plan)
    {
        xml.Identifier("Identifikator", new(plan.Identifier, plan.Source));
        xml.Text("Nazev", plan.Name);
        xml.Some("Komentar", plan.Note);
        xml.In("Manipulace", () => xml.Day("DatumOtevreni", plan.ValidFrom ?? plan.OpenedOn));
        xml.External("Vydavatel", plan.Issuer);
    }
}
