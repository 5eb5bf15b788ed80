using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Situations;

/// <summary>
/// Every version of every life situation: those of the program, and those that the installation keeps as files in <c>var/situations</c>.
/// Read and checked once at start.
/// </summary>
internal sealed class SituationShelf
{
    private readonly Dictionary<(string, int), Situation> all;

    /// <exception cref="TextFileException">A situation has mistakes, one version is there twice, or a link leads nowhere.</exception>
    public SituationShelf(Installation installation) : this(Shipped().Concat(Own(Path.Combine(installation.Var, "situations")))) { }

    internal SituationShelf(IEnumerable<(string File, string Text)> files)
    {
        List<string> problems = [];
        all = [];
        foreach (var (file, text) in files)
        {
            try
            {
                var situation = SituationReader.Read(file, text);
                if (!all.TryAdd((situation.Slug, situation.Version), situation)) problems.Add($"{file}:1: version {situation.Version} of '{situation.Slug}' is there twice.");
            }
            catch (TextFileException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        foreach (var situation in all.Values)
            foreach (var link in situation.Links.Where(l => l.Href.StartsWith("/situace/", StringComparison.Ordinal) && !all.Keys.Any(k => l.Href == $"/situace/{k.Item1}")))
                problems.Add($"{situation.Slug}.v{situation.Version}.yaml: the link {link.Href} leads nowhere.");
        if (problems.Count > 0) throw new TextFileException(problems);
    }

    public IEnumerable<Situation> All => all.Values;

    public Situation? Version(string slug, int version) => all.GetValueOrDefault((slug, version));

    /// <summary>The version shown today.</summary>
    public Situation? Today(string slug, TimeProvider clock)
    {
        var today = Prague.Today(clock);
        return all.Values.Where(s => s.Slug == slug && s.From <= today).MaxBy(s => s.Version);
    }

    /// <summary>All situations shown today, by title.</summary>
    public IReadOnlyList<Situation> Offered(TimeProvider clock) =>
        [.. all.Keys.Select(k => k.Item1).Distinct().Select(slug => Today(slug, clock)).OfType<Situation>().OrderBy(s => s.Title.Cs, StringComparer.Create(new("cs"), true))];

    private static IEnumerable<(string, string)> Shipped()
    {
        var assembly = typeof(SituationShelf).Assembly;
        const string mark = ".Situations.";
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(mark, StringComparison.Ordinal) && n.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return ($"Situations/{name[(name.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..]}", reader.ReadToEnd());
        }
    }

    private static IEnumerable<(string, string)> Own(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file)))
        : [];
}
