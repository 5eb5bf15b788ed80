using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>Tells an official the questions of a submission's own form version, so that a defect can be named at its field.</summary>
internal sealed class FormQuestions(ServicesDb db, FormShelf forms) : IForms
{
    public async Task<IReadOnlyList<FormQuestion>> Questions(Guid submission, CancellationToken cancel)
    {
        var filed = await db.Submissions.AsNoTracking().Where(s => s.Id == submission).Select(s => new { s.Form, s.FormVersion }).FirstOrDefaultAsync(cancel);
        if (filed is null || forms.Version(filed.Form, filed.FormVersion) is not { } form) return [];
        return [.. form.Pages.SelectMany(p => p.Questions).Where(q => q.Type != QuestionType.Consent).Select(q => new FormQuestion(q.Id, q.Label.Cs))];
    }
}
