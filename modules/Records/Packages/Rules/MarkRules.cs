namespace Virtuos.Records.Packages;

/// <summary>Filing marks: the simple one, the full one, and how those of neighbours belong together (requirements 3.1.2, 3.1.12, 4.1.4).</summary>
internal static class MarkRules
{
    public static readonly Checks Checks = new()
    {
        ["obs90"] = TypeFiles,
        ["obs93a"] = sip => sip.Entities.Where(e => Marked(e) && !e.SimpleMark.Exists).Select(e => e.Node.Lacks("nsesss:JednoduchySpisovyZnak"))
            .Concat(sip.Tree.All("nsesss:JednoduchySpisovyZnak").Where(m => m.IsBlank).Select(m => m.Faulty("blank"))),
        ["obs93b"] = sip => sip.Of(EntityKind.Group).Where(g => g.Parent?.Kind == EntityKind.Plan && g.SimpleMark.Value != g.FullMark.Value).Select(g => Full(g, g.SimpleMark.Value)),
        ["obs94"] = sip => sip.Entities.Where(e => Marked(e) && !EndsWithSimple(e)).Select(e => e.FullMark.Exists ? e.FullMark.Faulty("mark-end", ("found", e.FullMark.Value), ("expected", e.SimpleMark.Value)) : e.Node.Lacks("nsesss:PlneUrcenySpisovyZnak")),
        ["obs95"] = Chain,
        ["obs96"] = sip => sip.Entities.Where(e => e.IsMain || e.Kind == EntityKind.TypeFile).Where(e => e.Parent is { } above && (above.Kind == EntityKind.Group || above.Kind == EntityKind.Section)).SelectMany(e => Same(e, e.Parent!)),
        ["obs97"] = sip => sip.Bases.Skip(1).SelectMany(b => Same(b, sip.Bases[0])),
        ["obs98"] = sip => sip.Bases.Where(b => b.Kind != EntityKind.Document).SelectMany(b => b.Below.Where(e => e.Kind == EntityKind.File || e.Kind == EntityKind.Document).SelectMany(e => Same(e, b))),
    };

    private static bool Marked(Entity e) => e.Kind != EntityKind.Plan && e.Kind != EntityKind.Component;

    private static bool EndsWithSimple(Entity entity)
    {
        var (full, simple) = (entity.FullMark.Value, entity.SimpleMark.Value);
        return simple.Length > 0 && full.EndsWith(simple, StringComparison.Ordinal) && (full.Length == simple.Length || !char.IsLetterOrDigit(full[^(simple.Length + 1)]) || !char.IsLetterOrDigit(simple[0]));
    }

    /// <summary>
    /// A group in a group, or a part in a type file, continues the mark of what it lies in. A group right under the plan has nothing to continue,
    /// so a mark of several parts there speaks of groups above that are not given.
    /// </summary>
    private static IEnumerable<Fault> Chain(Sip sip)
    {
        foreach (var entity in sip.Entities)
        {
            if (entity.Kind == EntityKind.Group && entity.Parent?.Kind == EntityKind.Plan && HasParts(entity.FullMark.Value)) yield return entity.FullMark.Faulty("mark-parts", ("found", entity.FullMark.Value));
            if ((entity.Kind != EntityKind.Group && entity.Kind != EntityKind.Section) || entity.Parent is not { } above || (above.Kind != EntityKind.Group && above.Kind != EntityKind.TypeFile)) continue;
            var (full, start, end) = (entity.FullMark.Value, above.FullMark.Value, entity.SimpleMark.Value);
            var between = full.Length - start.Length - end.Length;
            if (between < 1 || !full.StartsWith(start, StringComparison.Ordinal) || !full.EndsWith(end, StringComparison.Ordinal) || full.Substring(start.Length, between).Any(char.IsLetterOrDigit))
                yield return Full(entity, $"{start} + … + {end}");
        }
    }

    private static bool HasParts(string mark)
    {
        var begun = false;
        for (var at = 0; at < mark.Length; at++)
        {
            if (!char.IsLetterOrDigit(mark[at])) continue;
            if (begun && !char.IsLetterOrDigit(mark[at - 1])) return true;
            begun = true;
        }
        return false;
    }

    private static IEnumerable<Fault> Same(Entity entity, Entity model)
    {
        if (entity.SimpleMark.Value != model.SimpleMark.Value)
            yield return (entity.SimpleMark.Exists ? entity.SimpleMark : entity.Node).Differs("nsesss:JednoduchySpisovyZnak", entity.SimpleMark.Value, model.SimpleMark.Value);
        if (entity.FullMark.Value != model.FullMark.Value) yield return Full(entity, model.FullMark.Value);
    }

    private static Fault Full(Entity entity, string expected) => (entity.FullMark.Exists ? entity.FullMark : entity.Node).Differs("nsesss:PlneUrcenySpisovyZnak", entity.FullMark.Value, expected);

    private static IEnumerable<Fault> TypeFiles(Sip sip)
    {
        foreach (var group in sip.Of(EntityKind.Group))
        {
            var meant = group.Node.At("EvidencniUdaje/UrcenoProTypoveSpisy").Value == "ano";
            foreach (var child in group.Children.Where(c => c.Kind == EntityKind.TypeFile != meant))
                yield return group.Node.Differs("nsesss:UrcenoProTypoveSpisy", meant ? "ano" : group.Node.At("EvidencniUdaje/UrcenoProTypoveSpisy") is { Exists: true } said ? said.Value : null, meant ? $"ne ({child.Kind.Type})" : "ano");
        }
    }
}
