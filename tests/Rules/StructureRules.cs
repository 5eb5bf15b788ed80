using System.Reflection;
using System.Text.RegularExpressions;
using Virtuos.Host;
using Virtuos.Kernel;

namespace Virtuos.Rules.Tests;

/// <summary>Which way references point, and what a room shows of itself.</summary>
public class StructureRules
{
    private static readonly string[] Platform = ["Virtuos.Kernel", "Virtuos.Contracts", "Virtuos.Ui"];

    private static IEnumerable<string> Ours(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("Virtuos.", StringComparison.Ordinal) || n == "virtuos");

    public static TheoryData<string> Rooms => [.. House.Modules.Select(m => m.Assembly.GetName().Name!).Except(Platform)];

    [Theory, MemberData(nameof(Rooms))]
    public void Modules_do_not_know_each_other(string module) =>
        Assert.Empty(Ours(Assembly.Load(module)).Except(Platform));

    [Fact]
    public void The_platform_points_down_only()
    {
        Assert.Empty(Ours(Assembly.Load("Virtuos.Kernel")));
        Assert.Equal(["Virtuos.Kernel"], Ours(Assembly.Load("Virtuos.Contracts")));
        Assert.Empty(Ours(Assembly.Load("Virtuos.Ui")).Except(["Virtuos.Kernel", "Virtuos.Contracts"]));
    }

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_shows_its_door_and_its_pages_only(string module)
    {
        var shown = Assembly.Load(module).GetExportedTypes()
            .Where(t => !typeof(Kernel.Module).IsAssignableFrom(t) && !typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(t) && !t.IsNested && t.Name != "_Imports");
        Assert.Empty(shown.Select(t => t.FullName));
    }

    [Fact]
    public void A_module_project_is_one_line() =>
        Assert.All(Tree.Files("modules", ".csproj"), file => Assert.Equal("<Project Sdk=\"Microsoft.NET.Sdk.Razor\" />", Tree.Read(file).Trim()));

    [Fact]
    public void There_are_no_drawers() => Assert.DoesNotContain(
        Tree.Files("").Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal)),
        f => Regex.IsMatch(f, @"(^|/)(([A-Za-z]*(Helpers?|Utils?|Utilities|Managers?))|Common|Misc)(/|\.cs$)"));

    [Fact]
    public void Source_files_stay_readable_in_one_sitting()
    {
        var long_ = Tree.Files("").Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Where(f => Tree.Read(f).Count(c => c == '\n') > 300);
        Assert.Empty(long_);
    }

    [Fact]
    public void Every_page_stands_in_a_layout()
    {
        var bare = Tree.Files("", ".razor").Where(f => Tree.Read(f).Contains("@page \"", StringComparison.Ordinal))
            .Where(f => !Regex.IsMatch(Tree.Read(f), "<(CitizenPage|OfficePage|[A-Z][A-Za-z]*Shell)[ >\r\n]"));
        Assert.Empty(bare);
    }

    [Fact]
    public void Migrations_are_numbered_without_gaps()
    {
        foreach (var folder in Tree.Files("", ".sql").Where(f => f.Contains("/Migrations/", StringComparison.Ordinal)).GroupBy(Path.GetDirectoryName))
        {
            var numbers = folder.Select(f => int.Parse(Path.GetFileName(f)[..3])).Order().ToList();
            Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        }
    }

    [Fact]
    public void Every_table_of_an_office_is_behind_the_second_lock()
    {
        foreach (var file in Tree.Files("modules", ".sql"))
        {
            var sql = Tree.Read(file);
            foreach (Match table in Regex.Matches(sql, @"create table ([a-z_]+\.[a-z_0-9]+) \((.*?)\n\)", RegexOptions.Singleline))
                if (Regex.IsMatch(table.Groups[2].Value, @"^\s*office uuid", RegexOptions.Multiline))
                    Assert.True(Regex.IsMatch(sql, $@"kernel\.protect\('{Regex.Escape(table.Groups[1].Value)}'\)|alter table {Regex.Escape(table.Groups[1].Value)} force row level security|-- open: .*{Regex.Escape(table.Groups[1].Value)}"),
                        $"{file}: {table.Groups[1].Value} has an office but no row-level security.");
        }
    }

    [Fact]
    public void Every_package_has_its_reason()
    {
        var reasons = Tree.Read("docs/dependencies.md");
        var packages = Regex.Matches(Tree.Read("Directory.Packages.props"), "Include=\"([^\"]+)\"").Select(m => m.Groups[1].Value);
        Assert.Empty(packages.Where(p => !reasons.Contains($"| {p} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        var words = new Regex("TO" + "DO|FIX" + "ME|NotImplemented" + "Exception");
        Assert.Empty(Tree.Files("").Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".sql", StringComparison.Ordinal))
            .Where(f => words.IsMatch(Tree.Read(f))));
    }

    [Fact]
    public void No_file_names_a_place_on_some_machine()
    {
        var place = new Regex(@"(^|[^A-Za-z0-9_.])/(wo" + "rk|fa" + "rm|ro" + "ot)/[a-z]");
        Assert.Empty(Tree.Files("").Where(f => Regex.IsMatch(f, @"\.(cs|razor|sql|css|js|md|json|yaml|yml|props|csproj|sh)$") || Path.GetFileName(f) is "run" or "test")
            .Where(f => place.IsMatch(Tree.Read(f))));
    }
}
