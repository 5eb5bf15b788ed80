using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Services.Filing;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.PaperTwin;

/// <summary>A form on paper, blank or with what was filled in, with the code by which the office reads it.</summary>
internal static class TwinPaper
{
    private const string Line = "…………………………………………………………";

    /// <param name="answers">Null for a blank form.</param>
    public static PaperDocument Of(FormDefinition form, Answers? answers, string? token, OfficeCard office, DateTimeOffset now, Texts texts)
    {
        var code = new TwinCode(form.Slug, form.Version, token);
        var route = answers is null ? null : FormRoute.Of(form, answers);
        var pages = route?.Steps ?? [.. form.Pages.Select(p => new Step(p, p.Questions))];
        List<Block> blocks =
        [
            new QrCode(code.Text, texts["services.twin.qr", ("form", form.Title.In(texts.Language)), ("version", form.Version)]) { Size = 30 },
            new Barcode(code.Bars, code.Bars),
            new Paragraph(texts["services.twin.how"]) { Small = true },
        ];
        foreach (var step in pages)
        {
            if (step.Page.Title is { } title) blocks.Add(new Heading(title.In(texts.Language), 2));
            blocks.Add(new Summary([.. step.Questions.Select(q => new Entry(q.Label.In(texts.Language), Value(q, route?.Answers[q.Id], texts)))]));
        }
        blocks.AddRange([new Space(), new SignatureBox(route is null ? "" : FileSubmission.FilerOf(route, null, texts).Name) { Stamp = texts["services.twin.signature"] }]);
        return new()
        {
            Title = form.Title.In(texts.Language),
            Language = texts.Language,
            Created = now,
            Author = office.Name,
            Recipient = new([office.Name, office.Street, $"{office.PostalCode} {office.MunicipalityName}"]),
            References = [new(texts["services.twin.form"], texts["services.paper.form-version", ("form", form.Slug), ("version", form.Version)])],
            Blocks = blocks,
            FootNote = code.Bars,
        };
    }

    private static RichText Value(Question question, Answer? answer, Texts texts) =>
        texts.Show(question, answer) is { Length: > 0 } shown ? shown
        : question.Options.Count > 0 ? texts["services.twin.choose", ("options", string.Join(" / ", question.Options.Select(o => o.Label.In(texts.Language))))]
        : Line;
}
