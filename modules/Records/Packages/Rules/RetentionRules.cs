namespace Virtuos.Records.Packages;

/// <summary>Retention marks, periods and the disposal procedure (§ 15 and 20 of decree 259/2012, requirements 6.1.5 and 6.1.8).</summary>
internal static class RetentionRules
{
    private const string Ranks = "SVA";

    public static readonly Checks Checks = new()
    {
        ["obs64"] = sip => sip.Bases.Where(b => b.Kind == EntityKind.Document).SelectMany(b => Due(sip, b)),
        ["obs65"] = sip => sip.Bases.Where(b => b.Kind != EntityKind.Document).SelectMany(b => Due(sip, b).Concat(b.Below.Where(e => e.Kind != EntityKind.Component).SelectMany(e => DueInside(sip, e)))),
        ["obs66"] = sip => sip.Entities.Where(e => IsPiece(e) && e.Closed > sip.Day("obs66") && e.Mark is not ("A" or "S")).Select(e => (e.Regime is { Exists: true } regime ? regime : e.Node).Differs("nsesss:SkartacniZnak", e.Mark, "A / S")),
        ["obs67"] = sip => sip.Entities.Where(e => e.Kind == EntityKind.Volume || e.Kind == EntityKind.File).SelectMany(Highest),
        ["obs68"] = sip => sip.Of(EntityKind.Group).Where(g => g.Children.Any(c => c.Kind == EntityKind.File || c.Kind == EntityKind.Document) && !g.Regime.Exists).Select(g => g.Node.Lacks("nsesss:SkartacniRezim")),
        ["obs78"] = Proceedings,
        ["obs79"] = sip => sip.Tree.All("nsesss:SkartacniRizeni").Where(p => XmlDate.Day(p.First("Datum").Value)?.Year < XmlDate.Year(p.Parent.At("DataceVyrazeni/RokSkartacniOperace").Value))
            .Select(p => p.First("Datum").Faulty("year-before", ("found", p.First("Datum").Value), ("expected", p.Parent.At("DataceVyrazeni/RokSkartacniOperace").Value))),
        ["obs80"] = sip => sip.Tree.All("nsesss:SkartacniRizeni").Select(p => p.First("Datum")).Where(d => XmlDate.Day(d.Value)?.Year > sip.Today.Year).Select(d => d.Faulty("year-after", ("found", d.Value), ("expected", sip.Today.Year))),
    };

    private static bool IsPiece(Entity e) => e.Kind == EntityKind.Volume || e.Kind == EntityKind.File || e.Kind == EntityKind.Document;

    /// <summary>The year in which the base entity is due: the one its regime names, or the year of the event, one more and the period.</summary>
    private static IEnumerable<Fault> Due(Sip sip, Entity entity) => TooEarly(sip, entity, "nsesss:RokSpousteciUdalosti", XmlDate.Year(entity.Node.At("EvidencniUdaje/Vyrazovani/DataceVyrazeni/RokSpousteciUdalosti").Value));

    /// <summary>Inside of a file or volume the year counts in which a document came or was made.</summary>
    private static IEnumerable<Fault> DueInside(Sip sip, Entity entity)
    {
        var origin = entity.Node.At("EvidencniUdaje/Puvod");
        var day = origin.First("DorucenyDokument") is { Exists: true } received ? received.First("DatumDoruceni") : origin.At("VlastniDokument/DatumVytvoreni") is { Exists: true } own ? own : origin.First("DatumVytvoreni");
        return TooEarly(sip, entity, entity.Kind == EntityKind.Document ? "nsesss:DatumDoruceni / nsesss:DatumVytvoreni" : "nsesss:DatumVytvoreni", XmlDate.Day(day.Value)?.Year);
    }

    private static IEnumerable<Fault> TooEarly(Sip sip, Entity entity, string what, int? begins)
    {
        var place = entity.Regime is { Exists: true } regime ? regime : entity.Node;
        int due;
        if (XmlDate.Year(entity.Regime.First("RokVyrazeni").Value) is { } named) due = named;
        else if (XmlDate.Number(entity.Regime.First("SkartacniLhuta").Value) is not { } period)
        {
            yield return place.Lacks("nsesss:SkartacniLhuta / nsesss:RokVyrazeni");
            yield break;
        }
        else if (begins is not { } year)
        {
            yield return entity.Node.Lacks(what);
            yield break;
        }
        else due = year + 1 + period;
        if (due > sip.Today.Year) yield return place.Faulty("due", ("found", due), ("expected", sip.Today.Year));
    }

    private static IEnumerable<Fault> Highest(Entity entity)
    {
        var highest = entity.Below.Where(IsPiece).Select(e => Rank(e.Mark)).DefaultIfEmpty(-1).Max();
        if (highest >= 0 && Rank(entity.Mark) != highest) yield return (entity.Regime is { Exists: true } regime ? regime : entity.Node).Differs("nsesss:SkartacniZnak", entity.Mark, Ranks[highest].ToString());
    }

    private static int Rank(string mark) => mark.Length == 1 ? Ranks.IndexOf(mark[0], StringComparison.Ordinal) : -1;

    /// <summary>It is told at the base entity and nowhere else; before the archive has chosen there is nothing to tell.</summary>
    private static IEnumerable<Fault> Proceedings(Sip sip)
    {
        var right = sip.Bases.Select(b => b.Node.At("EvidencniUdaje/Vyrazovani/SkartacniRizeni")).Where(p => p.Exists).ToHashSet();
        foreach (var elsewhere in sip.Tree.All("nsesss:SkartacniRizeni").Where(p => !right.Contains(p))) yield return elsewhere.Faulty("place", ("what", "nsesss:SkartacniRizeni"));
        if (sip.Root["LABEL"] == MetsRules.ForDisposal) yield break;
        foreach (var untold in sip.Bases.Where(b => !b.Node.At("EvidencniUdaje/Vyrazovani/SkartacniRizeni").Exists)) yield return untold.Node.Lacks("nsesss:SkartacniRizeni");
    }
}
