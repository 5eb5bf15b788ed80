using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Services.Following;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Supplementing;

/// <summary>What was answered, as one JSON text and as paper that carries it.</summary>
internal static class SupplementText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static byte[] Write(Guid supplement, Guid submission, Guid call, DateTimeOffset at, string language, AskedSupplement asked, Answers answers, string text, IReadOnlyList<FiledPart> files)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("format", "virtuos-supplement/1");
            json.WriteString("supplement", supplement);
            json.WriteString("submission", submission);
            json.WriteString("call", call);
            json.WriteString("filed", at);
            json.WriteString("language", language);
            json.WritePropertyName("answers");
            AnswerJson.Write(json, asked.Questions.Select(q => q.Question), answers);
            json.WriteString("text", text);
            json.WriteStartArray("files");
            foreach (var file in files)
            {
                json.WriteStartObject();
                json.WriteString("name", file.Name);
                json.WriteString("hash", file.Blob);
                json.WriteNumber("size", file.Size);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <param name="czech">Texts in Czech, for the office.</param>
    public static PaperDocument Paper(FollowedMatter matter, AskedSupplement asked, Answers answers, string text, IReadOnlyList<FiledPart> files, byte[] json, string hash, DateTimeOffset at, Texts czech)
    {
        List<Block> blocks = [new Paragraph(czech["services.supplement.paper.intro", ("day", Kernel.Calendar.Prague.Day(asked.Call.CalledAt))])];
        foreach (var (question, messages) in asked.Questions)
        {
            blocks.Add(new Heading(question.Label.Cs, 2));
            blocks.Add(new Summary(
            [
                new(czech["services.supplement.paper.asked"], string.Join("\n", messages)),
                new(czech["services.supplement.paper.before"], Shown(czech, question, asked.Answers[question.Id])),
                new(czech["services.supplement.paper.now"], RichText.Bold(Shown(czech, question, answers[question.Id]))),
            ]));
        }
        if (asked.Free.Count > 0)
        {
            blocks.Add(new Heading(czech["services.supplement.paper.other"], 2));
            blocks.Add(new ItemList([.. asked.Free.Select(d => (ListItem)d.Message)]));
        }
        if (text.Length > 0)
        {
            blocks.Add(new Heading(czech["services.supplement.paper.text"], 2));
            blocks.Add(new Paragraph(text));
        }
        if (files.Count > 0)
        {
            blocks.Add(new Heading(czech["services.paper.attachments"], 2));
            blocks.Add(new ItemList([.. files.Select(f => (ListItem)czech["services.paper.attachment", ("name", f.Name), ("size", f.Size), ("hash", f.Blob[7..])])]));
        }
        return new()
        {
            Title = czech["services.supplement.paper.title"],
            Language = "cs",
            Created = at,
            Author = matter.Submission?.FilerName ?? "",
            Subject = matter.Title,
            Letterhead = new(matter.Office.Name) { Lines = [matter.Office.Street, $"{matter.Office.PostalCode} {matter.Office.MunicipalityName}"] },
            References =
            [
                new(czech["services.receipt.matter"], matter.Title),
                .. matter.Matter?.ReferenceNumber is { } number ? (Entry[])[new(czech["services.follow.number"], number)] : [],
                new(czech["services.paper.code"], matter.Code),
                new(czech["services.paper.filed"], czech.Show(at)),
            ],
            Blocks = blocks,
            FootNote = czech["services.paper.foot", ("code", matter.Code), ("hash", hash)],
            Attachments = [new("doplneni.json", "application/json", json, at) { Description = czech["services.paper.data"], Relation = AttachmentRelation.Source }],
        };
    }

    private static string Shown(Texts texts, Question question, Answer? answer) => texts.Show(question, answer) is { Length: > 0 } shown ? shown : texts["services.check.none"];
}
