using System.Globalization;

namespace Virtuos.Endurance;

/// <summary>What stands behind the verb: pairs of <c>--name value</c>.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> given = [];

    public static Options Read(string[] arguments)
    {
        var options = new Options();
        for (var i = 0; i + 1 < arguments.Length; i += 2) options.given[arguments[i].TrimStart('-')] = arguments[i + 1];
        return options;
    }

    public int Number(string name, int otherwise) => given.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    public string? Text(string name) => given.GetValueOrDefault(name);

    public static void Say(string line) => Console.Error.WriteLine(line);

    public static int Usage()
    {
        Say("""
            kills [--kills N] [--clients N] [--bytes N] [--seed N] [--scene NAME] [--at-once N] [--results FILE]
            power [--failures N] [--clients N] [--bytes N] [--results FILE]
            nodes [--clients N] [--bytes N] [--seconds N] [--results FILE]
            soak [--minutes N] [--filers N] [--readers N] [--days N] [--bytes N] [--results FILE]
            FILE without its extension.
            """);
        return 64;
    }
}
