using System.Globalization;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Municipalities;

namespace Virtuos.Directory.Offices;

/// <summary>What an office is made of when it is opened; dated data of <c>Law/office-templates.yaml</c>.</summary>
internal sealed record OfficeTemplate(DateOnly From, IReadOnlyList<DayHours> Hours, IReadOnlyList<UnitTemplate> Units)
{
    private static readonly Lazy<List<TemplateYaml>> Versions = new(() => DatedLaw.Read<List<TemplateYaml>>("office-templates.yaml"));

    /// <summary>The template of a type in force on the day, with the names that the municipality's status gives.</summary>
    /// <exception cref="InvalidOperationException">No version is in force yet.</exception>
    public static OfficeTemplate For(short type, MunicipalityStatus status, DateOnly day)
    {
        var version = Versions.Value.Where(v => DateOnly.ParseExact(v.From, "yyyy-MM-dd", CultureInfo.InvariantCulture) <= day).MaxBy(v => v.From, StringComparer.Ordinal)
            ?? throw new InvalidOperationException("No template of an office is in force.");
        var chosen = version.Types[type];
        return new(
            DateOnly.ParseExact(version.From, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            [.. chosen.Hours.Select(h => new DayHours(Enum.Parse<DayOfWeek>(h.Key, ignoreCase: true), OfficeHours.Parse(h.Value)))],
            [.. chosen.Units.Select(u => new UnitTemplate(u.Code, OfficeNaming.Fill(u.Name, status), u.FilingRoom, u.Agendas,
                [.. u.Positions.Select(p => new PositionTemplate(p.Code, OfficeNaming.Fill(p.Title, status), p.Roles))]))]);
    }

    private sealed class TemplateYaml
    {
        public string From { get; set; } = "";

        public string Source { get; set; } = "";

        public Dictionary<short, TypeYaml> Types { get; set; } = [];
    }

    private sealed class TypeYaml
    {
        public Dictionary<string, string> Hours { get; set; } = [];

        public List<UnitYaml> Units { get; set; } = [];
    }

    private sealed class UnitYaml
    {
        public string Code { get; set; } = "";

        public string Name { get; set; } = "";

        public bool FilingRoom { get; set; }

        public List<string> Agendas { get; set; } = [];

        public List<PositionYaml> Positions { get; set; } = [];
    }

    private sealed class PositionYaml
    {
        public string Code { get; set; } = "";

        public string Title { get; set; } = "";

        public string[] Roles { get; set; } = [];
    }
}

/// <param name="Agendas">Codes of the agendas the unit is competent for.</param>
internal sealed record UnitTemplate(string Code, string Name, bool FilingRoom, IReadOnlyList<string> Agendas, IReadOnlyList<PositionTemplate> Positions);

/// <param name="Roles">Of <see cref="Contracts.Directory.Roles"/>.</param>
internal sealed record PositionTemplate(string Code, string Title, string[] Roles);
