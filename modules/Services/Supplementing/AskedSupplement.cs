using Virtuos.Contracts.Records;
using Virtuos.Services.Filing;
using Virtuos.Services.Following;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Supplementing;

/// <summary>A question that the office wants answered again, with its words about it.</summary>
internal sealed record AskedAgain(Question Question, IReadOnlyList<string> Messages);

/// <summary>What a call to complete asks: the questions named by defects as the form asks them, and the rest to be answered freely.</summary>
/// <param name="Free">Defects that name no question, or one that is answered by words and attachments.</param>
/// <param name="Answers">What was filed; what is not asked again stays so.</param>
internal sealed record AskedSupplement(CompletionCall Call, IReadOnlyList<AskedAgain> Questions, IReadOnlyList<Defect> Free, Answers Answers, FormRoute? Route)
{
    /// <summary>The question for attachments that belong to no question of the form.</summary>
    public static readonly Question Attachments = new() { Id = SupplementFile.Free, Type = QuestionType.File, Label = new("Přílohy", "Attachments", "Anlagen"), Optional = true, Line = 0 };

    public static AskedSupplement Of(FollowedMatter matter, CompletionCall call)
    {
        if (matter.Form is not { } form || matter.Submission is not { } filed) return new(call, [], call.Defects, new(), null);
        var answers = FilingText.Answers(filed.Filing, form);
        var again = call.Defects.Where(d => d.Field is not null && form.Questions.GetValueOrDefault(d.Field) is { Type: not (QuestionType.Table or QuestionType.Consent) })
            .GroupBy(d => d.Field!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(d => d.Message).ToList(), StringComparer.Ordinal);
        return new(call, [.. form.Pages.SelectMany(p => p.Questions).Where(q => again.ContainsKey(q.Id)).Select(q => new AskedAgain(q, again[q.Id]))],
            [.. call.Defects.Where(d => d.Field is null || !again.ContainsKey(d.Field))], answers, FormRoute.Of(form, answers));
    }

    /// <summary>The file question of this name; null when none is asked here.</summary>
    public Question? FileQuestion(string field) => field == Attachments.Id ? Attachments : Questions.FirstOrDefault(q => q.Question.Id == field && q.Question.Type == QuestionType.File)?.Question;

    public IReadOnlyList<Choice> Options(Question question) => Route?.Options(question) ?? question.Options;
}
