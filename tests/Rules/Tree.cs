using System.Runtime.CompilerServices;

namespace Virtuos.Rules.Tests;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Tree
{
    private static readonly string[] Skipped = ["artifacts", "obj", "bin", "var", "node_modules", ".git"];

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    /// <summary>Files below a folder of the tree, as paths from the root with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) => Walk(Path.Combine(Root, folder))
        .Where(f => endings.Length == 0 || endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
        .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>Compares a generated page with the committed one; with VIRTUOS_UPDATE=1 writes it instead.</summary>
    public static void AssertFresh(string file, string content)
    {
        var path = Path.Combine(Root, "docs", "generated", file);
        if (Environment.GetEnvironmentVariable("VIRTUOS_UPDATE") == "1")
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }
        Assert.True(File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == content.ReplaceLineEndings("\n"),
            $"docs/generated/{file} is stale; run VIRTUOS_UPDATE=1 ./test rules and commit it.");
    }

    private static IEnumerable<string> Walk(string folder) => !System.IO.Directory.Exists(folder) ? [] : System.IO.Directory.EnumerateFiles(folder)
        .Concat(System.IO.Directory.EnumerateDirectories(folder).Where(d => !Skipped.Contains(Path.GetFileName(d))).SelectMany(Walk));

    private static string Here([CallerFilePath] string path = "") => path;
}
