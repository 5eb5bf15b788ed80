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
                Findings = report.Findings.Select(f => new { Rule = f.Rule.Code, f.Place, Message = RuleWords.Message(czech, f), f.Rule.Law, Hint = RuleWords.Hint(czech, f.Rule), En = new { Message = RuleWords.Message(english, f), Hint = RuleWords.Hint(english, f.Rule) } }),
                Notes = report.Notes.Select(n => RuleWords.Said(czech, n)),
            }, OneLine));
            return;
        }
        foreach (var note in report.Notes)
            if (noted.Add(RuleWords.Said(czech, note)))
                call.Complain($"{czech["records.package.note", ("note", RuleWords.Said(czech, note))]}\n{english["records.package.note", ("note", RuleWords.Said(english, note))]}");
        if (report.Findings.Count == 0) call.Say($"{czech["records.package.clean", ("package", path)]} / {english["records.package.clean", ("package", path)]}");
        else call.Say($"{czech["records.package.findings", ("package", path), ("count", report.Findings.Count)]} / {english["records.package.findings", ("package", path), ("count", report.Findings.Count)]}");
        foreach (var finding in report.Findings)
        {
            call.Say($"  {finding.Rule.Code}  {finding.Place}");
            foreach (var language in (Texts[])[czech, english])
            {
                call.Say($"    {RuleWords.Message(language, finding)}");
                call.Say($"      {language["records.package.hint", ("hint", RuleWords.Hint(language, finding.Rule))]}");
            }
            if (finding.Rule.Law.Length > 0) call.Say($"    {czech["records.package.law", ("law", finding.Rule.Law)]}");
        }
    }
}
