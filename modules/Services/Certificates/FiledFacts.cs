using System.Globalization;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Services.Filing;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Certificates;

/// <summary>A filing in the words of the open norms.</summary>
internal static class FiledFacts
{
    /// <summary>Questions of the forms about the filer beside name and address. Of an entrepreneur the norm wants a birth that no form asks for; they stay without.</summary>
    private static readonly string[] births = ["birth", "owner-birth", "payer-birth"], numbers = ["company-ico"];

    public static DocumentPerson Filer(Submission submission, FormDefinition form)
    {
        var answers = FormRoute.Of(form, FilingText.Answers(submission.Filing, form)).Answers;
        var organisation = numbers.Where(n => form.Questions.TryGetValue(n, out var q) && q.Type == QuestionType.OrgNumber).Select(answers.Text).FirstOrDefault(n => n is not null);
        var birth = births.Where(b => form.Questions.TryGetValue(b, out var q) && q.Type == QuestionType.Date).Select(answers.Text).FirstOrDefault(b => b is not null);
        return new(submission.FilerName, submission.FilerAddress)
        {
            OrganisationNumber = organisation,
            Birth = DateOnly.TryParseExact(birth, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        };
    }

    public static IReadOnlyList<FiledAttachment> Attachments(Submission submission) =>
        [.. submission.Files.Select(f => new FiledAttachment(Path.GetFileNameWithoutExtension(f.Name) is { Length: > 0 } title ? title : f.Name, f.Name, f.MimeType, f.Blob[7..]))];

    public static FormMetadata Metadata(Submission submission, FormDefinition form, OfficeCard office, CatalogueOfDay catalogue, string way) =>
        new(new($"{submission.Id}"), Filer(submission, form), office.AsPerson(), catalogue.System, new(form.Slug, form.Title.Cs), form.Version.ToString(CultureInfo.InvariantCulture), catalogue.Act(form, way), catalogue.Of(form).Delegated)
        {
            Attachments = Attachments(submission),
            Matter = submission.Matter,
        };

    public static DigitalActCertificate Certificate(Guid id, Submission submission, string? number, FormDefinition form, OfficeCard office, CatalogueOfDay catalogue, string way, DateTimeOffset at) =>
        new($"{id}", new($"{submission.Id}", number), Filer(submission, form), office.AsPerson(), submission.FiledAt, at, submission.Hash[7..], catalogue.Act(form, way))
        {
            Attachments = Attachments(submission),
            Matter = submission.Matter,
        };
}
