namespace Virtuos.Records;

/// <summary>A closed volume with its files, and everything above it.</summary>
internal sealed record VolumeFacts(TypeFile TypeFile, FileSection Section, FileVolume Volume, PlanTree Plan, SubjectGroup Group, RetentionRule SectionRule, RetentionRule Rule, IReadOnlyList<FileFacts> Files)
{
    /// <summary>Umístění; of what is on paper.</summary>
    public string? Place { get; init; }

    public bool IsAnalogue => Files.Any(f => f.IsAnalogue);
}

/// <summary>Writes a closed volume of a type file with its files as the national standard describes it (tDil).</summary>
internal static class VolumeXml
{
    public static byte[] Write(VolumeFacts facts) => StandardXml.Write("Dil", StandardXml.IdOf("dil", facts.Volume.Id), xml =>
    {
        var (section, volume) = (facts.Section, facts.Volume);
        xml.In("EvidencniUdaje", () =>
        {
            xml.Identity(Identity.Of(volume.Id));
            xml.Description($"{facts.TypeFile.Name}: {section.Name}, díl {volume.Number}");
            xml.In("Puvod", () => xml.Moment("DatumVytvoreni", volume.OpenedAt));
            xml.In("Trideni", () =>
            {
                xml.Marks(section.SimpleMark, section.Mark);
                xml.In("MaterskaEntita", () => xml.In("Soucast", () => Section(xml, facts), ("ID", StandardXml.IdOf("so", section.Id))));
            });
            Closed(xml, volume.ClosedAt!.Value, volume.ClosedBy!);
            FileXml.Discarded(xml, facts.Rule, volume.TriggerYear, volume.DiscardYear);
            Life(xml, facts, volume.OpenedAt, volume.ClosedAt, facts.Place);
        });
        xml.In("Spisy", () =>
        {
            foreach (var file in facts.Files) FileXml.Write(xml, file);
        });
    });

    private static void Section(StandardXml xml, VolumeFacts facts) => xml.In("EvidencniUdaje", () =>
    {
        xml.Identity(Identity.Of(facts.Section.Id));
        xml.Description(facts.Section.Name);
        xml.In("Puvod", () => xml.Moment("DatumVytvoreni", facts.Section.OpenedAt));
        xml.In("Trideni", () =>
        {
            xml.Marks(facts.Section.SimpleMark, facts.Section.Mark);
            xml.In("MaterskaEntita", () => xml.In("TypovySpis", () => TypeFile(xml, facts), ("ID", StandardXml.IdOf("ts", facts.TypeFile.Id))));
        });
        xml.In("Vyrazovani", () => xml.Rule(facts.SectionRule));
        Life(xml, facts, facts.Section.OpenedAt, facts.TypeFile.ClosedAt, null);
    });

    private static void TypeFile(StandardXml xml, VolumeFacts facts) => xml.In("EvidencniUdaje", () =>
    {
        var file = facts.TypeFile;
        xml.Identity(Identity.Of(file.Id));
        xml.Description(file.Name);
        xml.In("Puvod", () => xml.Moment("DatumVytvoreni", file.OpenedAt));
        xml.In("Trideni", () =>
        {
            xml.Marks(facts.Group.SimpleMark, facts.Group.Mark);
            xml.In("MaterskaEntita", () => GroupXml.Parent(xml, facts.Plan, facts.Group, facts.IsAnalogue));
        });
        if (file is { ClosedAt: { } closed, ClosedBy: { } by }) Closed(xml, closed, by);
        Life(xml, facts, file.OpenedAt, file.ClosedAt, null);
    });

    private static void Closed(StandardXml xml, DateTimeOffset at, InternalPerson by) => xml.In("Uzavreni", () =>
    {
        xml.Moment("Datum", at);
        xml.Internal("Zpracovatel", by);
    });

    private static void Life(StandardXml xml, VolumeFacts facts, DateTimeOffset opened, DateTimeOffset? closed, string? place) => xml.In("Manipulace", () =>
    {
        xml.Yes("AnalogovyDokument", facts.IsAnalogue);
        xml.Moment("DatumOtevreni", opened);
        if (closed is { } end) xml.Moment("DatumUzavreni", end);
        if (facts.IsAnalogue) xml.Some("Umisteni", place);
    });
}
