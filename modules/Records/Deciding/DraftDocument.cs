using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;

namespace Virtuos.Records;

/// <param name="Document">The received document that is answered.</param>
/// <param name="Template">Code of a template.</param>
internal sealed record DraftDocumentInput(Guid Document, string? Template);

/// <summary>An official begins a decision or an answer: the template is filled with everything the office knows already.</summary>
internal sealed class DraftDocument(Caller caller, RecordsDb db, Sight sight, DecisionTemplates templates, AppealForms forms, AppealRules rules, IDirectory directory, Texts texts, TimeProvider clock)
    : UseCase<DraftDocumentInput, Guid>(caller, RecordsPermissions.Handle)
{
    public const int LongestMatter = 250;

    /// <returns>The new document.</returns>
    protected override async Task<Result<Guid>> Do(DraftDocumentInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } answered) return Refusal.NotFound();
        if (!sight.Handles(answered)) return Refusal.Forbidden();
        if (answered.Kind != DocumentKind.Received || answered.State is not (DocumentState.InHand or DocumentState.WithCitizen)) return Refusal.Conflict("records.refusal.not-in-hand");
        if (Caller.Person is not { } me || await directory.Official(me, cancel) is not { } official) return Refusal.Forbidden();
        var (at, today) = (clock.GetUtcNow(), Prague.Today(clock));
        if (templates.On(input.Template, today) is not { } template) return Refusal.Invalid(nameof(input.Template), "records.decide.no-template");

        var office = (await directory.Office(answered.Office, cancel))!;
        var unit = (await directory.Units(answered.Office, cancel)).FirstOrDefault(u => u.Id == answered.Unit);
        var fields = TemplateFields.Of(answered, office, unit, official, texts.In("cs"));
        var matter = TemplateFields.Fill(template.Matter, fields);
        var document = Document.Write(answered, matter.Length > LongestMatter ? matter[..(LongestMatter - 1)] + "…" : matter, me, at);
        var own = new OwnDocument
        {
            Office = document.Office,
            Id = document.Id,
            Kind = template.OwnKind,
            Template = template.Code,
            AppealRule = template.Appeal,
            Author = me,
            AuthorName = official.Name,
        };
        own.Save(new(
            TemplateFields.Fill(template.Title, fields),
            TemplateFields.Fill(template.Statement, fields),
            TemplateFields.Fill(template.Reasons, fields),
            template.Appeal is { } rule ? rules.On(rule, today).Compose(office, today, forms.Address(office)) : "",
            TemplateFields.Fill(template.Body, fields)), official.Name, at);
        db.AddRange(document, own, Step.Of(document, StepKind.Drafted, Caller, at, template.NameIn("cs")));
        await db.SaveChangesAsync(cancel);
        return document.Id;
    }
}

/// <summary>Where appeals against decisions of an office are filed online.</summary>
internal sealed class AppealForms(Installation installation)
{
    /// <summary>The whole address, with the place where the decision's number will stand.</summary>
    public string Address(OfficeCard office) => $"{installation.Address}/urad/{office.Slug}/podat/odvolani?proti={{number}}";
}
