using System.Text;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Paper;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>A filing as paper: in Czech for the office and, when it was filled in otherwise, in the filer's language below each question.</summary>
internal static class FilingPaper
{
    /// <param name="metadata">What it says of itself to machines; left out when the norm asks for more than the form did.</param>
    public static PaperDocument Of(Submission submission, FormDefinition form, OfficeCard office, string code, FormMetadata metadata, Texts texts)
    {
        var (czech, own) = (texts.In("cs"), texts.In(submission.Language));
        var route = FormRoute.Of(form, FilingText.Answers(submission.Filing, form));
        List<Block> blocks = [];
        foreach (var step in route.Steps)
        {
            if (step.Page.Title is { } title) blocks.Add(new Heading(title.Cs));
            var plain = step.Questions.Where(q => q.Type != QuestionType.Table && route.Answers.Has(q.Id)).ToList();
            if (plain.Count > 0) blocks.Add(new Summary([.. plain.Select(q => new Entry(q.Label.Cs, Both(czech, own, q, route.Answers[q.Id]!)))]));
            foreach (var table in step.Questions.Where(q => q.Type == QuestionType.Table && route.Answers.Has(q.Id))) blocks.Add(Rows(czech, table, (TableAnswer)route.Answers[table.Id]!));
        }
        if (submission.Files.Count > 0)
        {
            blocks.Add(new Heading(czech["services.paper.attachments"]));
            blocks.Add(new ItemList([.. submission.Files.Select(f => (ListItem)czech["services.paper.attachment", ("name", f.Name), ("size", f.Size), ("hash", f.Blob[7..])])]));
        }
        blocks.Add(new Rule());
        blocks.Add(new Paragraph(Worth(submission, form, czech)) { Small = true });
        if (submission.Language != "cs") blocks.Add(new Paragraph(new RichText(new Run(Worth(submission, form, own)) { Language = submission.Language })) { Small = true });
        return new()
        {
            Title = form.Title.Cs,
            Language = "cs",
            Created = submission.FiledAt,
            Author = submission.FilerName,
            Subject = submission.Matter,
            Letterhead = new(office.Name) { Lines = [office.Street, $"{office.PostalCode} {office.MunicipalityName}"] },
            References =
            [
                new(czech["services.paper.code"], code),
                new(czech["services.paper.filed"], czech.Show(submission.FiledAt)),
                new(czech["services.paper.form"], czech["services.paper.form-version", ("form", form.Slug), ("version", form.Version)]),
            ],
            Blocks = blocks,
            FootNote = czech["services.paper.foot", ("code", code), ("hash", submission.Hash[7..])],
            Attachments = [new("podani.json", "application/json", Encoding.UTF8.GetBytes(submission.Filing), submission.FiledAt) { Description = czech["services.paper.data"], Relation = AttachmentRelation.Source }, .. metadata.IsWhole ? (Attachment[])[metadata.File(submission.FiledAt)] : []],
        };
    }

    private static string Worth(Submission submission, FormDefinition form, Texts texts)
    {
        var worth = form.WorthOn(Prague.Day(submission.FiledAt));
        return $"{worth.Text.In(texts.Language)} ({worth.Source})";
    }

    private static RichText Both(Texts czech, Texts own, Question question, Answer answer)
    {
        var (first, second) = (czech.Show(question, answer), own.Show(question, answer));
        return own.Language == "cs" || first == second ? first : new RichText(new Run(first), new Run("\n"), new Run($"{question.Label.In(own.Language)}: {second}") { Language = own.Language, Italic = true });
    }

    private static Table Rows(Texts czech, Question table, TableAnswer answer) => new(
        [new Column(czech["services.table.number"], Alignment.End), .. table.Columns.Select(c => new Column(c.Label.Cs, c.Type is QuestionType.Number or QuestionType.Money ? Alignment.End : Alignment.Start))],
        [.. answer.Rows.Select((row, at) => (IReadOnlyList<RichText>)[(at + 1).ToString(), .. table.Columns.Select((c, column) => (RichText)czech.Show(c, row[column]))])])
    {
        Caption = table.Label.Cs,
        RowHeaders = true,
    };
}
