namespace Virtuos.Records.Packages;

/// <summary>Files, components and the parts of the structural map: are they bound to each other (annex 2, points 1.15, 1.16, 1.19)?</summary>
internal static class LinkRules
{
    public static readonly Checks Checks = new()
    {
        ["obs44"] = FilesAndComponents,
        ["obs50"] = sip => sip.Files.SelectMany(f => MetsRules.Once(f, "mets:FLocat")),
        ["obs51"] = sip => Locations(sip).Where(l => l["xlink:type"] != "simple").Select(l => l.Differs("xlink:type", l["xlink:type"], "simple")),
        ["obs52"] = Targets,
        ["obs53"] = sip => Locations(sip).Where(l => l["LOCTYPE"] != "URL").Select(l => l.Differs("LOCTYPE", l["LOCTYPE"], "URL")),
        ["obs55"] = sip => sip.Tree.All("mets:div").Where(d => d["TYPE"] == EntityKind.Component.Type).SelectMany(d => MetsRules.Once(d, "mets:fptr")),
        ["obs56"] = Pointers,
    };

    private static IEnumerable<Node> Locations(Sip sip) => sip.Tree.All("mets:FLocat");

    private static IEnumerable<Fault> FilesAndComponents(Sip sip)
    {
        if (sip.Files.Count == 0) yield break;
        var components = sip.Of(EntityKind.Component).Where(c => c.Id is not null).GroupBy(c => c.Id!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (var file in sip.Files)
        {
            if (file["DMDID"] is not { Length: > 0 } id) yield return file.Lacks("DMDID");
            else if (!components.ContainsKey(id)) yield return file.Faulty("unknown-component", ("id", id));
            else if (!used.Add(id)) yield return file.Faulty("component-again", ("id", id));
        }
        foreach (var component in sip.Of(EntityKind.Component).Where(c => c.Id is null || !used.Contains(c.Id))) yield return component.Node.Lacks("mets:file");
    }

    private static IEnumerable<Fault> Targets(Sip sip)
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (var location in Locations(sip))
        {
            var reference = location["xlink:href"];
            if (string.IsNullOrWhiteSpace(reference)) yield return location.Lacks("xlink:href");
            else if (reference.Contains('\\', StringComparison.Ordinal))
            {
                // The file is found all the same, so that the other rules can look at it; but this is no path of a URL.
                yield return location.Faulty("backslash", ("name", reference));
                if (sip.Target(reference) is { } meant) used.Add(meant);
            }
            else if (sip.Target(reference) is not { } path || !path.StartsWith(Layout.Components + "/", StringComparison.Ordinal)) yield return location.Faulty("no-file", ("name", reference));
            else if (!used.Add(path)) yield return location.Faulty("file-again", ("name", path));
        }
        if (!Locations(sip).Any()) yield break;
        foreach (var item in sip.Package.Components.Where(i => !used.Contains(i.Path))) yield return new(item.Path, new("not-referenced"));
    }

    private static IEnumerable<Fault> Pointers(Sip sip)
    {
        Dictionary<string, Node> files = new(StringComparer.Ordinal);
        foreach (var file in sip.Files)
            if (file["ID"] is { } id) files.TryAdd(id, file);
        foreach (var pointer in sip.Tree.All("mets:fptr"))
        {
            if (pointer["FILEID"] is not { Length: > 0 } id) yield return pointer.Lacks("FILEID");
            else if (!files.TryGetValue(id, out var file)) yield return pointer.Faulty("unknown-file", ("id", id));
            else if (file["DMDID"] != pointer.Parent["DMDID"]) yield return pointer.Faulty("file-of-other", ("found", file["DMDID"] ?? "-"), ("expected", pointer.Parent["DMDID"] ?? "-"));
        }
    }
}
