using System.Globalization;
using System.Text;
using Virtuos.Measuring;

namespace Virtuos.Running;

/// <summary>Gathers what the programs of this folder measured into one list and one text.</summary>
/// <param name="path">Without an extension.</param>
internal sealed class RunReport(string path)
{
    private readonly List<Measure> measures = [];
    private readonly StringBuilder said = new();

    public void Heading(string title) => said.AppendLine().AppendLine($"## {title}");

    public void Add(Measure measure)
    {
        measures.Add(measure);
        Options.Say(FormattableString.Invariant($"{measure.Name}: {measure.Value} {measure.Unit}"));
    }

    /// <summary>A file that lies beside the report.</summary>
    public string Beside(string name) => $"{path}-{name}";

    /// <summary>Runs a measuring program; what it says becomes a part of the text, what it measured a part of the list.</summary>
    public async Task Program(string name, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var json = Path.Combine("var", "bench", $"{name}.json");
        File.Delete(json);
        var text = await Programs.Run($"../../{name}/release/Virtuos.{name}.dll", [.. arguments, "--json", json], cancel);
        said.AppendLine().AppendLine("```").AppendLine(text.TrimEnd()).AppendLine("```");
        measures.AddRange(await Report.Read(json, cancel));
    }

    /// <summary>Runs one of the long trials, which write a report of their own.</summary>
    public async Task Trial(string title, string verb, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var results = Path.Combine("var", "bench", verb);
        await Programs.Run("../../Endurance/release/Virtuos.Endurance.dll", [verb, .. arguments, "--results", results], cancel);
        measures.AddRange(await Report.Read(results + ".json", cancel));
        if (!File.Exists(results + ".md")) return;
        var text = (await File.ReadAllTextAsync(results + ".md", cancel)).Split('\n').Skip(1);
        said.AppendLine().AppendLine($"## {title}").AppendLine(string.Join('\n', text).TrimEnd());
    }

    public async Task Write(CancellationToken cancel)
    {
        var text = new StringBuilder("# What it takes, and beside it what this machine can do\n\n");
        text.AppendLine(await Report.Machine(cancel)).AppendLine("`bench/run` writes this file. A limit is what the machine can do at most in the same run (intake), or what was promised (the rest).").AppendLine();
        text.AppendLine("| measure | clients | rows | value | limit | ratio |").AppendLine("|---|---|---|---|---|---|");
        foreach (var same in measures.GroupBy(m => (m.Name, m.Clients)))
            foreach (var m in same)
                text.AppendLine(CultureInfo.InvariantCulture, $"| {m.Name} | {m.Clients} | {m.Rows:N0} | {m.Value:0.##} {m.Unit} | {m.Limit:0.##} | {m.Ratio:0.00} |");
        await Report.Write(path, text.Append(said).ToString(), measures, cancel);
        Options.Say($"{path}.md and {path}.json are written.");
    }
}
