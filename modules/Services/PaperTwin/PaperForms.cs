using System.Security.Cryptography;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Language;
using Virtuos.Services.Filing;
using Virtuos.Services.Filling;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.PaperTwin;

/// <summary>Reads the code of a printed form back: the form, and the answers of the draft that was printed.</summary>
internal sealed class PaperForms(DraftReader drafts, FormShelf forms, Texts texts) : IPaperForms
{
    public async Task<PaperForm?> Read(string code, Guid office, CancellationToken cancel)
    {
        if (TwinCode.Parse(code) is not { } twin || forms.Version(twin.Form, twin.Version) is not { } form) return null;
        var czech = texts.In("cs");
        var route = await Filled(twin, form, office, cancel);
        var matter = route is null ? form.Title.Cs : czech.Fill(form.Matter, route, whole: false)!;
        return new(form.Slug, form.Version, form.Title.In(texts.Language), matter, form.Agenda, form.FilingMark, form.DeadlineRule,
            route is null ? null : FileSubmission.FilerOf(route, null, texts),
            route is null ? [] : [.. route.Questions.Select(q => new FormAnswer(q.Label.In(texts.Language), texts.Show(q, route.Answers[q.Id]))).Where(a => a.Value.Length > 0)]);
    }

    // Only what is meant for this office; an expired or sent draft is a form that has to be read by eye.
    private async Task<FormRoute?> Filled(TwinCode twin, FormDefinition form, Guid office, CancellationToken cancel)
    {
        if (twin.Token is null) return null;
        try
        {
            return await drafts.Open(twin.Token, cancel) is { Succeeded: true, Value: var open } && open.Draft.Addressee == office && (open.Form.Slug, open.Form.Version) == (form.Slug, form.Version)
                ? FormRoute.Of(form, open.Answers)
                : null;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
