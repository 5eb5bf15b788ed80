namespace Virtuos.Records.Packages;

/// <summary>Formats of component files: declared, true, and fit to be kept (§ 23 of decree 259/2012, requirements 2.4.1 and 2.4.3).</summary>
internal static class FormatRules
{
    public static readonly Checks Checks = new()
    {
        ["obs41"] = sip => sip.Files.SelectMany(f => Named(f).Concat(True(sip, f))),
        ["kom3"] = sip => sip.Files.SelectMany(f => string.IsNullOrWhiteSpace(f["MIMETYPE"]) ? [f.Lacks("MIMETYPE")] : True(sip, f)),
        ["obs105"] = sip => sip.Of(EntityKind.Document).Where(d => d.IsDigital && !Old(sip, d, "obs105")).SelectMany(d => Unconverted(sip, d)),
        ["obs107"] = sip => VersionRules.Groups(sip).SelectMany(VersionRules.Last).Where(c => VersionRules.Form(c) == VersionRules.Output && !Old(sip, c, "obs107") && sip.FileOf(c.Id).Exists && !sip.Names("obs107", sip.MediaTypeOf(c)))
            .Select(c => sip.FileOf(c.Id).Faulty("not-output", ("found", sip.MediaTypeOf(c) ?? "-"))),
        ["obs109"] = sip => sip.Of(EntityKind.Component).Where(c => sip.Names("obs109", sip.MediaTypeOf(c)) && VersionRules.Form(c) != VersionRules.Container).Select(c => c.Node.Differs("forma_uchovani", VersionRules.Form(c), VersionRules.Container)),
        ["obs110"] = sip => sip.Of(EntityKind.Component).Where(c => VersionRules.Form(c) == VersionRules.Container && sip.FileOf(c.Id).Exists && !sip.Names("obs110", sip.MediaTypeOf(c)))
            .Select(c => sip.FileOf(c.Id).Faulty("not-container", ("found", sip.MediaTypeOf(c) ?? "-"))),
        ["kom4"] = sip => VersionRules.Groups(sip, digital: true).SelectMany(VersionRules.Last).Where(c => VersionRules.Form(c) is VersionRules.Original or VersionRules.Output && !Old(sip, c, "kom4")).SelectMany(c => Archivable(sip, c)),
    };

    /// <summary>Before output formats were asked for, whatever was there is taken.</summary>
    private static bool Old(Sip sip, Entity entity, string rule) => entity.Base.Closed <= sip.Day(rule);

    private static IEnumerable<Fault> Named(Node file)
    {
        var type = file["MIMETYPE"];
        if (string.IsNullOrWhiteSpace(type)) yield return file.Lacks("MIMETYPE");
        else if (!MediaTypes.IsWellFormed(type)) yield return file.Faulty("media-type", ("found", type));
    }

    private static IEnumerable<Fault> True(Sip sip, Node file)
    {
        if (file["MIMETYPE"] is { Length: > 0 } type && sip.ContentOf(file) is { } content && !MediaTypes.Fits(type, content.Format))
            yield return file.Faulty("other-format", ("expected", content.Format.MimeType), ("found", type));
    }

    private static IEnumerable<Fault> Unconverted(Sip sip, Entity document)
    {
        var components = document.Children.Where(c => c.Kind == EntityKind.Component).ToList();
        return components.Any(c => VersionRules.Form(c) == VersionRules.Output)
            ? []
            : components.Where(c => VersionRules.Form(c) == VersionRules.Original && sip.Names("obs105", sip.MediaTypeOf(c))).Select(c => c.Node.Faulty("no-output", ("found", sip.MediaTypeOf(c))));
    }

    private static IEnumerable<Fault> Archivable(Sip sip, Entity component)
    {
        var file = sip.FileOf(component.Id);
        if (sip.MediaTypeOf(component) != "application/pdf" || sip.ContentOf(file) is not { } content || MediaTypes.FaultOfPdfA(content.Format) is not { } fault) yield break;
        yield return file.Faulty(fault);
    }
}
