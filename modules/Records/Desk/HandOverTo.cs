using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>Where a document can be given, as answers of one select: a unit as a whole, or one of its officials.</summary>
internal static class HandOverTo
{
    public static IReadOnlyList<Option> Options(People people, string wholeUnit) =>
        [.. people.Units.Values.OrderBy(u => u.Name, StringComparer.CurrentCulture).SelectMany(unit => people.Officials.Values.Where(o => o.Unit == unit.Id)
            .OrderBy(o => o.Name, StringComparer.CurrentCulture).Select(o => new Option($"o:{o.Id}", o.Name) { Group = unit.Name })
            .Prepend(new Option($"u:{unit.Id}", $"{unit.Name} – {wholeUnit}") { Group = unit.Name }))];

    /// <summary>The answer read back; nothing chosen is no unit and no official.</summary>
    public static (Guid? Unit, Guid? Official) Read(string? value) => value is { Length: > 2 } && Guid.TryParse(value.AsSpan(2), out var id)
        ? value[0] == 'u' ? (id, null) : (null, id)
        : (null, null);
}
