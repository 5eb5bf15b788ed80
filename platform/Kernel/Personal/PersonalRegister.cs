using System.Text.Json;

namespace Virtuos.Kernel.Personal;

/// <summary>What personal data is kept for, by what law and how long (article 30 of regulation (EU) 2016/679).</summary>
public sealed record Purpose(string Code, string Name, string Law, string Kept);

/// <summary>One table of the register. Every column that can hold words is either personal, with the way it is masked, or plain.</summary>
/// <param name="Table">With its schema.</param>
/// <param name="Purpose">Null where nothing is personal.</param>
/// <param name="Rows">The whole row is about a person and is left out of copies.</param>
public sealed record PersonalTable(string Table, string? Purpose, IReadOnlyDictionary<string, string>? Personal, IReadOnlyList<string>? Plain, bool Rows = false);

/// <summary>
/// The register of personal data as data: where it lies, what for, how long, and how it is masked in copies for trials. Each module says
/// it of its own tables, in <c>Law/personal-data.json</c>.
/// </summary>
public sealed class PersonalRegister
{
    private static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web);

    private sealed record Part(IReadOnlyList<Purpose> Purposes, IReadOnlyList<PersonalTable> Tables);

    /// <exception cref="InvalidDataException">A table names a purpose or a mask that does not exist, or stands there twice.</exception>
    public PersonalRegister(IEnumerable<Module> modules)
    {
        var parts = modules.Select(m => m.Assembly).Append(typeof(PersonalRegister).Assembly).Distinct()
            .SelectMany(a => a.GetManifestResourceNames().Where(n => n.EndsWith(".personal-data.json", StringComparison.Ordinal)).Select(n => Read(a.GetManifestResourceStream(n)!))).ToList();
        Purposes = parts.SelectMany(p => p.Purposes).DistinctBy(p => p.Code).ToDictionary(p => p.Code, StringComparer.Ordinal);
        Tables = parts.SelectMany(p => p.Tables).ToDictionary(t => t.Table, StringComparer.Ordinal);
        foreach (var table in Tables.Values)
        {
            if (table.Purpose is { } purpose ? !Purposes.ContainsKey(purpose) : table.Rows || table.Personal is { Count: > 0 }) throw new InvalidDataException($"{table.Table}: its purpose '{table.Purpose}' is unknown.");
            foreach (var (column, mask) in table.Personal ?? new Dictionary<string, string>())
                if (!Masks.Has(mask)) throw new InvalidDataException($"{table.Table}.{column}: the mask '{mask}' is unknown.");
        }
    }

    public IReadOnlyDictionary<string, Purpose> Purposes { get; }

    public IReadOnlyDictionary<string, PersonalTable> Tables { get; }

    private static Part Read(Stream json)
    {
        using (json) return JsonSerializer.Deserialize<Part>(json, options)!;
    }
}
