namespace Virtuos.Records.Packages;

/// <summary>Components of a document: their order, versions and forms (Informační list Národního archivu 6/2020, č. 3/2020).</summary>
internal static class VersionRules
{
    public const string Original = "originál", Output = "originál ve výstupním datovém formátu", Container = "kontejner";

    public static readonly Checks Checks = new()
    {
        ["obs100"] = Orders,
        ["obs101"] = sip => Groups(sip).SelectMany(g => g.Skip(1).Where(c => c.Node["druh"] != g[0].Node["druh"]).Select(c => c.Node.Differs("druh", c.Node["druh"], g[0].Node["druh"] ?? "-"))),
        ["obs102"] = sip => Groups(sip).SelectMany(Ascending),
        ["obs103"] = sip => Groups(sip, digital: true).Where(g => g.Count(c => Form(c) == Original) != 1).Select(g => g[0].Node.Times(Original, g.Count(c => Form(c) == Original), "1")),
        ["obs104"] = sip => Groups(sip, digital: true).Where(g => g.All(c => Form(c) != Output)).SelectMany(g => Newest(g, Original)),
        ["obs106"] = sip => Groups(sip).Where(g => g.Any(c => Form(c) == Output)).SelectMany(g => Newest(g, Output)),
        ["obs111"] = sip => Documents(sip).SelectMany(d => d.Any(c => Form(c) != Container) ? [] : d.Where(c => Form(c) == Container).Select(c => c.Node.Faulty("container-alone"))),
    };

    public static string? Form(Entity component) => component.Node["forma_uchovani"];

    public static int? Version(Entity component) => XmlDate.Number(component.Node["verze"]);

    /// <summary>The components of each document.</summary>
    public static IEnumerable<List<Entity>> Documents(Sip sip, bool digital = false) =>
        sip.Of(EntityKind.Document).Where(d => !digital || d.IsDigital).Select(d => d.Children.Where(c => c.Kind == EntityKind.Component).ToList()).Where(d => d.Count > 0);

    /// <summary>The components of each document that share their order: versions and forms of one thing.</summary>
    public static IEnumerable<List<Entity>> Groups(Sip sip, bool digital = false) => Documents(sip, digital).SelectMany(d => d.GroupBy(Order).Select(g => g.ToList()));

    /// <summary>Those of them with the highest version.</summary>
    public static IEnumerable<Entity> Last(List<Entity> group)
    {
        var newest = group.Max(Version);
        return group.Where(c => Version(c) == newest);
    }

    private static string Order(Entity component) => XmlDate.Number(component.Node["poradi"])?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? component.Node["poradi"] ?? "";

    private static IEnumerable<Fault> Orders(Sip sip)
    {
        foreach (var document in Documents(sip))
        {
            var last = 0;
            foreach (var component in document.OrderBy(c => XmlDate.Number(c.Node["poradi"]) ?? -1))
            {
                var order = XmlDate.Number(component.Node["poradi"]);
                if (order is null or 0 || order > last + 1) yield return component.Node.Differs("poradi", component.Node["poradi"], $"{last + 1}");
                last = Math.Max(last, order ?? last);
            }
        }
    }

    private static IEnumerable<Fault> Ascending(List<Entity> group)
    {
        HashSet<int> seen = [];
        foreach (var component in group)
            if (Version(component) is not (> 0 and var version)) yield return component.Node.Differs("verze", component.Node["verze"], "1, 2, 3 …");
            else if (!seen.Add(version)) yield return component.Node.Faulty("version-again", ("found", version));
    }

    private static IEnumerable<Fault> Newest(List<Entity> group, string form)
    {
        var count = Last(group).Count(c => Form(c) == form);
        if (count != 1) yield return group[0].Node.Faulty("newest", ("found", count), ("what", form), ("expected", group.Max(Version)));
    }
}
