using Virtuos.Kernel.Configuration;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Demo;

/// <summary>An invented person, or a company with the person who acts for it.</summary>
internal sealed record DemoFiler(string Name, DateOnly Birth, string Street, string Email, string Phone, string Language, string? Company, string? Number);

/// <summary>What somebody may file: a form with some of its answers; the rest follows from the person and the questions.</summary>
internal sealed record DemoFiling(string Form, int Weight, IReadOnlyDictionary<string, string> Answers, IReadOnlyDictionary<string, IReadOnlyList<string[]>> Rows, IReadOnlyList<string> Languages, bool Company);

/// <summary>The invented people and filings of <c>Demo/filings.yaml</c>.</summary>
internal sealed class DemoFilings
{
    public required IReadOnlyList<DemoFiler> People { get; init; }

    public required IReadOnlyList<DemoFiler> Companies { get; init; }

    public required IReadOnlyList<DemoFiling> Filings { get; init; }

    /// <exception cref="TextFileException">The file has mistakes.</exception>
    public static DemoFilings Read()
    {
        using var reader = new StreamReader(typeof(DemoFilings).Assembly.GetManifestResourceStream("Virtuos.Services.Demo.filings.yaml")!);
        var problems = new YamlProblems("Demo/filings.yaml");
        var root = YamlPart.Read(reader.ReadToEnd(), problems);
        var all = new DemoFilings
        {
            People = [.. root.Items("people").Select(p => new DemoFiler(p.Text("name"), p.Date("birth") ?? default, p.Text("street"), p.Text("email"), p.Text("phone"), p.OptionalText("language") ?? "cs", null, null))],
            Companies = [.. root.Items("companies").Select(c => new DemoFiler(c.Text("person"), c.Date("birth") ?? default, c.Text("street"), c.Text("email"), c.Text("phone"), "cs", c.Text("name"), c.Text("number")))],
            Filings = [.. root.Items("filings").Select(Filing)],
        };
        problems.ThrowIfAny();
        return all;
    }

    private static DemoFiling Filing(YamlPart part)
    {
        var answers = part.Find("answers");
        var rows = part.Find("rows");
        var texts = answers?.Keys.ToDictionary(k => k, answers.Text, StringComparer.Ordinal) ?? [];
        return new(part.Text("form"), part.Number("weight") ?? 1, texts,
            rows?.Keys.ToDictionary(k => k, k => (IReadOnlyList<string[]>)[.. rows.Items(k).Select(r => r.Elements().Select(c => c.Scalar()).ToArray())], StringComparer.Ordinal) ?? [],
            part.Texts("languages"), part.Flag("company") || texts.GetValueOrDefault("kind") == "company");
    }
}
