using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>
/// What was filed as one JSON text: which form and version, to whom, when, the answers in the order of the form, attachments by hash.
/// Its SHA-256 stands on the receipt, and the text itself is carried inside the PDF.
/// </summary>
internal static class FilingText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static byte[] Write(Guid submission, Guid office, DateTimeOffset filedAt, string language, FormRoute route)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("format", "virtuos-filing/1");
            json.WriteString("submission", submission);
            json.WriteString("office", office);
            json.WriteString("form", route.Form.Slug);
            json.WriteNumber("version", route.Form.Version);
            json.WriteString("filed", filedAt);
            json.WriteString("language", language);
            json.WritePropertyName("answers");
            AnswerJson.Write(json, route.Questions, route.Answers);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static Answers Answers(string filing, FormDefinition form)
    {
        using var json = JsonDocument.Parse(filing);
        return AnswerJson.Read(json.RootElement.GetProperty("answers"), form.Questions, ours: true).Answers;
    }
}
