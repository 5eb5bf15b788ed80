using System.Globalization;

namespace Virtuos.Measuring;

/// <summary>What a measuring program was told: pairs of <c>--name value</c>.</summary>
public sealed class Options
{
    private readonly Dictionary<string, string> given = [];

    public static Options Read(string[] arguments)
    {
        var options = new Options();
        for (var i = 0; i + 1 < arguments.Length; i += 2) options.given[arguments[i].TrimStart('-')] = arguments[i + 1];
        return options;
    }

    public int Number(string name, int otherwise) => Number(name) ?? otherwise;

    /// <returns>Null when it was not told.</returns>
    public int? Number(string name) => given.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : null;

    public double Real(string name, double otherwise) => given.TryGetValue(name, out var value) ? double.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    public IReadOnlyList<int> Numbers(string name, string otherwise) => [.. given.GetValueOrDefault(name, otherwise).Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];

    /// <exception cref="KeyNotFoundException">It was not told.</exception>
    public string Needed(string name) => given[name];

    public string? Text(string name) => given.GetValueOrDefault(name);

    public static void Say(string line) => Console.Error.WriteLine(line);
}
