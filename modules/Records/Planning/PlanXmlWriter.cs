using System.Xml.Linq;

namespace Virtuos.Records;

/// <summary>Writes a version of the file plan as <c>nsesss-plan.xsd</c> has it.</summary>
internal static class PlanXmlWriter
{
    /// <summary>Sections of groups for type files: the schema has room for one only, and none for the rule of more.</summary>
    public static readonly XNamespace Sections = "urn:virtuos:file-plan";

    public static byte[] Write(PlanTree plan) => StandardXml.Write("SpisovyPlan", StandardXml.IdOf("sp", plan.Plan.Id), xml =>
    {
        GroupXml.Plan(xml, plan.Plan);
        foreach (var top in plan.Groups.Where(g => g.Parent is null)) Group(xml, plan, top);
    });

    private static void Group(StandardXml xml, PlanTree plan, SubjectGroup group) => xml.In("PlanVecnaSkupina", () =>
    {
        xml.In("EvidencniUdaje", () =>
        {
            GroupXml.Entity(xml, group, () => More(xml, plan, group));
            xml.In("Trideni", () =>
            {
                xml.Marks(group.SimpleMark, group.Mark);
                xml.Some("Oduvodneni", group.MovedWhy);
            });
            GroupXml.Kept(xml, plan, group);
            xml.In("Manipulace", () => GroupXml.Opened(xml, group));
            GroupXml.Ways(xml, group);
        });
        foreach (var child in plan.Groups.Where(g => g.Parent == group.Id)) Group(xml, plan, child);
    }, ("ID", StandardXml.IdOf("vs", group.Id)));

    private static void More(StandardXml xml, PlanTree plan, SubjectGroup group)
    {
        var more = group.More is null ? [] : XElement.Parse(group.More).Elements().ToList();
        foreach (var element in more.Where(e => e.Name.LocalName != "JineUdaje")) xml.Copy(element);
        if (group.Sections.Count == 0)
        {
            foreach (var element in more.Where(e => e.Name.LocalName == "JineUdaje")) xml.Copy(element);
            return;
        }
        xml.In("JineUdaje", () => xml.Foreign("v", "Soucasti", Sections.NamespaceName, within =>
        {
            foreach (var section in group.Sections)
            {
                within.WriteStartElement("Soucast", Sections.NamespaceName);
                within.WriteAttributeString("znak", section.Mark);
                within.WriteAttributeString("nazev", section.Name);
                xml.Rule(plan.Rule(section.Rule));
                within.WriteEndElement();
            }
        }));
    }
}
