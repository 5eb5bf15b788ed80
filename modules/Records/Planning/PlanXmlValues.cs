using System.Globalization;
using System.Xml.Linq;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <summary>Reads single values of an imported plan; what is no value is a fault at its line.</summary>
internal sealed class PlanXmlValues(PlanFaults faults)
{
    private const int LongestText = 4000;
    private static readonly XNamespace ns = StandardXml.Namespace;

    public string? Text(XElement element, int most = LongestText)
    {
        var text = SafeText.Clean(element.Value, most, multiline: true);
        if (text.Text.Length == 0) faults.At(element, "records.plan.import.empty", ("name", element.Name.LocalName));
        else if (text.TooLong) faults.At(element, "records.plan.import.too-long", ("name", element.Name.LocalName), ("count", most));
        else return text.Text;
        return null;
    }

    public string? Optional(XElement? element) => element is null || string.IsNullOrWhiteSpace(element.Value) ? null : Text(element);

    public Identity? Identity(XElement element)
    {
        var value = Text(element, Records.Identity.Longest);
        var source = element.Attribute("zdroj")?.Value.Trim();
        if (string.IsNullOrEmpty(source)) faults.At(element, "records.plan.import.no-source", ("what", element.Value));
        else if (value is not null && source is "IČ" or "IČO" && !OrganisationNumber.TryParse(value, out _)) faults.At(element, "records.plan.import.organisation-number", ("what", element.Value));
        else if (value is not null) return new(value, source);
        return null;
    }

    /// <summary>A day; where the moment is said too, its day must be the same (rule obs108).</summary>
    public DateOnly? Day(XElement? element)
    {
        if (element is null) return null;
        if (!DateOnly.TryParseExact(element.Value.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            faults.At(element, "records.plan.import.no-date", ("name", element.Name.LocalName), ("what", element.Value));
        else if (element.Attribute("datum")?.Value is { } moment && !moment.StartsWith(element.Value.Trim(), StringComparison.Ordinal))
            faults.At(element, "records.plan.import.other-day", ("name", element.Name.LocalName), ("what", moment));
        else return day;
        return null;
    }

    public bool? Yes(XElement? element) => OneOf(element, "ano", "ne") is { } said ? said == "ano" : null;

    public string? OneOf(XElement? element, params string[] known)
    {
        if (element is null) return null;
        if (known.Contains(element.Value.Trim())) return element.Value.Trim();
        faults.At(element, "records.plan.import.not-one-of", ("name", element.Name.LocalName), ("what", element.Value), ("known", string.Join(", ", known)));
        return null;
    }

    public int? Number(XElement? element, int least, int most)
    {
        if (element is null) return null;
        if (int.TryParse(element.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        faults.At(element, "records.plan.import.not-number", ("name", element.Name.LocalName), ("what", element.Value), ("least", $"{least}"), ("most", $"{most}"));
        return null;
    }

    public RetentionRule? Rule(XElement element, Guid plan)
    {
        var identity = Identity(element.Element(ns + "Identifikator")!);
        var (name, reason, trigger) = (Text(element.Element(ns + "Nazev")!), Text(element.Element(ns + "Oduvodneni")!), Text(element.Element(ns + "SpousteciUdalost")!));
        var mark = OneOf(element.Element(ns + "SkartacniZnak"), "A", "S", "V");
        var (years, until) = (Number(element.Element(ns + "SkartacniLhuta"), 0, 999), Number(element.Element(ns + "RokVyrazeni"), 1900, 9999));
        if (identity is null || name is null || reason is null || trigger is null || mark is null || (years is null && until is null)) return null;
        return new()
        {
            Plan = plan,
            Identifier = identity.Value,
            Source = identity.Source,
            Name = name,
            Note = Optional(element.Element(ns + "Komentar")),
            Reason = reason,
            Mark = mark,
            Years = years,
            DiscardYear = until,
            TriggerEvent = trigger,
            CheckYears = Number(element.Element(ns + "KontrolaLhuta"), 0, 999),
        };
    }

    /// <summary>An organisation with its number and seat, or a natural person.</summary>
    public ExternalPerson? Person(XElement element)
    {
        var organisation = element.Element(ns + "IdentifikatorOrganizace");
        var name = element.Element(ns + (organisation is null ? "NazevFyzickeOsoby" : "NazevOrganizace"));
        var address = element.Element(ns + (organisation is null ? "PostovniAdresa" : "SidloOrganizace"));
        if (name is null || address is null)
        {
            faults.At(element, "records.plan.import.missing", ("name", organisation is null ? "NazevFyzickeOsoby, PostovniAdresa" : "NazevOrganizace, SidloOrganizace"), ("within", "Subjekt"));
            return null;
        }
        var number = organisation is null ? null : Identity(organisation);
        if (Text(name) is not { } called || (organisation is not null && number is null)) return null;
        return new(number, organisation is null ? null : called, organisation is null ? called : Optional(element.Element(ns + "NazevFyzickeOsoby")), address.Value.Trim(), element.Element(ns + "ElektronickyKontakt")?.Value.Trim() ?? "")
        {
            Person = element.Element(ns + "IdentifikatorFyzickeOsoby") is { } person ? Identity(person) : null,
            Unit = Optional(element.Element(ns + "OrganizacniUtvar")),
            Position = Optional(element.Element(ns + "PracovniPozice")),
        };
    }
}
