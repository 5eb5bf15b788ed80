using System.Xml;
using System.Xml.Linq;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>What an imported plan holds; ids are new.</summary>
internal sealed record ReadPlanXml(Identity Identity, string Name, string? Note, DateOnly OpenedOn, ExternalPerson Issuer, IReadOnlyList<SubjectGroup> Groups, IReadOnlyList<RetentionRule> Rules);

/// <summary>
/// Reads a file plan as <c>nsesss-plan.xsd</c> has it. Document types and external entities are refused; every fault says its line and
/// what is wrong, and nothing is read out of a plan with faults.
/// </summary>
internal sealed class PlanXmlReader
{
    /// <summary>In signs.</summary>
    public const int Largest = 10_000_000;

    private const int MostGroups = 5000;
    private const int Deepest = 20;
    private static readonly XNamespace ns = StandardXml.Namespace;
    private readonly PlanFaults faults = new();
    private readonly PlanXmlValues values;
    private readonly List<SubjectGroup> groups = [];
    private readonly Dictionary<(string, string), RetentionRule> rules = [];
    private readonly HashSet<Identity> identities = [];
    private readonly HashSet<string> marks = new(StringComparer.Ordinal);
    private readonly Guid plan;

    private PlanXmlReader(Guid plan)
    {
        this.plan = plan;
        values = new(faults);
    }

    /// <param name="id">Of the version that it becomes.</param>
    public static Result<ReadPlanXml> Read(Stream source, Guid id)
    {
        var reader = new PlanXmlReader(id);
        var read = reader.Load(source) is { } root ? reader.Plan(root) : null;
        return reader.faults.All.Count > 0 ? reader.faults.All : read!;
    }

    private XElement? Load(Stream source)
    {
        try
        {
            using var xml = XmlReader.Create(source, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = Largest });
            var root = XDocument.Load(xml, LoadOptions.SetLineInfo).Root!;
            if (root.Name != ns + "SpisovyPlan") faults.At(root, "records.plan.import.other-root", ("name", root.Name.ToString()));
            else new PlanXmlShape(faults).Check(root);
            return faults.All.Count == 0 ? root : null;
        }
        catch (XmlException e)
        {
            faults.At(Math.Max(1, e.LineNumber), e.Message.Contains("DTD", StringComparison.Ordinal) ? "records.plan.import.dtd" : "records.plan.import.not-xml");
            return null;
        }
    }

    private ReadPlanXml? Plan(XElement root)
    {
        var identity = values.Identity(root.Element(ns + "Identifikator")!);
        var name = values.Text(root.Element(ns + "Nazev")!);
        var opened = values.Day(root.Element(ns + "Manipulace")!.Element(ns + "DatumOtevreni")!);
        if (root.Element(ns + "Manipulace")!.Element(ns + "DatumUzavreni") is { } closed) faults.At(closed, "records.plan.import.closed-plan");
        var issuer = values.Person(root.Element(ns + "Vydavatel")!.Element(ns + "Subjekt")!);
        foreach (var group in root.Elements(ns + "PlanVecnaSkupina")) Group(group, null, 1);
        return faults.All.Count > 0 ? null : new(identity!, name!, values.Optional(root.Element(ns + "Komentar")), opened!.Value, issuer!, groups, [.. rules.Values]);
    }

    private void Group(XElement element, SubjectGroup? parent, int depth)
    {
        if (depth > Deepest || groups.Count >= MostGroups)
        {
            faults.At(element, depth > Deepest ? "records.plan.import.too-deep" : "records.plan.import.too-many", ("count", depth > Deepest ? Deepest : MostGroups));
            return;
        }
        var facts = element.Element(ns + "EvidencniUdaje")!;
        var (sorting, life) = (facts.Element(ns + "Trideni")!, facts.Element(ns + "Manipulace")!);
        var identity = values.Identity(facts.Element(ns + "Identifikace")!.Element(ns + "Identifikator")!);
        if (identity is not null && !identities.Add(identity)) faults.At(facts, "records.plan.import.twice", ("what", identity.Value));
        var (simple, full) = (values.Text(sorting.Element(ns + "JednoduchySpisovyZnak")!, 50), values.Text(sorting.Element(ns + "PlneUrcenySpisovyZnak")!, 255));
        if (full is not null && !marks.Add(full)) faults.At(sorting, "records.plan.import.twice", ("what", full));
        if (simple is not null && full is not null && !Follows(parent?.Mark, simple, full)) faults.At(sorting, "records.plan.import.mark", ("mark", full), ("parent", parent?.Mark ?? "–"));
        var name = values.Text(facts.Element(ns + "Popis")!.Element(ns + "Nazev")!);
        var created = values.Day(facts.Element(ns + "Puvod")!.Element(ns + "DatumVytvoreni")!);
        var (opened, closed) = (values.Day(life.Element(ns + "DatumOtevreni")!), values.Day(life.Element(ns + "DatumUzavreni")));
        if (opened > closed) faults.At(life, "records.plan.import.closed-early", ("mark", full));
        var rule = facts.Element(ns + "Vyrazovani")!.Element(ns + "SkartacniRezim") is { } kept ? Rule(kept) : null;
        var typed = values.Yes(facts.Element(ns + "UrcenoProTypoveSpisy")) ?? false;
        var sections = typed ? Sections(facts, rule) : [];
        var children = element.Elements(ns + "PlanVecnaSkupina").ToList();
        // What holds files must say how long they are kept (§ 15 (1) of decree 259/2012, rule obs68).
        if (children.Count == 0 && (typed ? sections.Count == 0 : rule is null)) faults.At(facts, "records.plan.import.no-rule", ("mark", full));
        if (typed && children.Count > 0) faults.At(facts, "records.plan.import.typed-parent", ("mark", full));
        if (identity is null || simple is null || full is null || name is null || created is null || opened is null)
        {
            foreach (var child in children) Group(child, parent, depth + 1);
            return;
        }
        var group = new SubjectGroup
        {
            Plan = plan,
            Parent = parent?.Id,
            Position = groups.Count + 1,
            Identifier = identity.Value,
            Source = identity.Source,
            SimpleMark = simple,
            Mark = full,
            Name = name,
            Note = values.Optional(facts.Element(ns + "Popis")!.Element(ns + "Komentar")),
            Keywords = [.. facts.Element(ns + "Popis")!.Elements(ns + "KlicovaSlova").Elements().Select(w => values.Text(w, 100)).OfType<string>()],
            CreatedOn = created.Value,
            OpenedOn = opened.Value,
            ClosedOn = closed,
            MovedWhy = values.Optional(sorting.Element(ns + "Oduvodneni")),
            Rule = rule?.Id,
            TypeFiles = typed,
            Sections = sections,
            Numbering = values.OneOf(facts.Element(ns + "ZpusobVedeni"), "Priorace", "SbernyArch"),
            StandingConsent = values.Yes(facts.Element(ns + "TrvalySkartacniSouhlas")),
            More = More(facts),
        };
        groups.Add(group);
        foreach (var child in children) Group(child, group, depth + 1);
    }

    // The full mark is that of the parent, a separator, and the simple one (rules obs93b to obs96).
    private static bool Follows(string? parent, string simple, string full) => parent is null ? full == simple
        : full.Length > parent.Length + simple.Length && full.StartsWith(parent, StringComparison.Ordinal) && full.EndsWith(simple, StringComparison.Ordinal)
            && !full.AsSpan(parent.Length, full.Length - parent.Length - simple.Length).ContainsAnyInRange('0', '9') && !full[parent.Length..^simple.Length].Any(char.IsLetter);

    private RetentionRule? Rule(XElement element)
    {
        if (values.Rule(element, plan) is not { } rule) return null;
        if (!rules.TryGetValue((rule.Identifier, rule.Source), out var known)) return rules[(rule.Identifier, rule.Source)] = rule;
        // One identifier means one rule (rule obs59).
        if (!known.IsSame(rule)) faults.At(element, "records.plan.import.other-rule", ("what", rule.Identifier));
        return known;
    }

    // Sections as we write them, else the one that the schema knows, else one for everything.
    private List<SectionPlan> Sections(XElement facts, RetentionRule? rule)
    {
        List<SectionPlan> sections = [];
        foreach (var ours in facts.Elements(ns + "JineUdaje").Elements(PlanXmlWriter.Sections + "Soucasti").Elements(PlanXmlWriter.Sections + "Soucast"))
            Add(ours, ours.Attribute("znak")?.Value, ours.Attribute("nazev")?.Value, ours.Element(ns + "SkartacniRezim"));
        if (sections.Count == 0 && facts.Element(ns + "Soucast")?.Element(ns + "EvidencniUdaje") is { } one)
            Add(one, one.Element(ns + "Trideni")?.Element(ns + "JednoduchySpisovyZnak")?.Value, one.Element(ns + "Popis")?.Element(ns + "Nazev")?.Value, one.Element(ns + "Vyrazovani")?.Element(ns + "SkartacniRezim"));
        if (sections.Count == 0 && rule is not null) sections.Add(new("1", "Spisy", rule.Id));
        return sections;

        void Add(XElement at, string? mark, string? name, XElement? kept)
        {
            if (string.IsNullOrWhiteSpace(mark) || mark.Length > 50 || string.IsNullOrWhiteSpace(name) || kept is null || sections.Exists(s => s.Mark == mark)) faults.At(at, "records.plan.import.section");
            else if (Rule(kept) is { } its) sections.Add(new(mark, name, its.Id));
        }
    }

    private static string? More(XElement facts)
    {
        var kept = facts.Elements().Where(e => e.Name == ns + "Souvislosti" || e.Name == ns + "Pristupnost" || e.Name == ns + "Poznamky"
            || (e.Name == ns + "JineUdaje" && !e.Elements(PlanXmlWriter.Sections + "Soucasti").Any())).ToList();
        return kept.Count == 0 ? null : new XElement("More", kept).ToString(SaveOptions.DisableFormatting);
    }
}
