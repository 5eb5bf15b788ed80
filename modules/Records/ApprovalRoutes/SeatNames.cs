using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Language;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>What the seats of a route are called.</summary>
internal static class SeatNames
{
    private const int FewOffices = 30;

    /// <summary>Everything that a step can be filled with.</summary>
    /// <param name="town">Code of the office's own municipality.</param>
    /// <param name="kept">Codes that a route has; those in which nobody sits any more stay to be seen.</param>
    public static IReadOnlyList<Option> Options(IReadOnlyList<OfficialCard> officials, IReadOnlyList<UnitCard> units, IReadOnlyList<OfficeCard> others, string? town, Texts texts, IEnumerable<string> kept)
    {
        Option Of(RouteSeat seat, string? group) => new(seat.Code, Name(seat, officials, units, others, texts)) { Group = group };
        var (position, unit, person) = (texts["records.route.group.position"], texts["records.route.group.unit"], texts["records.route.group.person"]);
        List<Option> all =
        [
            Of(RouteSeat.Head, null), Of(RouteSeat.Leader, null),
            .. officials.Select(o => o.Position.Trim()).Where(p => p.Length > 0).Distinct(StringComparer.CurrentCultureIgnoreCase).Order(StringComparer.CurrentCulture).Select(p => Of(new("position", p), position)),
            .. units.OrderBy(u => u.Name, StringComparer.CurrentCulture).Select(u => Of(new("unit", $"{u.Id}"), unit)),
            .. officials.OrderBy(o => o.Name, StringComparer.CurrentCulture).Select(o => Of(new("person", $"{o.Id}"), person)),
            // In a large region nobody looks through hundreds of offices: those of the same town are offered.
            .. others.Where(o => others.Count <= FewOffices || o.Municipality == town).Select(o => Of(new("office", $"{o.Id}"), texts["records.route.group.office"])),
        ];
        all.AddRange(kept.Distinct().Where(code => !all.Exists(o => o.Value == code)).Select(code => new Option(code, RouteSeat.Read(code) is { } seat ? Name(seat, officials, units, others, texts) : code)));
        return all;
    }

    public static string Name(RouteSeat seat, IReadOnlyList<OfficialCard> officials, IReadOnlyList<UnitCard> units, IReadOnlyList<OfficeCard> others, Texts texts) => seat.Kind switch
    {
        "head" => texts["records.route.seat.head"],
        "leader" => texts["records.route.seat.leader"],
        "unit" => units.FirstOrDefault(u => u.Id == seat.Id)?.Name ?? texts["records.route.gone"],
        "position" => seat.Value,
        "office" => others.FirstOrDefault(o => o.Id == seat.Id)?.Name ?? texts["records.route.gone"],
        _ => officials.FirstOrDefault(o => o.Id == seat.Id)?.Name ?? texts["records.route.gone"],
    };
}
