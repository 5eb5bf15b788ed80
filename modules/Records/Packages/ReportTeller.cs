using System.Text.Encodings.Web;
using System.Text.Json;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Operating;

namespace Virtuos.Records.Packages;

/// <summary>Writes what came of a check: for people in Czech and English, or as one line of JSON for each package.</summary>
internal sealed class ReportTeller(ToolCall call, Texts texts)
{
    private static readonly JsonSerializerOptions OneLine = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Texts czech = texts.In(TextLanguage.Czech), english = texts.In(TextLanguage.English);
    private readonly HashSet<string> noted = [];

    public void Tell(string path, SipReport report)
    {
        if (call.Json)
        {
            call.Say(JsonSerializer.Serialize(new
            {
                Package = path,
                Findings = report.Findings.Select(f => new { Rule = f.Rule.Code, f.Place, Message = Message(czech, f), f.Rule.Law, Hint = Hint(czech, f), En = new { Message = Message(english, f), Hint = Hint(english, f) } }),
                Notes = report.Notes.Select(n => Said(czech, n)),
            }, OneLine));
            return;
        }
        foreach (var note in report.Notes)
            if (noted.Add(Said(czech, note)))
                call.Complain($"{czech["records.package.note", ("note", Said(czech, note))]}\n{english["records.package.note", ("note", Said(english, note))]}");
        if (report.Findings.Count == 0) call.Say($"{czech["records.package.clean", ("package", path)]} / {english["records.package.clean", ("package", path)]}");
        else call.Say($"{czech["records.package.findings", ("package", path), ("count", report.Findings.Count)]} / {english["records.package.findings", ("package", path), ("count", report.Findings.Count)]}");
        foreach (var finding in report.Findings)
        {
            call.Say($"  {finding.Rule.Code}  {finding.Place}");
            foreach (var language in (Texts[])[czech, english])
            {
                call.Say($"    {Message(language, finding)}");
                call.Say($"      {language["records.package.hint", ("hint", Hint(language, finding))]}");
            }
            if (finding.Rule.Law.Length > 0) call.Say($"    {czech["records.package.law", ("law", finding.Rule.Law)]}");
        }
    }

    private static string Message(Texts texts, Finding finding) => texts["records.package.said", ("message", texts[$"records.package.rule.{finding.Rule.Code}"]), ("detail", Said(texts, finding.Detail))];

    private static string Hint(Texts texts, Finding finding) => texts[$"records.package.hint.{finding.Rule.Hint}"];

    private static string Said(Texts texts, Detail detail) => texts[$"records.package.detail.{detail.Key}", detail.Values];
}
