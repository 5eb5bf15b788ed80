using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Services.FormEngine;

/// <summary>
/// Every version of every form: those of the program, and those that the installation keeps as files in <c>var/forms</c>. Read and
/// checked once at start.
/// </summary>
internal sealed class FormShelf
{
    private readonly Dictionary<(string, int), FormDefinition> all;

    /// <exception cref="TextFileException">A form has mistakes, or one version is there twice.</exception>
    public FormShelf(Installation installation) : this(Shipped().Concat(Own(Path.Combine(installation.Var, "forms")))) { }

    internal FormShelf(IEnumerable<(string File, string Text)> files)
    {
        List<string> problems = [];
        all = [];
        foreach (var (file, text) in files)
        {
            try
            {
                var form = FormReader.Read(file, text);
                if (!all.TryAdd((form.Slug, form.Version), form)) problems.Add($"{file}:1: version {form.Version} of '{form.Slug}' is there twice.");
            }
            catch (TextFileException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        if (problems.Count > 0) throw new TextFileException(problems);
    }

    public FormDefinition? Version(string slug, int version) => all.GetValueOrDefault((slug, version));

    /// <summary>The version on which a draft begins today.</summary>
    public FormDefinition? Today(string slug, TimeProvider clock)
    {
        var today = Prague.Today(clock);
        return all.Values.Where(f => f.Slug == slug && f.From <= today).MaxBy(f => f.Version);
    }

    /// <summary>All forms that can be begun today, by title.</summary>
    public IReadOnlyList<FormDefinition> Offered(TimeProvider clock) =>
        [.. all.Keys.Select(k => k.Item1).Distinct().Select(slug => Today(slug, clock)).OfType<FormDefinition>().OrderBy(f => f.Title.Cs, StringComparer.Create(new("cs"), true))];

    internal static IEnumerable<(string File, string Text)> Shipped()
    {
        var assembly = typeof(FormShelf).Assembly;
        const string mark = ".Forms.";
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(mark, StringComparison.Ordinal) && n.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return ($"Forms/{name[(name.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..]}", reader.ReadToEnd());
        }
    }

    private static IEnumerable<(string, string)> Own(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file)))
        : [];
}
