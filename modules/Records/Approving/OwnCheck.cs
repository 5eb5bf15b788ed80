using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>What a paper of the office must have before anybody approves it (§ 68 of act 500/2004); each fault names its field.</summary>
internal sealed class OwnCheck(AppealRules rules)
{
    public List<Refusal> Faults(OwnPaperParts parts, DateOnly today)
    {
        var own = parts.Own;
        List<Refusal> faults = [];
        if (own.Kind == OwnKind.Decision)
        {
            Needed(own.Statement, nameof(own.Statement), "records.decide.statement-missing");
            Needed(own.Reasons, nameof(own.Reasons), "records.decide.reasons-missing");
            if (own.AppealRule is { } code) Instruction(code);
        }
        else Needed(own.Body, nameof(own.Body), "records.decide.body-missing");
        if (parts.Answered?.Channel == StanceRequests.Channel && own.Kind == OwnKind.Answer && own.Stance is null) faults.Add(Refusal.Invalid(nameof(own.Stance), "records.stance.missing"));
        return faults;

        void Needed(string text, string field, string missing)
        {
            if (text.Length == 0) faults.Add(Refusal.Invalid(field, missing));
            else if (TemplateFields.FirstBlank(text) is { } blank) faults.Add(Refusal.Invalid(field, "records.decide.blank", ("blank", blank)));
        }

        void Instruction(string code)
        {
            if (own.Instruction.Length == 0) faults.Add(Refusal.Invalid(nameof(own.Instruction), "records.decide.instruction-missing"));
            else if (rules.On(code, today).Missing(own.Instruction, parts.Office, today).FirstOrDefault() is { Key: { } key } missing)
                faults.Add(Refusal.Invalid(nameof(own.Instruction), key, ("words", missing.Words)));
        }
    }
}
