namespace Virtuos.Records;

/// <summary>A volume with its files, one at least, and everything above it.</summary>
internal sealed record VolumeFacts(TypeFile TypeFile, FileSection Section, FileVolume Volume, PlanTree Plan, SubjectGroup Group, RetentionRule SectionRule, RetentionRule Rule, IReadOnlyList<FileFacts> Files)
{
    /// <summary>Umístění; of what is on paper.</summary>
    public string? Place { get; init; }

    /// <summary>How the archive chose it; only of what is handed over.</summary>
    public Assessment? Assessment { get; init; }

    public bool IsAnalogue => Files.Any(f => f.IsAnalogue);

    /// <summary>When it was closed and by whom; of an open one what its last file says.</summary>
    public (DateTimeOffset At, InternalPerson By) Closing => Volume is { ClosedAt: { } at, ClosedBy: { } by } ? (at, by) : (Files[^1].Settlement.At, Files[^1].Settlement.Handler);

    public string Name => $"{TypeFile.Name}: {Section.Name}, díl {Volume.Number}";
}

/// <summary>Writes a closed volume of a type file with its files as the national standard describes it (tDil).</summary>
internal static class VolumeXml
{
    public static byte[] Write(VolumeFacts facts) => StandardXml.Write("Dil", IdOf(facts), xml => Content(xml, facts, facts.IsAnalogue, parents: true));

    /// <summary>A volume within something else; the archive wants what its files lie in to be told by the volume alone.</summary>
    /// <param name="analogueAbove">Something below the groups above it is on paper.</param>
    public static void Write(StandardXml xml, VolumeFacts facts, bool analogueAbove) => xml.In("Dil", () => Content(xml, facts, analogueAbove, parents: false), ("ID", IdOf(facts)));

    private static string IdOf(VolumeFacts facts) => StandardXml.IdOf("dil", facts.Volume.Id);

    private static void Content(StandardXml xml, VolumeFacts facts, bool analogueAbove, bool parents)
    {
        var (section, volume) = (facts.Section, facts.Volume);
        xml.In("EvidencniUdaje", () =>
        {
            xml.Identity(Identity.Of(volume.Id));
            xml.Description(facts.Name);
            xml.In("Puvod", () => xml.Moment("DatumVytvoreni", volume.OpenedAt));
            xml.In("Trideni", () =>
            {
                xml.Marks(section.SimpleMark, section.Mark);
                xml.In("MaterskaEntita", () => xml.In("Soucast", () => Section(xml, facts, analogueAbove), ("ID", xml.NewId("so", section.Id))));
            });
            Closed(xml, facts.Closing.At, facts.Closing.By);
            FileXml.Discarded(xml, facts.Rule, volume.TriggerYear, volume.DiscardYear, facts.Assessment);
            Life(xml, facts.IsAnalogue, volume.OpenedAt, facts.Closing.At, facts.Place);
        });
        xml.In("Spisy", () =>
        {
            foreach (var file in facts.Files) FileXml.Write(xml, file, parents: parents);
        });
    }

    private static void Section(StandardXml xml, VolumeFacts facts, bool analogue) => xml.In("EvidencniUdaje", () =>
    {
        xml.Identity(Identity.Of(facts.Section.Id));
        xml.Description(facts.Section.Name);
        xml.In("Puvod", () => xml.Moment("DatumVytvoreni", facts.Section.OpenedAt));
        xml.In("Trideni", () =>
        {
            xml.Marks(facts.Section.SimpleMark, facts.Section.Mark);
            xml.In("MaterskaEntita", () => xml.In("TypovySpis", () => TypeFile(xml, facts, analogue), ("ID", xml.NewId("ts", facts.TypeFile.Id))));
        });
        xml.In("Vyrazovani", () => xml.Rule(facts.SectionRule));
        Life(xml, analogue, facts.Section.OpenedAt, facts.TypeFile.ClosedAt, null);
    });

    private static void TypeFile(StandardXml xml, VolumeFacts facts, bool analogue) => xml.In("EvidencniUdaje", () =>
    {
        var file = facts.TypeFile;
        xml.Identity(Identity.Of(file.Id));
        xml.Description(file.Name);
        xml.In("Puvod", () => xml.Moment("DatumVytvoreni", file.OpenedAt));
        xml.In("Trideni", () =>
        {
            xml.Marks(facts.Group.SimpleMark, facts.Group.Mark);
            xml.In("MaterskaEntita", () => GroupXml.Parent(xml, facts.Plan, facts.Group, analogue));
        });
        if (file is { ClosedAt: { } closed, ClosedBy: { } by }) Closed(xml, closed, by);
        Life(xml, analogue, file.OpenedAt, file.ClosedAt, null);
    });

    private static void Closed(StandardXml xml, DateTimeOffset at, InternalPerson by) => xml.In("Uzavreni", () =>
    {
        xml.Moment("Datum", at);
        xml.Internal("Zpracovatel", by);
    });

    private static void Life(StandardXml xml, bool analogue, DateTimeOffset opened, DateTimeOffset? closed, string? place) => xml.In("Manipulace", () =>
    {
        xml.Yes("AnalogovyDokument", analogue);
        xml.Moment("DatumOtevreni", opened);
        if (closed is { } end) xml.Moment("DatumUzavreni", end);
        if (analogue) xml.Some("Umisteni", place);
    });
}
