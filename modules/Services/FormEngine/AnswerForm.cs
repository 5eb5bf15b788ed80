using Microsoft.AspNetCore.Http;
using Virtuos.Ui;

namespace Virtuos.Services.FormEngine;

/// <summary>Answers as a posted form carries them; fields that nobody asked for are not looked at.</summary>
internal static class AnswerForm
{
    public static Answer? Read(Question question, IFormCollection form) => question.Type switch
    {
        QuestionType.Choices => new ListAnswer([.. form[question.Id].OfType<string>()]),
        QuestionType.Address => new AddressAnswer(Text(form, question.Id + ".street"), Text(form, question.Id + ".municipality"), Text(form, question.Id + ".postcode")),
        QuestionType.Date => new TextAnswer(DateAnswer.Read(form, question.Id).ToString()),
        QuestionType.Consent => new TextAnswer(form[question.Id].Contains("true") ? "yes" : ""),
        QuestionType.File or QuestionType.Table => null,
        _ => new TextAnswer(Text(form, question.Id)),
    };

    private static string Text(IFormCollection form, string name) => form[name].ToString();
}
