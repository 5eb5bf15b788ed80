namespace Virtuos.Records.Packages;

/// <summary>Days, periods and times: in order, and the same in both ways in which they are written.</summary>
internal static class DateRules
{
    public static readonly Checks Checks = new()
    {
        ["obs71"] = sip => sip.Tree.All("nsesss:DatumOtevreni").Where(o => XmlDate.Day(o.Value) > XmlDate.Day(o.Parent.First("DatumUzavreni").Value)).Select(o => NotBefore(o, o.Parent.First("DatumUzavreni"))),
        ["obs72"] = sip => Times(sip, "nsesss:CasPouziti"),
        ["obs73"] = sip => Times(sip, "nsesss:CasOvereni"),
        ["obs74"] = sip => Times(sip, "nsesss:PosuzovanyOkamzik"),
        ["obs75"] = sip => sip.Tree.All("nsesss:Platnost").Where(p => XmlDate.Day(p.First("PlatnostOd").Value) > XmlDate.Day(p.First("PlatnostDo").Value)).Select(p => NotBefore(p.First("PlatnostOd"), p.First("PlatnostDo"))),
        ["obs81"] = sip => Periods(sip, "DatumOd", "DatumDo", v => XmlDate.Day(v)?.DayNumber),
        ["obs82"] = sip => Periods(sip, "MesicOd", "MesicDo", XmlDate.Month),
        ["obs83"] = sip => Periods(sip, "RokOd", "RokDo", XmlDate.Year),
        ["obs108"] = sip => sip.Tree.Everything.Where(n => n["datum"] is not null && n.Name.StartsWith("nsesss:", StringComparison.Ordinal) && !Agrees(n)).Select(n => n.Differs("datum", n["datum"], n.Value)),
    };

    private static bool Agrees(Node date) => XmlDate.DayOfTime(date["datum"]) is { } day && day == XmlDate.Day(date.Value);

    private static IEnumerable<Fault> Times(Sip sip, string name) => sip.Tree.All(name).Where(t => string.IsNullOrWhiteSpace(t["datum"])).Select(t => t.Lacks("datum"));

    private static IEnumerable<Fault> Periods(Sip sip, string from, string to, Func<string, int?> read) =>
        sip.Tree.All("nsesss:UrceneCasoveObdobi").Where(p => p.First(to).Exists && !(read(p.First(to).Value) > read(p.First(from).Value))).Select(p => NotBefore(p.First(from), p.First(to)));

    private static Fault NotBefore(Node earlier, Node later) => later.Faulty("order", ("first", earlier.Value), ("second", later.Value));
}
