using System.Xml.Linq;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>
/// Checks that an imported plan has the elements that <c>nsesss-plan.xsd</c> asks for, in its order; every fault says its line. The official
/// schema itself is not shipped with the program.
/// </summary>
internal sealed class PlanXmlShape(PlanFaults faults)
{
    private static readonly XNamespace ns = StandardXml.Namespace;

    // Children in order: ? may be missing, * any number, + at least one; | one of two.
    private static readonly Dictionary<string, string> shapes = new(StringComparer.Ordinal)
    {
        ["SpisovyPlan"] = "Identifikator Nazev Komentar? Manipulace Vydavatel PlanVecnaSkupina+",
        ["Vydavatel"] = "Subjekt",
        ["PlanVecnaSkupina"] = "EvidencniUdaje PlanVecnaSkupina*",
        ["PlanVecnaSkupina/EvidencniUdaje"] = "Identifikace Popis Souvislosti? Pristupnost? Poznamky? JineUdaje? Puvod Trideni Vyrazovani Manipulace UrcenoProTypoveSpisy? Soucast? ZpusobVedeni? TrvalySkartacniSouhlas?",
        ["Identifikace"] = "Identifikator",
        ["Popis"] = "Nazev Komentar? KlicovaSlova?",
        ["KlicovaSlova"] = "KlicoveSlovo+",
        ["Souvislosti"] = "KrizovyOdkaz+",
        ["KrizovyOdkaz"] = "PlneUrcenySpisovyZnak Identifikator Specifikace?",
        ["Pristupnost"] = "BezpecnostniKategorie* JineOmezeni?",
        ["BezpecnostniKategorie"] = "Identifikator Nazev Komentar? Oduvodneni? BezpecnostniStupen",
        ["Poznamky"] = "Poznamka+",
        ["Puvod"] = "DatumVytvoreni",
        ["Trideni"] = "JednoduchySpisovyZnak PlneUrcenySpisovyZnak Oduvodneni?",
        ["Vyrazovani"] = "SkartacniRezim?",
        ["SkartacniRezim"] = "Identifikator Nazev Komentar? Oduvodneni SkartacniZnak SkartacniLhuta|RokVyrazeni SpousteciUdalost KontrolaLhuta?",
        ["Manipulace"] = "DatumOtevreni DatumUzavreni?",
    };

    public void Check(XElement root) => Within(root, "");

    private void Within(XElement element, string parent)
    {
        var name = element.Name.LocalName;
        if (name is "Subjekt" or "JineUdaje" or "Soucast") return;
        if (!shapes.TryGetValue($"{parent}/{name}", out var shape) && !shapes.TryGetValue(name, out shape))
        {
            if (element.HasElements) faults.At(element, "records.plan.import.unexpected", ("name", element.Elements().First().Name.LocalName));
            return;
        }
        var children = new Queue<XElement>(element.Elements());
        foreach (var expected in shape.Split(' '))
        {
            var names = expected.TrimEnd('?', '*', '+').Split('|');
            var met = 0;
            while (children.TryPeek(out var next) && next.Name.Namespace == ns && names.Contains(next.Name.LocalName) && (met == 0 || expected[^1] is '*' or '+'))
            {
                Within(children.Dequeue(), name);
                met++;
            }
            if (met == 0 && expected[^1] is not ('?' or '*')) faults.At(element, "records.plan.import.missing", ("name", string.Join(" / ", names)), ("within", name));
        }
        if (children.TryPeek(out var left)) faults.At(left, "records.plan.import.unexpected", ("name", left.Name.LocalName));
    }
}

/// <summary>What is wrong with an imported plan, each with its line; only the first are told.</summary>
internal sealed class PlanFaults
{
    public const int Most = 20;

    /// <summary>The field of the form that carries the file.</summary>
    public const string Field = "Plan";

    private readonly List<Refusal> told = [];

    public List<Refusal> All => told;

    public void At(XElement element, string code, params (string, object?)[] arguments) => At(((System.Xml.IXmlLineInfo)element).LineNumber, code, arguments);

    public void At(int line, string code, params (string, object?)[] arguments)
    {
        if (told.Count < Most) told.Add(Refusal.Invalid(Field, code, [("line", line), .. arguments]));
    }
}
