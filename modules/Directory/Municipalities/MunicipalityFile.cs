using System.Globalization;
using System.Text;

namespace Virtuos.Directory.Municipalities;

/// <summary>A line that was not taken and why.</summary>
/// <param name="Line">Counted from 1, the header included.</param>
/// <param name="Reason">Key of the text, <c>directory.import.…</c>.</param>
internal sealed record RefusedLine(int Line, string Reason, string? Column, string? Excerpt);

/// <summary>
/// Reads the register's CSV (UTF-8, comma, RFC 4180 quotes, no line breaks in fields) without trusting any of it: whatever a line holds, it
/// ends as a municipality or as a refused line.
/// </summary>
internal sealed class MunicipalityFile
{
    public const int LargestFile = 16 * 1024 * 1024;
    private const int LongestLine = 4096;
    private const int LongestField = 500;

    private static readonly string[] Columns =
    [
        "kod_obce", "nazev", "status_kod", "kod_pou", "nazev_pou", "kod_orp_ruian", "nazev_orp", "kod_okresu_ruian", "nazev_okresu", "kod_okresu_nuts", "kod_kraje_ruian",
        "nazev_kraje", "kod_kraje_nuts", "psc_vsechny", "lat", "lon", "ico", "nazev_uradu", "ulice_uradu", "psc_uradu", "pocet_obyvatel_cca2013",
    ];

    private readonly Dictionary<string, MunicipalityLine> lines = new(StringComparer.Ordinal);
    private readonly List<RefusedLine> refused = [];

    private MunicipalityFile() { }

    public IReadOnlyList<RefusedLine> Refused => refused;

    /// <summary>The first required column that the header lacks, or null.</summary>
    public string? MissingColumn { get; private set; }

    public static MunicipalityFile Read(ReadOnlySpan<byte> bytes)
    {
        var file = new MunicipalityFile();
        var text = Encoding.UTF8.GetString(bytes).AsSpan().TrimStart('\uFEFF');
        int[]? places = null;
        var number = 0;
        foreach (var range in text.Split('\n'))
        {
            number++;
            var line = text[range].TrimEnd('\r');
            if (line.IsWhiteSpace()) continue;
            if (places is null)
            {
                places = file.Places(line);
                if (file.MissingColumn is not null) return file;
            }
            else file.Take(number, line, places);
        }
        if (places is null) file.MissingColumn = Columns[0];
        return file;
    }

    /// <summary>The accepted lines with the seats found among them and, when the file is only a part, among the municipalities already known.</summary>
    public IReadOnlyList<Municipality> Municipalities(IEnumerable<Municipality>? known = null)
    {
        var places = (known ?? []).Where(m => !lines.ContainsKey(m.Code)).Select(m => new Place(m.Code, m.Name, m.Status, m.AuthorisedCode, m.AuthorisedName, m.ExtendedCode, m.ExtendedName))
            .Concat(lines.Values.Select(l => new Place(l.Code, l.Name, l.Status, l.AuthorisedCode, l.AuthorisedName, l.ExtendedCode, l.ExtendedName)))
            .Where(p => p.Status != MunicipalityStatus.MilitaryDistrict).ToList();
        var authorised = Seats(places, p => p.AuthorisedCode, p => p.AuthorisedName);
        var extended = Seats(places, p => p.ExtendedCode, p => p.ExtendedName);
        return [.. lines.Values.Select(l => l.Status == MunicipalityStatus.MilitaryDistrict
            ? l.ToMunicipality(null, extended.GetValueOrDefault(l.ExtendedCode))
            : l.ToMunicipality(authorised.GetValueOrDefault(l.AuthorisedCode), extended.GetValueOrDefault(l.ExtendedCode)))];
    }

    private sealed record Place(string Code, string Name, MunicipalityStatus Status, string AuthorisedCode, string AuthorisedName, string ExtendedCode, string ExtendedName);

    // The code lists name the district of an office after its seat; within the district that name is unique. A military district has no such office.
    private static Dictionary<string, string> Seats(List<Place> places, Func<Place, string> district, Func<Place, string> name) => places
        .GroupBy(district, StringComparer.Ordinal)
        .Select(group => (group.Key, Seats: group.Where(p => p.Name == SeatName(name(p))).ToList()))
        .Where(found => found.Seats.Count == 1)
        .ToDictionary(found => found.Key, found => found.Seats[0].Code, StringComparer.Ordinal);

    private static string SeatName(string district)
    {
        var bracket = district.IndexOf(" (", StringComparison.Ordinal);
        if (bracket > 0) district = district[..bracket];
        const string capital = "Hlavní město ";
        return district.StartsWith(capital, StringComparison.Ordinal) ? district[capital.Length..] : district;
    }

    private int[] Places(ReadOnlySpan<char> header)
    {
        var names = Split(header) ?? [];
        var places = Columns.Select(c => names.FindIndex(n => n.Trim() == c)).ToArray();
        var missing = Array.IndexOf(places, -1);
        if (missing >= 0) MissingColumn = Columns[missing];
        return places;
    }

    private void Take(int number, ReadOnlySpan<char> line, int[] places)
    {
        if (line.Length > LongestLine)
        {
            Refuse(number, "too-long", null, null);
            return;
        }
        if (line.ContainsAny('\uFFFD', '\0') || HasControls(line))
        {
            Refuse(number, "characters", null, null);
            return;
        }
        if (Split(line) is not { } fields)
        {
            Refuse(number, "quotes", null, null);
            return;
        }
        if (fields.Count <= places.Max())
        {
            Refuse(number, "fields", null, fields.Count.ToString(CultureInfo.InvariantCulture));
            return;
        }
        var values = new Dictionary<string, string>(Columns.Length, StringComparer.Ordinal);
        for (var i = 0; i < Columns.Length; i++)
        {
            var value = fields[places[i]].Trim().Normalize(NormalizationForm.FormC);
            if (value.Length > LongestField)
            {
                Refuse(number, "too-long", Columns[i], value[..40]);
                return;
            }
            values[Columns[i]] = value;
        }
        if (!MunicipalityLine.TryParse(values, out var parsed, out var wrong)) Refuse(number, wrong.Reason, wrong.Column, values[wrong.Column]);
        else if (!lines.TryAdd(parsed.Code, parsed)) Refuse(number, "duplicate", "kod_obce", parsed.Code);
    }

    private void Refuse(int line, string reason, string? column, string? excerpt) =>
        refused.Add(new(line, $"directory.import.{reason}", column, excerpt is { Length: > 40 } ? excerpt[..40] : excerpt));

    // Bidirectional overrides and other invisible format characters never belong into a name either.
    private static bool HasControls(ReadOnlySpan<char> line)
    {
        foreach (var c in line)
            if (char.IsControl(c) || char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format) return true;
        return false;
    }

    /// <returns>The fields, or null when quotes are not closed or stand inside a field.</returns>
    private static List<string>? Split(ReadOnlySpan<char> line)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        for (var i = 0; ; i++)
        {
            field.Clear();
            if (i < line.Length && line[i] == '"')
            {
                for (i++; ; i++)
                {
                    if (i >= line.Length) return null;
                    if (line[i] != '"') field.Append(line[i]);
                    else if (i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
                    else break;
                }
                i++;
                if (i < line.Length && line[i] != ',') return null;
            }
            else
            {
                for (; i < line.Length && line[i] != ','; i++)
                {
                    if (line[i] == '"') return null;
                    field.Append(line[i]);
                }
            }
            fields.Add(field.ToString());
            if (i >= line.Length) return fields;
        }
    }
}
