using System.Text.RegularExpressions;

namespace Virtuos.Records.Packages;

/// <summary>How a package lies in its folder or ZIP (requirements 9.2.5 to 9.2.12 of the standard), whatever carries it.</summary>
internal static partial class Layout
{
    public const string Components = "komponenty";

    private const int LongestName = 64;

    /// <summary>Is the package well named: letters without accents, digits, underscores and dashes, 64 at most.</summary>
    public static IEnumerable<(string, Fault)> Named(string name)
    {
        if (!Allowed().IsMatch(name)) yield return ("dat1a", new(name, new("name")));
        else if (name.Length > LongestName) yield return ("dat1a", new(name, new("name-long", ("found", name.Length), ("expected", LongestName))));
    }

    /// <summary>What stands in the package's own folder: exactly <c>mets.xml</c> and perhaps <c>komponenty</c>.</summary>
    public static IEnumerable<(string, Fault)> Filled(IEnumerable<(string Name, bool Folder)> top)
    {
        var mets = 0;
        foreach (var (name, folder) in top)
        {
            if (!folder && name == MetsReader.FileName) mets++;
            else if (!folder || name != Components) yield return ("dat3", new(name, new(folder ? "folder-extra" : "file-extra", ("name", name))));
        }
        if (mets == 0) yield return ("dat3", new(MetsReader.FileName, new("no-mets")));
        else if (mets > 1) yield return ("dat3", new(MetsReader.FileName, new("times", ("what", MetsReader.FileName), ("found", mets), ("expected", "1"))));
    }

    [GeneratedRegex(@"^[A-Za-z0-9_–-]+\z")]
    private static partial Regex Allowed();
}
